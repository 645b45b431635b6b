"""From scores to what is shown: the best videos for each viewer, fair ties, exploration, and exact propensities.

A slate has k different videos. Each place is handed to exploration with chance `explore`; the places that are left get
the best scores in order (equal ones in random order), those handed over get videos drawn evenly from all others that
the viewer may see. A score of -inf marks a video that may not be shown.
"""

from math import comb

import numpy as np

from kml.core.arguments import array, number, whole_number
from kml.core.words import _

PARTS = ("ties", "order", "explore", "explored", "rest")


def exact(viewer_factors, video_factors):
    """Round two factor matrices, (viewers, f) and (videos, f), to whole numbers whose products float32 holds exactly.

    Scores `viewers @ videos.T` then come out the same in any order of summation, so on every processor, GPUs
    included; without this two nearly equal scores may change places from one machine to the next. Each viewer's row
    has its own scale (their ranking doesn't notice); an entry keeps about 10 bits at 20 factors.

    >>> import numpy as np
    >>> from kml.recommenders import slates
    >>> viewers, videos = slates.exact(np.array([[0.3, -1.0]]), np.array([[0.25, 0.5], [1.0, 0.1]]))
    >>> viewers.tolist(), videos.tolist()
    ([[869.0, -2896.0]], [[724.0, 1448.0], [2896.0, 290.0]])
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

    Exact, ties and exploration counted. For a few viewers: it holds a number for every viewer and video. Raises
    ValueError for NaN, or where fewer than `slate` videos are left.

    >>> from kml.recommenders import slates
    >>> slates.propensities([[3, 2, 1, 1]], slate=2).tolist()  # the two best, for certain
    [[1.0, 1.0, 0.0, 0.0]]
    >>> slates.propensities([[3, 2, 1, 1]], slate=3).tolist()  # two tie for the last place
    [[1.0, 1.0, 0.5, 0.5]]
    >>> slates.propensities([[3, 2, 1, 1]], slate=2, explore=0.2).round(3).tolist()
    [[0.98, 0.767, 0.127, 0.127]]
    """
    scores = np.asarray(scores, dtype=np.float32)
    if scores.ndim != 2 or np.isnan(scores).any():
        raise ValueError(
            _("scores must be a table (viewers, videos) without NaN; got shape {shape}.").format(shape=scores.shape)
        )
    slate, explore = whole_number("slate", slate, 1, scores.shape[1]), number("explore", explore, 0, 1)
    out = np.zeros(scores.shape)
    for row, own in enumerate(scores):
        left = own > -np.inf
        if left.sum() < slate:
            raise ValueError(
                _("slate must be at most the number of videos left; row {row} has {left}.").format(
                    row=row, left=left.sum()
                )
            )
        __, group, size = np.unique(-own[left], return_inverse=True, return_counts=True)
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

    `scores` is a `kml.core.scores.table`, and is changed. `left` (b,): how many videos are not hidden. `draws` needs
    PARTS.
    """
    columns, values, cut, tied = _best(xp, scores, k, draws, day, viewers, left)
    if explore == 0:  # all are certain but those that tie with some who found no place
        propensity = xp.zeros(columns.shape, dtype=xp.float32) + 1
        if len(cut):
            last = values[cut] == values[cut, -1:]
            share = xp.sum(last, axis=1)[:, None] / xp.asarray(tied, dtype=xp.float64)[:, None]
            propensity[cut] = xp.asarray(xp.where(last, share, 1.0), dtype=xp.float32)
        return columns, propensity, xp.zeros(columns.shape, dtype=xp.bool)
    slate, shown, explored = _explore(xp, scores, columns, values, explore, draws, day, viewers)
    above = xp.sum(values[:, None, :] > shown[:, :, None], axis=2)
    same = xp.clip(xp.sum(values[:, None, :] == shown[:, :, None], axis=2), 1, None)
    same[cut] = xp.where(shown[cut] == values[cut, -1:], tied[:, None], same[cut])
    return slate, _chance(xp, above, same, left[:, None], k, explore), explored


def _best(xp, scores, k, draws, day, viewers, left):
    """The k best columns and their scores, both (b, k), best first, equal ones in random order.

    Also the rows where not all that tie for the last place can have one, and how many columns tie there.
    """
    videos = scores.videos
    columns, values = scores.best(min(k + 1, videos), videos - int(left.min()))
    last = values[:, k - 1]
    if bool(xp.any(xp.isnan(values))) or bool(xp.any(values[:, 0] == xp.inf)):
        raise ValueError(_("the recommender's scores must be finite; got NaN or infinity."))
    if bool(xp.any(last == -xp.inf)):
        raise ValueError(
            _("slate must be at most the number of videos left for each viewer; got {slate}.").format(slate=k)
        )
    (cut,) = xp.nonzero(xp.any(values[:, k:] == last[:, None], axis=1))
    columns, values, tied = columns[:, :k], values[:, :k], cut
    if len(cut):
        mark = last[cut]
        need = xp.sum(values[cut] == mark[:, None], axis=1)
        places = xp.arange(k)[None, :] - (k - need)[:, None]
        chosen, tied = _draw(xp, scores, cut, mark, need, k, "ties", draws, day, viewers[cut])
        columns[cut] = xp.where(places >= 0, xp.take(chosen, xp.clip(places, 0, None)), columns[cut])
        (many,) = xp.nonzero(tied < 0)
        if len(many):
            tied[many] = scores.count(cut[many], mark[many])
    (rows,) = xp.nonzero(xp.any(values[:, 1:] == values[:, :-1], axis=1))
    if len(rows):
        # by what is drawn, of which the first bits make way for the number of the group that is tied
        tie = columns[rows]
        group = xp.asarray(xp.cumsum(values[rows, 1:] != values[rows, :-1], axis=1), dtype=xp.int64)
        lot = draws.at(day, viewers[rows, None], tie).bits("order") >> (k.bit_length() + 1)
        lot[:, 1:] += group << (63 - k.bit_length())
        columns[rows] = xp.take(tie, xp.argsort(lot, axis=1))
    return columns, values, cut, tied


def _explore(xp, scores, columns, values, explore, draws, day, viewers):
    """Hand places over to exploration: the slate, its scores, and which places were handed over, all (b, k)."""
    k = columns.shape[1]
    handed = draws.at(day, viewers[:, None], xp.arange(k)[None, :]).uniforms("explore")[0] < explore
    count = xp.sum(handed, axis=1)
    rows, place = xp.nonzero(xp.arange(k)[None, :] < k - count[:, None])
    scores.hide(rows, columns[rows, place])  # shown for their score: exploration draws among the others
    (handing,) = xp.nonzero(count)
    others = xp.zeros((len(count), k), dtype=xp.int64)
    others[handing], __ = _draw(xp, scores, handing, None, count[handing], k, "explored", draws, day, viewers[handing])
    kept = xp.clip(xp.cumsum(~handed, axis=1) - 1, 0, None)
    drawn = xp.take(others, xp.clip(xp.cumsum(handed, axis=1) - 1, 0, None))
    slate = xp.where(handed, drawn, xp.take(columns, kept))
    shown = xp.where(handed, scores.at(drawn, xp.arange(len(count))), xp.take(values, kept))
    return slate, shown, handed


def _draw(xp, scores, rows, mark, need, k, part, draws, day, viewers):
    """`need` (r,) different columns for each of `rows` (r,), drawn evenly from those with the score `mark` (r,).

    With mark None: from all that are not hidden. Throws darts at all columns and keeps the first that hit; where too
    few do, lists all that would. Returns the columns (r, k), and how many would hit (r,), -1 where nothing was listed.
    """
    videos = scores.videos
    out, listed = xp.zeros((len(rows), k), dtype=xp.int64), xp.zeros(len(rows), dtype=xp.int64) - 1
    darts = xp.arange(2 * k + 8)
    luck = draws.at(day, viewers[:, None], darts[None, :]).bits(part)
    column = (((luck >> 32) & (2**32 - 1)) * videos) >> 32
    hit = scores.hits(column, rows, mark)
    (enough,) = xp.nonzero(xp.sum(hit, axis=1) >= need)
    done = xp.zeros(len(rows), dtype=xp.bool)
    if len(enough):
        column, hit = column[enough], hit[enough]
        # columns in order, and with each in its last bits which dart it was
        bits = len(darts).bit_length()
        order = xp.sorted((column << bits) + darts)
        row, place = xp.nonzero((order[:, 1:] >> bits) == (order[:, :-1] >> bits))
        hit[row, order[row, place + 1] & (2**bits - 1)] = False  # a column that was hit before
        place = xp.cumsum(hit, axis=1)
        done[enough] = place[:, -1] >= need[enough]
        row, dart = xp.nonzero(hit & (place <= need[enough, None]))
        out[enough[row], place[row, dart] - 1] = column[row, dart]
    (short,) = xp.nonzero(~done)
    block = max(1, xp.block // videos)
    for first in range(0, len(short), block):
        here = short[first : first + block]
        row, column = scores.find(rows[here], None if mark is None else mark[here])
        size = xp.bincount(row, minlength=len(here))
        start = xp.cumsum(size, axis=0) - size
        # those with the smallest luck, in its order: one row for each of `here`, filled up with what never is
        luck = xp.zeros((len(here), int(size.max())), dtype=xp.int64) + (2**63 - 1)
        luck[row, xp.arange(len(row)) - start[row]] = draws.at(day, viewers[here][row], column).bits("rest")
        best = xp.argsort(luck, axis=1)[:, :k]
        out[here, : best.shape[1]] = column[xp.clip(start[:, None] + best, None, len(column) - 1)]
        listed[here] = size
    return out, listed
