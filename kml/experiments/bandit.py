"""Learning while earning: Thompson sampling over variants, and what it saves beside a fixed split."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, number, rng, whole_number
from kml.core.words import _


@dataclass(frozen=True)
class Bandit:
    """What a simulated bandit did: shown (runs, arms), viewers of each arm; regret (runs, batches), successes lost."""

    shown: np.ndarray
    regret: np.ndarray


def thompson_update(
    a: np.ndarray, b: np.ndarray, draws: np.ndarray, rewards: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """One batch of Thompson sampling: the new counts (a, b) of the arms' Beta distributions, two float arrays.

    a, b (…, arms): successes and failures so far, each plus 1. draws (…, n, arms): for each of n viewers one draw of
    each arm's chance from Beta(a, b); the viewer is shown the arm whose draw is largest. rewards (…, n, arms), 0 or 1:
    what that viewer would do with each arm; only the shown one is seen. Source: Thompson, Biometrika 25 (1933).

    >>> import numpy as np
    >>> from kml import experiments
    >>> draws = np.array([[0.2, 0.6], [0.7, 0.5]])  # two viewers, two arms
    >>> rewards = np.array([[1, 0], [1, 1]])
    >>> a, b = experiments.thompson_update(np.ones(2), np.ones(2), draws, rewards)
    >>> a.tolist(), b.tolist()  # the second arm failed once, the first succeeded once
    ([2.0, 1.0], [1.0, 2.0])
    """
    shown = np.argmax(draws, axis=-1)[..., None] == np.arange(np.shape(draws)[-1])
    return a + np.sum(shown * rewards, axis=-2), b + np.sum(shown * (1 - rewards), axis=-2)


def thompson(rates: "ArrayLike", viewers: int, batch: int = 10, runs: int = 200, seed: int = 0) -> Bandit:
    """Simulate Thompson sampling of arms with true success chances `rates` (arms,): a Bandit.

    viewers (a multiple of `batch`) come in batches; the counts are updated after each. Regret: expected successes lost
    against always showing the best arm.

    >>> from kml import experiments
    >>> run = experiments.thompson([0.3, 0.5], viewers=1000, runs=20)
    >>> run.shown.shape, round(float(run.shown[:, 1].mean()), -1)  # most saw the better arm
    ((20, 2), 950.0)
    >>> round(float(run.regret[:, -1].mean()), -1)  # a fixed split loses 100, see `split_regret`
    10.0
    """
    rates = array("rates", rates, ndim=1, low=0, high=1)
    viewers, batch = whole_number("viewers", viewers, 1), whole_number("batch", batch, 1)
    if viewers % batch:
        raise ValueError(
            _("viewers must be a multiple of batch; got {viewers} and {batch}.").format(viewers=viewers, batch=batch)
        )
    runs, draw = whole_number("runs", runs, 1), rng(seed)
    a, b = np.ones((2, runs, len(rates)))
    regret = np.empty((runs, viewers // batch))
    for i in range(regret.shape[1]):
        draws = draw.beta(a[:, None], b[:, None], size=(runs, batch, len(rates)))
        a, b = thompson_update(a, b, draws, draw.random(draws.shape) < rates)
        regret[:, i] = (a + b - 2) @ (rates.max() - rates)
    return Bandit((a + b - 2).astype(np.int64), regret)


def split_regret(rates: "ArrayLike", viewers: float) -> float:
    """Expected successes lost by showing each arm to the same number of viewers: a float.

    >>> from kml import experiments
    >>> round(experiments.split_regret([0.3, 0.5], viewers=1000), 6)  # half of them saw the worse one
    100.0
    """
    rates = array("rates", rates, ndim=1, low=0, high=1)
    return float(number("viewers", viewers, 0) * (rates.max() - rates.mean()))
