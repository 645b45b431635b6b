"""Interest that drifts away: a system that is right about what someone likes moves them faster than one that guesses.

Jiang, Chiappa, Lattimore, György and Kohli, AIES 2019 (arXiv 1902.10730), section on simulation. One viewer, a pool of
100 videos, five shown at a step, a click on each with chance sigmoid(interest). A click raises the interest in that
video a little, no click lowers it. Degeneracy is how far interest has moved: the length of μ_T − μ_0, or the largest
change of a single video when the pool grows.

What was read: abstract and introduction in the original; all sections, equations, results and captions in a Chinese
rendering (a blog of 2019-10-28, read again on 2026-11-26); no figure. There δ is a function of the video, drawn once
from U(−0.01, 0.01), so that half of the videos are liked less the more they are clicked. A later reimplementation by
others (Khritankov and Pilkevich 2021) draws δ anew from U(0, 0.01) at each exposure. The paper's text orders optimal
oracle > oracle, Thompson, UCB > random, which holds here. The caption of its figure 3 also orders the three in the
middle; at 5,000 steps that holds only with δ drawn anew (at 2,000 with both). What the paper reports of noise, that a
little of it makes the oracle drift faster and more of it slower, holds with one δ a video. Both are run, and the table
says which holds where.
"""

from itertools import pairwise

import numpy as np
from scipy.special import expit

from kml.core.arguments import choice, number, whole_number
from kml.scenarios._finding import Finding, mean_se

POLICIES = ("optimal oracle", "oracle", "thompson", "ucb", "random")
POOL, SHOWN, DRIFT = 100, 5, 0.01


def drift(policy, steps=5000, runs=30, one_drift=False, noise=0.0, growth=None, report=None, seed=0):
    """How interest has changed, a list of (runs, videos) arrays μ_t − μ_0, one a step in `report` (default: last).

    "oracle" shows the five videos of most interest (plus uniform noise of ± `noise`), "optimal oracle" those that drift
    fastest, "thompson" and "ucb" learn from clicks. `one_drift`: each video keeps its own drift from U(−0.01, 0.01),
    otherwise it is drawn from U(0, 0.01) at each exposure. `growth` η: the pool has 100 + 5 t ** η videos at step t.
    """
    choice("policy", policy, POLICIES)
    steps, runs, noise = whole_number("steps", steps, 1), whole_number("runs", runs, 1), number("noise", noise, 0)
    world, viewer, system = (
        np.random.default_rng(child) for child in np.random.SeedSequence(whole_number("seed", seed)).spawn(3)
    )
    pool = POOL if growth is None else int(POOL + SHOWN * steps**growth)
    start = world.uniform(-1, 1, (runs, pool))
    own = world.uniform(-DRIFT, DRIFT, (runs, pool)) if one_drift else np.full((runs, pool), DRIFT / 2)
    interest, shown, clicked = start.copy(), np.zeros_like(start), np.zeros_like(start)
    rows, changes = np.arange(runs)[:, None], []
    for step in range(1, steps + 1):
        here = slice(POOL if growth is None else int(POOL + SHOWN * step**growth))
        score = _score(policy, interest[:, here], own[:, here], shown[:, here], clicked[:, here], step, noise, system)
        videos = np.argpartition(-score, SHOWN, axis=1)[:, :SHOWN]
        videos.sort(axis=1)  # argpartition's order differs from processor to processor, and the next draws follow it
        click = viewer.random(videos.shape) < expit(interest[rows, videos])
        moved = own[rows, videos] if one_drift else viewer.uniform(0, DRIFT, videos.shape)
        interest[rows, videos] += np.where(click, moved, -moved)
        shown[rows, videos] += 1
        clicked[rows, videos] += click
        if step in (report or (steps,)):
            changes.append(interest - start)
    return changes


def _score(policy, interest, own, shown, clicked, step, noise, r):
    if policy == "optimal oracle":
        return np.abs(own * (2 * expit(interest) - 1))
    if policy == "oracle":
        return interest + noise * r.uniform(-1, 1, interest.shape) if noise else interest
    if policy == "thompson":
        return r.beta(1 + clicked, 1 + shown - clicked)
    if policy == "ucb":
        often = np.maximum(shown, 1)
        return np.where(shown > 0, clicked / often + np.sqrt(2 * np.log(step) / often), 1e9 + r.random(shown.shape))
    return r.random(interest.shape)


def validate(quick=False):
    """The order of the policies, what noise and what a growing pool do; 5,000 steps as published (1,000 quick)."""
    steps, found = 1000 if quick else 5000, []
    redrawn = {name: _length(name, steps) for name in POLICIES}
    own = {name: _length(name, steps, runs=30 if quick else 100, one_drift=True) for name in POLICIES}
    for reading, drifts in (("", redrawn), ("one δ a video, ", own)):
        for name in POLICIES:
            found.append(Finding("echo", f"{reading}T = {steps}: {name}", "", *mean_se(drifts[name]), "", None))
    learners = POLICIES[1:4]
    slowest, fastest = (pick(learners, key=lambda name: own[name].mean()) for pick in (min, max))
    for one, other in pairwise(POLICIES[1:]):
        found.append(_more(f"T = {steps}", redrawn, one, other))
    for one, other in (("optimal oracle", fastest), (slowest, "random"), learners[:2], learners[1:]):
        found.append(_more(f"one δ a video, T = {steps}", own, one, other))
    if not quick:
        noisy = {f"noise {e:g}": _length("oracle", steps, one_drift=True, noise=e) for e in (0, 0.5, 4, 10)}
        for pair in (("noise 0.5", "noise 0"), ("noise 0.5", "noise 4"), ("noise 4", "noise 10")):
            found.append(_more(f"one δ a video, oracle, T = {steps}", noisy, *pair))
    return found + _growing(5 if quick else 10)


def _length(policy, steps, runs=30, **options):
    return np.linalg.norm(drift(policy, steps, runs, **options)[0], axis=1)


def _more(where, drifts, one, other):
    mean, se = mean_se(drifts[one] - drifts[other])  # the same viewers for both
    published, gate = f"{one} > {other}", "above 0 by 2 s.e."
    return Finding("echo", f"{where}: {one} − {other}", published, mean, se, gate, bool(mean > 2 * se))


def _growing(runs, steps=1000):
    """A pool of 100 + 5 t ** η: the largest change of one video's interest falls with η, but never for the oracle."""
    found = []
    for policy in POLICIES[1:]:
        far = {e: np.abs(drift(policy, steps, runs, growth=e)[0]).max(axis=1) for e in (0, 0.5, 1)}
        for growth, before in ((0.5, 0), (1, 0.5)):
            ratio, se = mean_se(far[growth] / far[before].mean())
            published, gate = f"slower than η = {before:g}", "below 1 by 2 s.e."
            holds = ratio < 1 - 2 * se
            if policy == "oracle":
                published, gate, holds = "goes on", "above 0.9", ratio > 0.9
            finding = f"pool grows, {policy}: drift at η = {growth:g} over η = {before:g}"
            found.append(Finding("echo", finding, published, ratio, se, gate, bool(holds)))
    return found
