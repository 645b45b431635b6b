"""One line of the validation table."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Finding:
    """What was published, what our simulation gives, and whether the gate holds."""

    scenario: str
    finding: str
    published: str  # the number or the direction, as published; "closed form" where mathematics is the source
    simulated: float  # mean over seeds
    se: float  # its standard error over seeds; NaN where nothing is random
    gate: str  # what must hold; "" for a number that is shown and not gated
    holds: bool | None  # None where there is no gate


def mean_se(values):
    """Mean and standard error over the first axis (seeds)."""
    values = np.asarray(values, dtype=np.float64)
    return values.mean(axis=0), values.std(axis=0, ddof=1) / np.sqrt(len(values))
