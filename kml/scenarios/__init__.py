"""Published findings that a simulation of recommenders must reproduce, a module for each, and a table of them all.

`python -m kml.scenarios` prints the table (about two minutes; `--quick` a smaller one). A gate is what must hold; it
was set before the simulation was run, and is never moved. All numbers in the table are simulated, but "published".
"""

from dataclasses import asdict

import pandas as pd

from kml.core.words import N_
from kml.scenarios import amplify, chaney, echo, ips, musiclab, sanity, superstars
from kml.scenarios.calibration import calibration

__all__ = ["ALL", "KNOWN", "calibration", "validate"]

ALL = {
    "ips": ips,
    "chaney": chaney,
    "musiclab": musiclab,
    "echo": echo,
    "superstars": superstars,
    "amplify": amplify,
    "sanity": sanity,
}
# gates that do not hold, and why we think so
KNOWN = {
    N_("one δ a video, T = 5000: oracle − thompson"): N_(
        "The paper's text says that who seeks drift moves interest most, random videos least, and the others lie "
        "between. That holds. The caption of its figure 3 also puts who knows all interest before the learner, after "
        "5,000 steps. Here that holds up to about 2,500 steps; then the learner, which still tries, has found videos "
        "that drift faster than the first five. The paper itself reports that a little noise makes the all-knowing one "
        "faster (its figure 5), and that holds here too."
    )
}


def validate(quick=False):
    """Run every scenario and return a DataFrame: scenario, finding, published, simulated, se, gate, holds.

    `simulated` is a mean over seeds and `se` its standard error (NaN if nothing is random); `holds` is None where a
    number is shown and not gated. The same table on every machine.
    """
    return pd.DataFrame([asdict(finding) for scenario in ALL.values() for finding in scenario.validate(quick)])
