"""Popularity that feeds on itself: round by round, recommendations become more popular and fewer, for a minority first.

Mansoury, Abdollahpouri, Pechenizkiy, Mobasher and Burke, CIKM 2020 (arXiv 2007.13019), on MovieLens-1M: each round,
every viewer gets a list of ten from a recommender that was trained on all profiles, takes one of them with a chance
that falls exponentially with its place, and it joins their profile. Over the rounds the mean popularity of what is
recommended rises, fewer different videos are recommended, and taste as the log shows it moves away from where it was,
more for the smaller group (women, 28 % of the viewers).

Published directions (abstract), not levels: the profiles here are drawn, not MovieLens'. Nearest neighbours are the
paper's UserKNN; the ten most popular videos that one has not seen are its MostPopular; factors by singular value
decomposition stand in for its BPR. MostPopular is shown and not gated: everyone gets the same list, which can only
grow longer as viewers finish it.
"""

import numpy as np

from kml.core.arguments import choice, rng, whole_number
from kml.scenarios._finding import Finding, mean_se

VIEWERS, VIDEOS, TOPICS, PROFILE, SLATE, ROUNDS = 300, 1500, 12, 20, 10, 20
MINORITY = 0.28
NEIGHBOURS, FACTORS, PATIENCE = 30, 15, -0.1  # chance to take the video at a place ∝ exp(PATIENCE · place)
RECOMMENDERS = ("neighbours", "factors", "most popular")
MEASURES = ("popularity", "diversity", "shift, minority", "shift, majority")


def world(seed=0):
    """Draw topics (VIDEOS,), who is in the minority (VIEWERS,) and first profiles (VIEWERS, VIDEOS) bool.

    The two groups' tastes over topics are two draws from Dir(2); a viewer's is around their group's. Profiles hold
    PROFILE videos drawn with chance ∝ taste for the topic × a lognormal appeal that is the same for all.
    """
    r = rng(seed)
    topic = r.integers(TOPICS, size=VIDEOS)
    minority = np.arange(VIEWERS) < MINORITY * VIEWERS
    group = r.dirichlet(np.full(TOPICS, 2.0), size=2)[minority.astype(int)]
    taste = np.array([r.dirichlet(8 * own) for own in group])
    weight = np.log(np.maximum(taste[:, topic], 1e-12)) + r.standard_normal(VIDEOS)
    first = np.argpartition(-weight - r.gumbel(size=weight.shape), PROFILE, axis=1)[:, :PROFILE]
    profile = np.zeros((VIEWERS, VIDEOS), dtype=bool)
    profile[np.arange(VIEWERS)[:, None], first] = True
    return topic, minority, profile


def run(world, recommender, seed=0):
    """ROUNDS rounds of recommending, taking, retraining: an array (ROUNDS, 4) of MEASURES.

    popularity: of what is recommended, over the mean video's. diversity: share of videos that anyone is recommended.
    shift: Kullback–Leibler divergence (nats) of a group's topics in its profiles now from those at the start.
    """
    choice("recommender", recommender, RECOMMENDERS)
    topic, minority, profile = world
    r, profile, rows = rng(seed), profile.copy(), np.arange(VIEWERS)
    groups, is_topic = (minority, ~minority), np.eye(TOPICS)[topic]
    start = [_shares(profile[group] @ is_topic) for group in groups]
    chance = np.exp(PATIENCE * np.arange(SLATE))
    measures = np.empty((ROUNDS, len(MEASURES)))
    for row in measures:
        score = np.round(_scores(recommender, profile.astype(np.float64)), 9) + 1e-10 * r.random(profile.shape)
        score[profile] = -np.inf
        slate = np.argpartition(-score, SLATE, axis=1)[:, :SLATE]
        slate = np.take_along_axis(slate, np.argsort(-np.take_along_axis(score, slate, axis=1), axis=1), axis=1)
        seen = profile.sum(axis=0)
        row[:2] = seen[slate].mean() / seen.mean(), len(np.unique(slate)) / VIDEOS
        profile[rows, slate[rows, r.choice(SLATE, VIEWERS, p=chance / chance.sum())]] = True
        now = [_shares(profile[group] @ is_topic) for group in groups]
        row[2:] = [np.sum(before * np.log(before / after)) for before, after in zip(start, now, strict=True)]
    return measures


def _shares(counts):
    total = counts.sum(axis=0) + 1e-9
    return total / total.sum()


def _scores(recommender, profile):
    if recommender == "most popular":
        return np.tile(profile.sum(axis=0), (VIEWERS, 1))
    if recommender == "factors":
        _, basis = np.linalg.eigh(profile @ profile.T)
        basis = basis[:, -FACTORS:]
        return basis @ (basis.T @ profile)
    unit = profile / np.linalg.norm(profile, axis=1, keepdims=True)
    alike = np.round(unit @ unit.T, 9)
    np.fill_diagonal(alike, 0)
    least = np.partition(alike, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS, None]
    return np.where(alike >= least, alike, 0) @ profile


def study(worlds=8, recommenders=RECOMMENDERS, seed=0):
    """The same worlds for each recommender: {recommender: (worlds, ROUNDS, 4)}."""
    runs = {name: [] for name in recommenders}
    for child in np.random.SeedSequence(whole_number("seed", seed)).spawn(whole_number("worlds", worlds, 2)):
        draw, choose = child.spawn(2)
        drawn = world(draw)
        for name in runs:
            runs[name].append(run(drawn, name, choose))
    return {name: np.array(values) for name, values in runs.items()}


def validate(quick=False):
    """From the first round to the last: popularity up, diversity down, and taste shifted more for the minority."""
    found = []
    for name, values in study(3 if quick else 8).items():
        first, last = values[:, 0], values[:, -1]
        changes = (
            ("popularity of recommendations, change over the rounds", last[:, 0] / first[:, 0] - 1, "rises", 1),
            ("different videos recommended, change over the rounds", last[:, 1] / first[:, 1] - 1, "falls", -1),
            ("shift of taste, minority − majority", last[:, 2] - last[:, 3], "minority > majority", 1),
        )
        for what, change, published, sign in changes:
            mean, se = mean_se(change)
            gate = "" if name == "most popular" else f"{'above' if sign > 0 else 'below'} 0 by 2 s.e."
            holds = bool(sign * mean > 2 * se) if gate else None
            found.append(Finding("amplify", f"{name}: {what}", published, mean, se, gate, holds))
    return found
