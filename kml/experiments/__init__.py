"""Experiments: did a change help, how long must a test run, and when may one stop?

`power` says how many viewers a test needs before it begins, `comparing` does the test itself, `sequential` lets one
look before the end, `many` handles several variants, `bandit` learns while it earns, `novelty` waits until the change
has lost its newness, and `interference` shows what a test inside a feed measures when its videos compete for the same
viewers.

What a creator can do alone: `uploads` decides by chance which video is made in which way, `permutation` tests twenty of
them, `before` takes away what their past explains, `retention` asks who is still there after three seconds, and
`differing` which of the last thirty really stand out.
"""

from kml.experiments.bandit import Bandit, split_regret, thompson, thompson_update
from kml.experiments.before import Adjusted, adjust_for_before
from kml.experiments.comparing import Comparison, compare_lift, compare_means, compare_ratios
from kml.experiments.differing import Differing, which_differ
from kml.experiments.interference import DESIGNS, Trial, estimate, plan, run_trial, true_effect
from kml.experiments.many import adjust
from kml.experiments.novelty import fit_novelty, novelty_curve
from kml.experiments.permutation import Permutation, permutation_interval, permutation_test
from kml.experiments.power import power, sample_size, smallest_effect
from kml.experiments.retention import Retention, retention, share_interval
from kml.experiments.sequential import always_valid, best_tau, ever_beyond, false_alarms, z_paths
from kml.experiments.uploads import assign, smallest_lift, uploads_power

__all__ = [
    "DESIGNS",
    "Adjusted",
    "Bandit",
    "Comparison",
    "Differing",
    "Permutation",
    "Retention",
    "Trial",
    "adjust",
    "adjust_for_before",
    "always_valid",
    "assign",
    "best_tau",
    "compare_lift",
    "compare_means",
    "compare_ratios",
    "estimate",
    "ever_beyond",
    "false_alarms",
    "fit_novelty",
    "novelty_curve",
    "permutation_interval",
    "permutation_test",
    "plan",
    "power",
    "retention",
    "run_trial",
    "sample_size",
    "share_interval",
    "smallest_effect",
    "smallest_lift",
    "split_regret",
    "thompson",
    "thompson_update",
    "true_effect",
    "uploads_power",
    "which_differ",
    "z_paths",
]
