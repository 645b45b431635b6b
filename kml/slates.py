"""From scores to what is shown: the best videos for each viewer, fair ties, exploration, and exact propensities.

A slate has k different videos. Each place is handed to exploration with chance `explore`; the places that are left get
the best scores in order (equal ones in random order), those handed over get videos drawn evenly from all others that
the viewer may see. A score of -inf marks a video that may not be shown.
"""

from functools import partial
from math import comb

import numpy as np

from kml._arguments import array, number, whole_number

PARTS = ("ties", "order", "explore", "explored", "rest")


def exact(viewer_factors, video_factors):
    """Round two factor matrices, (viewers, f) and (videos, f), to whole numbers whose products float32 holds exactly.

    Scores `viewers @ videos.T` then come out the same in any order of summation, so on every processor, GPUs
    included; without this two nearly equal scores may change places from one machine to the next. Each viewer's row
    has its own scale (their ranking doesn't notice); an entry keeps about 10 bits at 20 factors.
    """
    viewer_factors = array("viewer_factors", viewer_factors, ndim=2)
    factors = viewer_factors.shape[1]
    video_factors = array("video_factors", video_factors, shape=(None, factors))
    levels = np.floor(np.sqrt((2**24 - 1) / factors))
    largest = np.abs(viewer_factors).max(axis=1, keepdims=True), np.abs(video_factors).max()
    scale = [np.where(size > 0, size, 1.0) for size in largest]
    rounded = np.rint(viewer_factors * (levels / scale[0])), np.rint(video_factors * (levels / scale[1]))
    # the videos in columns: products with their transpose are a quarter faster
    return rounded[0].astype(np.float32), np.asfortranarray(rounded[1], dtype=np.float32)


def propensities(scores, slate, explore=0.0):
    """Chance of each video to be in the slate, (b, videos) float64, for scores (b, videos): every row sums to `slate`.

    Exact, ties and exploration counted. For a few viewers: it holds a number for every viewer and video.
    """
    scores = np.asarray(scores, dtype=np.float32)
    if scores.ndim != 2 or np.isnan(scores).any():
        raise ValueError(f"scores must be a table (viewers, videos) without NaN; got shape {scores.shape}.")
    slate, explore = whole_number("slate", slate, 1, scores.shape[1]), number("explore", explore, 0, 1)
    out = np.zeros(scores.shape)
    for row, own in enumerate(scores):
        left = own > -np.inf
        if left.sum() < slate:
            raise ValueError(f"slate must be at most the number of videos left; row {row} has {left.sum()}.")
        _, group, size = np.unique(-own[left], return_inverse=True, return_counts=True)
        above = np.cumsum(size) - size
        out[row, left] = _chance(np, above[group], size[group], np.int64(left.sum()), slate, explore)
    return out


def _chance(xp, above, tied, left, k, explore):
    """Chance to be in the slate, given how many videos score higher, how many the same, and how many there are.

    With m places explored (binomial), the top k - m are certain, those tied for the last of them share it evenly, and
    any other video is drawn with chance m / (left - (k - m)).
    """
    total, above = 0.0, xp.asarray(above, dtype=xp.float64)
    for m in range(k + 1):
        weight = comb(k, m) * explore**m * (1 - explore) ** (k - m)
        if weight > 0:
            top = xp.clip((k - m - above) / tied, 0.0, 1.0)
            total = total + weight * (top + (1 - top) * m / (left - (k - m)) if m else top)
    return total


def select(xp, scores, k, explore, draws, day, viewers, left):
    """Slates for a block of viewers: videos (b, k), propensity (b, k) and whether explored (b, k), as arrays of `xp`.

    scores (b, videos) float32 are overwritten. `left` (b,): how many of them are not -inf. `draws` needs PARTS.
    """
    columns, values, tied = _best(xp, scores, k, draws, day, viewers)
    if explore == 0:
        explored = xp.zeros(columns.shape, dtype=xp.bool)
        if tied is None:
            return columns, xp.zeros(columns.shape, dtype=xp.float32) + 1, explored
        slate, shown = columns, values
    else:
        slate, shown, explored = _explore(xp, scores, columns, values, explore, draws, day, viewers)
    above = xp.sum(values[:, None, :] > shown[:, :, None], axis=2)
    same = xp.clip(xp.sum(values[:, None, :] == shown[:, :, None], axis=2), 1, None)
    if tied is not None:
        same = xp.where(shown == values[:, -1:], tied[:, None], same)
    return slate, _chance(xp, above, same, left[:, None], k, explore), explored


def _best(xp, scores, k, draws, day, viewers):
    """The k best columns, their scores, both (b, k) and best first, and how many columns tie with the last, (b,).

    The last is None if no two of them are equal (nor one more beside them).
    """
    columns, values = _top(xp, scores, min(k + 1, scores.shape[1]))
    last = values[:, k - 1]
    if bool(xp.any(xp.isnan(values))) or bool(xp.any(values[:, 0] == xp.inf)):
        raise ValueError("the recommender's scores must be finite; got NaN or infinity.")
    if bool(xp.any(last == -xp.inf)):
        raise ValueError(f"slate must be at most the number of videos left for each viewer; got {k}.")
    (rows,) = xp.nonzero(xp.any(values[:, 1:] == values[:, :-1], axis=1))
    beyond = values[:, k:]
    columns, values = columns[:, :k], values[:, :k]
    if len(rows) == 0:
        return columns, values, None
    tied = xp.sum(values == last[:, None], axis=1)
    if beyond.shape[1]:
        (cut,) = xp.nonzero(beyond[:, 0] == last)  # rows where not all that tie for the last place can have one
        mark, need = last[cut, None], tied[cut]
        places = xp.arange(k)[None, :] - (k - need)[:, None]
        equal = partial(_equals, mark)
        chosen, size = _draw(xp, scores, cut, equal, need, k, "ties", draws, day, viewers[cut])
        columns[cut] = xp.where(places >= 0, xp.take(chosen, xp.clip(places, 0, None)), columns[cut])
        (many,) = xp.nonzero(size < 0)
        if len(many):
            size[many] = xp.sum(scores[cut[many]] == mark[many], axis=1)
        tied[cut] = size
    luck = draws.bits("order", day, viewers[rows, None], columns[rows])
    order = xp.argsort(luck, axis=1)
    order = xp.take(order, xp.argsort(-xp.take(values[rows], order), axis=1, stable=True))
    columns[rows] = xp.take(columns[rows], order)
    return columns, values, tied


def _top(xp, scores, k):
    """The k best columns and their scores, best first."""
    columns = _largest(xp, scores, k)
    values = xp.take(scores, columns)
    order = xp.argsort(-values, axis=1)
    return xp.take(columns, order), xp.take(values, order)


def _largest(xp, scores, k):
    """The k best columns in any order, exact; most scores are read only once.

    Columns are dealt into groups. The k best are in the k groups with the largest maxima, or tie with one that is;
    and those groups are found among all in the same way.
    """
    rows, videos = scores.shape
    width = 8 if videos < 2**13 else 16
    groups = videos // width
    if groups < 4 * k:
        return xp.largest(scores, k)
    best = _largest(xp, xp.amax(scores[:, : groups * width].reshape(rows, width, groups), axis=1), k)
    columns = (best[:, None, :] + (xp.arange(width) * groups)[None, :, None]).reshape(rows, k * width)
    if groups * width < videos:
        rest = xp.arange(groups * width, videos)
        columns = xp.concatenate([columns, xp.broadcast_to(rest, (rows, len(rest)))], axis=1)
    return xp.take(columns, xp.largest(xp.take(scores, columns), k))


def _explore(xp, scores, columns, values, explore, draws, day, viewers):
    """Hand places over to exploration: the slate, its scores, and which places were handed over, all (b, k)."""
    k = columns.shape[1]
    handed = draws.uniforms("explore", day, viewers[:, None], xp.arange(k)[None, :])[0] < explore
    count = xp.sum(handed, axis=1)
    rows, place = xp.nonzero(xp.arange(k)[None, :] < k - count[:, None])
    scores[rows, columns[rows, place]] = -xp.inf  # shown for their score: exploration draws among the others
    handing = xp.nonzero(count)[0]
    others = xp.zeros((len(count), k), dtype=xp.int64)
    others[handing], _ = _draw(
        xp, scores, handing, _possible, count[handing], k, "explored", draws, day, viewers[handing]
    )
    kept = xp.clip(xp.cumsum(~handed, axis=1) - 1, 0, None)
    drawn = xp.take(others, xp.clip(xp.cumsum(handed, axis=1) - 1, 0, None))
    slate = xp.where(handed, drawn, xp.take(columns, kept))
    return slate, xp.where(handed, xp.take(scores, drawn), xp.take(values, kept)), handed


def _draw(xp, scores, rows, accept, need, k, part, draws, day, viewers):
    """`need` (b,) different columns for each of `rows` (b,), drawn evenly from those that `accept`(scores, index).

    Throws darts at all columns and keeps the first that are accepted; where too few are, lists those that would be.
    Returns the columns (b, k), and how many would be accepted (b,), -1 where nothing was listed.
    """
    videos = scores.shape[1]
    darts = xp.arange(2 * k + 8)
    luck = draws.bits(part, day, viewers[:, None], darts[None, :])
    column = (((luck >> 32) & (2**32 - 1)) * videos) >> 32
    new = ~xp.any((column[:, :, None] == column[:, None, :]) & (darts[:, None] > darts[None, :])[None], axis=2)
    new &= accept(xp.take(scores, column, rows), slice(None))
    place = xp.cumsum(new, axis=1)
    row, dart = xp.nonzero(new & (place <= need[:, None]))
    out = xp.zeros((len(rows), k), dtype=xp.int64)
    out[row, place[row, dart] - 1] = column[row, dart]
    listed = xp.zeros(len(rows), dtype=xp.int64) - 1
    (short,) = xp.nonzero(place[:, -1] < need)
    if len(short):
        found = xp.flatnonzero(accept(scores[rows[short]], short))
        row = found // videos
        column = found - row * videos
        order = xp.argsort(draws.bits("rest", day, viewers[short][row], column))
        order = order[xp.argsort(row[order], stable=True)]
        row, column = row[order], column[order]
        size = xp.bincount(row, minlength=len(short))
        place = xp.arange(len(row)) - (xp.cumsum(size, axis=0) - size)[row]
        kept = place < need[short][row]
        out[short[row[kept]], place[kept]] = column[kept]
        listed[short] = size
    return out, listed


def _equals(mark, values, index):
    return values == mark[index]


def _possible(values, _):
    return values > -np.inf
