"""Homogenisation: recommenders that learn from their own log make similar viewers more alike than their tastes are.

Chaney, Stewart and Engelhardt, RecSys 2018 (doi 10.1145/3240323.3240370). Their world: 100 viewers, tastes and videos
in 20 attributes, ten new videos a step. A viewer knows 98 % of what a video is worth to them, looks down the list
with falling attention, and takes one video a step, none twice. Each viewer is then paired with the one whom the
recommender thinks most alike, and the Jaccard index of what the two have taken is compared with the index of the same
two viewers under an ideal recommender that knows every true utility.

The numbers to meet come from rerunning the replication code of T-RECS' authors on 8 worlds (2026-11-23). Details that
the paper leaves open (ties, where new videos stand in the list, single training) are as in that code.
"""

import numpy as np
from scipy.optimize import nnls

from kml.core.arguments import choice, rng, whole_number
from kml.scenarios._finding import Finding, mean_se

VIEWERS, ATTRIBUTES, NEW_VIDEOS, STEPS = 100, 20, 10, 100
POLICIES = ("popularity", "content", "social", "matrix factorisation", "random")
LEARNERS = POLICIES[:4]
ATTENTION = -0.8  # a video's appeal falls with rank ** ATTENTION
KNOWN, SD = 0.98, 1e-5  # mean known share of utility; sd of utility and of the known share
RERUN = {"popularity": 0.239, "content": 0.134, "social": 0.118, "matrix factorisation": 0.092, "random": 0.002}
RERUN_SE = {"popularity": 0.007, "content": 0.011, "social": 0.011, "matrix factorisation": 0.005, "random": 0.012}
BANDS = {
    "popularity": (0.18, 0.28),
    "content": (0.10, 0.18),
    "matrix factorisation": (0.06, 0.12),
    "random": (-0.03, 0.03),
}


def world(seed=0):
    """Draw a world: (utility, known, videos, friends), with shapes (V, N), (V, N), (N, K) and (V, V).

    V viewers, N videos in order of appearance, K attributes. Tastes ~ Dir(10 · Dir(1)), videos ~ Dir(0.1 · Dir(100)),
    utility ~ Beta with mean taste · video. Friends are the pairs whose tastes vary together most, so many that
    everyone has one (themselves included, as in the replication code).
    """
    r = rng(seed)
    count = NEW_VIDEOS * STEPS
    tastes = r.dirichlet(10 * r.dirichlet(np.ones(ATTRIBUTES)), size=VIEWERS)
    videos = r.dirichlet(0.1 * r.dirichlet(np.full(ATTRIBUTES, 100.0)), size=count)
    utility = _beta(r, np.clip(tastes @ videos.T, 1e-9, None))
    known = utility * _beta(r, np.full((VIEWERS, count), KNOWN))
    together = np.cov(tastes)
    threshold = min(np.sort(together, axis=None)[::-1][VIEWERS], together.max(axis=1).min())
    return utility, known, videos, (together >= threshold).astype(np.float64)


def _beta(r, mean):
    a = ((1 - mean) / SD**2 - 1 / mean) * mean**2
    return r.beta(a, a * (1 / mean - 1))


def run(world, policy, retrain=True, seed=0):
    """Let viewers and `policy` meet for STEPS steps: (taken, similar), both (STEPS, V).

    `taken` holds the video that each viewer took at a step, `similar` the viewer whom the recommender then thinks
    most alike. The recommender trains after a start of 10 random steps, then at each step; with retrain=False once,
    after 50, and recommends none of the later videos. Policy "ideal" ranks by true utility.
    """
    choice("policy", policy, tuple(_LEARNERS))
    known = world[1]
    start = 10 if retrain else 50
    r = rng(seed)
    learner = _LEARNERS[policy](world, r)
    rows = np.arange(VIEWERS)[:, None]
    left = known.copy()  # what a viewer knows of the utility; -inf once taken
    log = np.zeros((VIEWERS, NEW_VIDEOS * STEPS))
    taken, similar = np.empty((2, STEPS, VIEWERS), dtype=np.int64)
    old = np.empty((VIEWERS, 0), dtype=np.int64)  # the recommended order of the videos before this step's
    for step in range(STEPS):
        first = step * NEW_VIDEOS
        new = first + np.argsort(r.random((VIEWERS, NEW_VIDEOS)), axis=1)
        shown = new if step < start else _interleave(old, new, r)
        appeal = left[rows, shown] * np.arange(1.0, shown.shape[1] + 1) ** ATTENTION
        taken[step] = shown[rows[:, 0], appeal.argmax(axis=1)]
        left[rows[:, 0], taken[step]] = -np.inf
        log[rows[:, 0], taken[step]] = 1
        if step >= start - 1 and (retrain or step == start - 1):
            scores = learner(log[:, : first + NEW_VIDEOS])
            # rounded, so that exact ties stay ties whatever the last bit of this machine's arithmetic is
            jitter = r.random(scores.shape, dtype=np.float32)
            old = np.argsort(-np.round(scores, 9) - 1e-10 * jitter, axis=1)
        similar[step] = _most_similar(learner.viewers, r)
    return taken, similar


def _interleave(old, new, r):
    """Put each viewer's new videos at random places of their list of old ones."""
    total = old.shape[1] + new.shape[1]
    is_new = np.zeros((len(old), total), dtype=bool)
    places = np.argpartition(r.random((len(old), total), dtype=np.float32), new.shape[1], axis=1)
    is_new[np.arange(len(old))[:, None], places[:, : new.shape[1]]] = True
    shown = np.empty((len(old), total), dtype=np.int64)
    shown[is_new], shown[~is_new] = new.ravel(), old.ravel()
    return shown


def _most_similar(viewers, r):
    """The nearest other viewer by cosine; ties, and viewers of whom nothing is known, at random."""
    length = np.linalg.norm(viewers, axis=1, keepdims=True)
    unit = np.divide(viewers, length, out=np.zeros_like(viewers), where=length > 0)
    cosine = np.round(unit @ unit.T, 9)
    np.fill_diagonal(cosine, 0)
    return np.argmax(cosine + 1e-10 * r.random(cosine.shape), axis=1)


class _Popularity:
    def __init__(self, world, r):
        self.viewers = np.ones((VIEWERS, 1))

    def __call__(self, log):
        return np.tile(log.sum(axis=0), (VIEWERS, 1))


class _Content:
    """Tastes by non-negative least squares of what was taken on the videos' attributes."""

    def __init__(self, world, r):
        self.videos, self.viewers = world[2], np.zeros((VIEWERS, ATTRIBUTES))

    def __call__(self, log):
        videos = self.videos[: log.shape[1]]
        q, small = np.linalg.qr(videos)  # the same problem with 20 rows
        self.viewers = np.array([nnls(small, target)[0] for target in log @ q])
        return self.viewers @ videos.T


class _Social:
    """What friends have taken."""

    def __init__(self, world, r):
        self.viewers = world[3]

    def __call__(self, log):
        return self.viewers @ log


class _Factors:
    """Implicit matrix factorisation (Hu, Koren and Volinsky 2008): 20 factors, confidence 1 + 40, ridge 0.1.

    Each training starts anew: 20 sweeps, three steps of conjugate gradients for each half, as in LensKit, which the
    replication code uses. A video that nobody has taken keeps the mean of what was fitted when it came.
    """

    sweeps, steps, confidence, ridge = 20, 3, 40.0, 0.1

    def __init__(self, world, r):
        self.r, self.viewers = r, r.standard_normal((VIEWERS, ATTRIBUTES))
        self.videos, self.new = np.empty((0, ATTRIBUTES)), np.zeros(ATTRIBUTES)

    def __call__(self, log):
        arrived = np.tile(self.new, (log.shape[1] - len(self.videos), 1))
        self.videos = np.concatenate([self.videos, arrived])
        seen = log.any(axis=0)
        by_viewer = log[:, seen]
        by_video = np.ascontiguousarray(by_viewer.T)
        viewers, videos = (
            np.zeros((VIEWERS, ATTRIBUTES)),
            (0.01 * self.r.standard_normal((seen.sum(), ATTRIBUTES))) ** 2,
        )
        for _ in range(self.sweeps):
            viewers = self._half(viewers, videos, by_viewer)
            videos = self._half(videos, viewers, by_video)
        self.viewers, self.videos[seen], self.new = viewers, videos, videos.mean(axis=0)
        return self.viewers @ self.videos.T

    def _half(self, own, other, taken):
        """Improve the rows of `own` by least squares on `other`, all at once, from where they are."""
        square = other.T @ other + self.ridge * np.eye(ATTRIBUTES)
        weight = self.confidence * taken

        def normal(rows):  # the left side of the normal equations, applied to each row
            return rows @ square + (weight * (rows @ other.T)) @ other

        left = (taken + weight) @ other - normal(own)
        direction, size = left, np.sum(left**2, axis=1, keepdims=True)
        for _ in range(self.steps):
            image = normal(direction)
            step = size / np.maximum(np.sum(direction * image, axis=1, keepdims=True), 1e-30)
            own, left = own + step * direction, left - step * image
            before, size = size, np.sum(left**2, axis=1, keepdims=True)
            direction = left + size / np.maximum(before, 1e-30) * direction
        # rounded, else the last bit of this machine's arithmetic grows over the sweeps and decides who sees what
        return np.round(own, 4)


class _Random:
    """A random vector for every viewer and video at each training: videos with a long one come first for everyone."""

    def __init__(self, world, r):
        self.r, self.viewers = r, r.random((VIEWERS, ATTRIBUTES))

    def __call__(self, log):
        self.viewers = self.r.random((VIEWERS, ATTRIBUTES))
        return self.viewers @ self.r.random((ATTRIBUTES, log.shape[1]))


class _Ideal:
    def __init__(self, world, r):
        self.utility, self.viewers = world[0], np.ones((VIEWERS, 1))

    def __call__(self, log):
        return self.utility[:, : log.shape[1]]


_LEARNERS = {
    "popularity": _Popularity,
    "content": _Content,
    "social": _Social,
    "matrix factorisation": _Factors,
    "random": _Random,
    "ideal": _Ideal,
}


def homogenisation(taken, ideal, similar):
    """Jaccard index of the most similar pairs minus the same pairs' under the ideal recommender, (STEPS,) float.

    All three (STEPS, V) from `run`: what was taken, what was taken under "ideal", and who is most similar to whom.
    The same as `metrics.homogeneity` of the log so far at each step, twice, but all steps in one pass.
    """
    here, there = np.zeros((2, VIEWERS, NEW_VIDEOS * STEPS), dtype=bool)
    rows, change = np.arange(VIEWERS), np.empty(STEPS)
    for step, partner in enumerate(similar):
        here[rows, taken[step]] = there[rows, ideal[step]] = True
        shared, shared_ideal = (np.count_nonzero(past & past[partner], axis=1) for past in (here, there))
        both = 2 * (step + 1)  # each has taken step + 1 videos
        change[step] = np.mean(shared / (both - shared) - shared_ideal / (both - shared_ideal))
    return change


def study(worlds=8, retrain=True, policies=POLICIES, seed=0):
    """Every policy in the same worlds: {policy: (homogenisation, utility of a video taken)}, arrays (worlds, STEPS).

    About 4 s a world with retraining (matrix factorisation takes two thirds of it), 0.5 s without.

    >>> from kml.scenarios import chaney
    >>> change, utility = chaney.study(worlds=1, retrain=False, policies=("popularity",))["popularity"]
    >>> change.shape, bool(change[0, -1] > 0)  # viewers end more alike than their tastes are
    ((1, 100), True)
    """
    found = {name: ([], []) for name in ("ideal", *policies)}
    for child in np.random.SeedSequence(whole_number("seed", seed)).spawn(whole_number("worlds", worlds, 1)):
        draw, meet, best = child.spawn(3)
        drawn = world(draw)
        # policies share a stream; the ideal has its own, else chance meetings of pairs at the start would cancel out
        runs = {name: run(drawn, name, retrain, best if name == "ideal" else meet) for name in found}
        for name, (taken, similar) in runs.items():
            found[name][0].append(homogenisation(taken, runs["ideal"][0], similar))
            found[name][1].append(drawn[0][np.arange(VIEWERS), taken].mean(axis=1))
    return {name: (np.array(change), np.array(utility)) for name, (change, utility) in found.items()}


def validate(quick=False):
    """Order, bands, and repeated against single training, at the last step; 8 worlds (quick: 2, order only)."""
    worlds = 2 if quick else 8
    repeated = study(worlds)
    end = {name: repeated[name][0][:, -1] for name in POLICIES}
    found = []
    for name in POLICIES:
        mean, se = mean_se(end[name])
        low, high = BANDS.get(name, (None, None)) if not quick else (None, None)
        gate = "" if low is None else f"in [{low:.2f}, {high:.2f}]"
        published = f"{RERUN[name]:.3f} ± {RERUN_SE[name]:.3f} (rerun, 8 worlds)"
        holds = None if low is None else bool(low <= mean <= high)
        found.append(Finding("chaney", f"change of Jaccard, {name}", published, mean, se, gate, holds))
    order = [("popularity", "content"), ("content", "social"), ("content", "matrix factorisation")]
    order += [("social", "random"), ("matrix factorisation", "random")]
    for more, less in order:
        mean, se = mean_se(end[more] - end[less])
        finding = f"change of Jaccard: {more} − {less}"
        found.append(Finding("chaney", finding, f"{more} > {less}", mean, se, "above 0", bool(mean > 0)))
    for name in ("ideal", *POLICIES):
        utility = repeated[name][1][:, 10:].mean(axis=1)
        found.append(Finding("chaney", f"utility of a video taken, {name}", "", *mean_se(utility), "", None))
    if not quick:
        single = study(worlds, retrain=False, policies=LEARNERS)
        for name in LEARNERS:
            once = single[name][0][:, -1]
            found.append(Finding("chaney", f"trained once: change of Jaccard, {name}", "", *mean_se(once), "", None))
            mean, se = mean_se(end[name] - 2 * once)
            finding = f"repeated − 2 × single training, {name}"
            found.append(Finding("chaney", finding, "repeated ≥ 2 × single", mean, se, "at least 0", bool(mean >= 0)))
    return found
