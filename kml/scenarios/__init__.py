"""Published findings that a simulation of recommenders must reproduce, a module for each, and a table of them all.

`python -m kml.scenarios` prints the table (about three minutes; `--quick` a smaller one). A gate is what must hold; it
was set before the simulation was run.
"""

from dataclasses import asdict

import pandas as pd

from kml.scenarios import chaney, echo, ips, musiclab

ALL = {"ips": ips, "chaney": chaney, "musiclab": musiclab, "echo": echo}


def validate(quick=False):
    """Run every scenario and return a DataFrame: scenario, finding, published, simulated, se, gate, holds.

    `simulated` is a mean over seeds and `se` its standard error; `holds` is None where a number is shown and not gated.
    """
    return pd.DataFrame([asdict(finding) for scenario in ALL.values() for finding in scenario.validate(quick)])
