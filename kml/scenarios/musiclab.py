"""Success that is unequal and cannot be foreseen: the same songs, many parallel worlds.

Salganik, Dodds and Watts, Science 311 (2006), 854–856 (doi 10.1126/science.1121066): 14,341 people chose among 48
unknown songs, either knowing nothing of others (independent), or seeing how often each song had been downloaded in
their own world, in a grid (experiment 1) or in a list ordered by downloads (experiment 2); about 700 people in each of
eight worlds. Seeing others raised inequality and unpredictability, and the ordered list more than the grid.

Model: trial and offer. A visitor tries songs with chance ∝ v(place) · (α · appeal + downloads) and downloads a tried
song with a chance that is its quality, whatever others did: influence works on trying (Krumme et al., PLoS ONE 7
(2012), e33785, who fit α = 900 to experiment 1 and a smaller one to experiment 2). Appeal, quality, the number of
tries, the second α and the fall of attention down the list are *assumptions*, so only directions are gated.
"""

import numpy as np

from kml import metrics
from kml.core.arguments import choice, rng, whole_number
from kml.scenarios._finding import Finding, mean_se

SONGS, VISITORS, WORLDS, TRIES = 48, 700, 8, 4
CONDITIONS = ("independent", "grid", "list")
ALPHA = {"grid": 900.0, "list": 200.0}
PLACE = np.arange(1.0, SONGS + 1) ** -0.25  # attention at each place of the ordered list


def songs(sets=1, seed=0):
    """Draw appeal (sets, SONGS), each row with sum 1, and quality (sets, SONGS), the chance that a trial convinces.

    >>> from kml.scenarios import musiclab
    >>> appeal, quality = musiclab.songs()
    >>> appeal.shape, round(float(appeal.sum()), 6), bool(0 < quality.min() and quality.max() < 1)
    ((1, 48), 1.0, True)
    """
    r = rng(seed)
    return r.dirichlet(np.full(SONGS, 4.0), size=sets), r.beta(4.0, 6.0, size=(sets, SONGS))


def market(appeal, quality, condition, worlds=WORLDS, seed=0):
    """Downloads at the end, (sets, worlds, SONGS): `worlds` histories with the same songs, visitor after visitor.

    >>> from kml.scenarios import musiclab
    >>> appeal, quality = musiclab.songs()
    >>> for condition in musiclab.CONDITIONS:
    ...     downloads = musiclab.market(appeal, quality, condition)
    ...     print(condition, musiclab.inequality(downloads).round(1), musiclab.unpredictability(downloads).round(3))
    independent [0.3] [0.005]
    grid [0.4] [0.007]
    list [0.7] [0.015]
    """
    choice("condition", condition, CONDITIONS)
    worlds, r = whole_number("worlds", worlds, 2), rng(seed)
    appeal, quality = (np.repeat(part, worlds, axis=0) for part in (appeal, quality))
    downloads = np.zeros(appeal.shape)
    rows = np.arange(len(appeal))[:, None]
    weight = np.log(appeal)
    for _ in range(VISITORS):
        if condition != "independent":
            weight = np.log(ALPHA[condition] * appeal + downloads)
        if condition == "list":
            order = np.argsort(-downloads - r.random(downloads.shape), axis=1)  # equal downloads in any order
            np.put_along_axis(place := np.empty_like(weight), order, np.log(PLACE)[None, :], axis=1)
            weight = weight + place
        # the largest of weight + Gumbel noise: so many draws without replacement, each with chance ∝ exp(weight)
        tried = np.argpartition(-weight - r.gumbel(size=weight.shape), TRIES, axis=1)[:, :TRIES]
        tried.sort(axis=1)  # argpartition's order differs from processor to processor, and the next draws follow it
        downloads[rows, tried] += r.random(tried.shape) < quality[rows, tried]
    return downloads.reshape(-1, worlds, SONGS)


def unpredictability(downloads):
    """How much a song's market share differs between two worlds, (sets,): mean |difference| over pairs and songs."""
    share = downloads / downloads.sum(axis=2, keepdims=True)
    worlds = share.shape[1]
    one, other = np.triu_indices(worlds, 1)
    return np.abs(share[:, one] - share[:, other]).mean(axis=(1, 2))


def inequality(downloads):
    """Gini coefficient of downloads over songs, mean over worlds, (sets,)."""
    return np.array([np.mean([metrics.gini(world) for world in worlds]) for worlds in downloads])


def validate(quick=False):
    """Independent < grid < list in Gini and in unpredictability, over 30 sets of songs with 8 worlds each."""
    sets = 10 if quick else 30
    appeal, quality = songs(sets, seed=1)
    runs = {name: market(appeal, quality, name, seed=k) for k, name in enumerate(CONDITIONS)}
    found = []
    for what, measure in (("Gini of downloads", inequality), ("unpredictability", unpredictability)):
        value = {name: measure(run) for name, run in runs.items()}
        for name in CONDITIONS:
            found.append(Finding("musiclab", f"{what}, {name}", "", *mean_se(value[name]), "", None))
        for more, less in (("grid", "independent"), ("list", "grid")):
            mean, se = mean_se(value[more] - value[less])  # the same songs in both
            finding, gate = f"{what}: {more} − {less}", "above 0 by 2 s.e."
            found.append(Finding("musiclab", finding, f"{more} > {less}", mean, se, gate, bool(mean > 2 * se)))
    return found + _fate_of_the_best(runs)


def _fate_of_the_best(runs):
    """Where the five best and five worst songs (by the independent worlds) end in the worlds of the ordered list."""
    rank = np.argsort(np.argsort(-runs["list"], axis=2), axis=2)  # 0 is the most downloaded
    quality = np.argsort(-runs["independent"].sum(axis=1), axis=1)
    half, found = SONGS // 2, []
    for name, part, lost in (
        ("best", slice(0, 5), lambda r: r >= half),
        ("worst", slice(-5, None), lambda r: r < half),
    ):
        there = np.take_along_axis(rank, np.broadcast_to(quality[:, None, part], (*rank.shape[:2], 5)), axis=2)
        where = "lower" if name == "best" else "upper"
        mean, se = mean_se(lost(there).mean(axis=(1, 2)))
        finding = f"share of the 5 {name} songs that end in the {where} half, list"
        found.append(Finding("musiclab", finding, "rarely", mean, se, "below 0.25", bool(mean < 0.25)))
    return found
