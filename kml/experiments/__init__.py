"""Experiments: did a change help, how long must a test run, and when may one stop?

`power` says how many viewers a test needs before it begins, `comparing` does the test itself, `sequential` lets one
look before the end, `many` handles several variants, `bandit` learns while it earns, `novelty` waits until the new is
old, and `interference` shows what a test inside a feed measures when its videos compete for the same viewers.
"""

from kml.experiments.bandit import Bandit, split_regret, thompson, thompson_update
from kml.experiments.comparing import Comparison, compare_means, compare_ratios
from kml.experiments.interference import DESIGNS, Trial, estimate, plan, run_trial, true_effect
from kml.experiments.many import adjust
from kml.experiments.novelty import fit_novelty, novelty_curve
from kml.experiments.power import power, sample_size, smallest_effect
from kml.experiments.sequential import always_valid, best_tau, ever_beyond, false_alarms, z_paths

__all__ = [
    "DESIGNS",
    "Bandit",
    "Comparison",
    "Trial",
    "adjust",
    "always_valid",
    "best_tau",
    "compare_means",
    "compare_ratios",
    "estimate",
    "ever_beyond",
    "false_alarms",
    "fit_novelty",
    "novelty_curve",
    "plan",
    "power",
    "run_trial",
    "sample_size",
    "smallest_effect",
    "split_regret",
    "thompson",
    "thompson_update",
    "true_effect",
    "z_paths",
]
