"""Scores of a block of viewers, as `kml.recommenders.slates` asks for them: the best, single ones, all equal to a mark.

`table` makes an Own (a row for each viewer) or, where all rows are one, a Shared (a single row, and who may not be
shown what). Both are exact and read most scores only once. `rows` are positions in the block, `columns` video ids.
"""

import numpy as np


def table(xp, scores):
    """Scores (b, videos) float32 of either library as a table; they are overwritten unless all rows are the same.

    A broadcast row, as `np.broadcast_to` makes it for a recommender that has one list for everybody, is recognised.
    """
    stride = scores.strides[0] if xp.device == "cpu" else scores.stride(0)
    if stride == 0 and len(scores):
        return Shared(xp, scores[0], len(scores))
    return Own(xp, np.require(scores, np.float32, ["C", "W"]) if xp.device == "cpu" else scores.contiguous())


class Own:
    """Each viewer's own scores. Hidden ones become -inf."""

    def __init__(self, xp, scores):
        self.xp, self.scores, self.videos = xp, scores, scores.shape[1]
        self.maxima = None

    def hide(self, rows, columns):
        """Hide columns of rows, two arrays that broadcast."""
        self.scores.reshape(-1)[(rows * self.videos + columns).reshape(-1)] = -self.xp.inf

    def at(self, columns, rows):
        """Scores of columns (r, j) for rows (r,); hidden ones are -inf."""
        return self.xp.take(self.scores, columns, rows)

    def hits(self, columns, rows, mark):
        """Whether columns (r, j) have the score `mark` (r,) for rows (r,); with None, whether they are not hidden."""
        values = self.at(columns, rows)
        return values > -self.xp.inf if mark is None else values == mark[:, None]

    def best(self, k, _):
        """The k best columns and their scores, both (b, k), best first; which of equal ones is left open."""
        xp = self.xp
        columns, values, self.maxima = _largest(xp, self.scores, k)
        order = xp.argsort(-values, axis=1)
        return xp.take(columns, order), xp.take(values, order)

    def count(self, rows, mark):
        """How many scores of each of rows (r,) equal its mark (r,)."""
        return self.xp.count_equal(self.scores, rows, mark)

    def find(self, rows, mark):
        """Where scores equal the mark (r,), or with None all that are not hidden: index of `rows`, column, by row."""
        xp, videos = self.xp, self.videos
        if mark is None or self.maxima is None:
            own = self.scores[rows]
            found = xp.flatnonzero(own > -xp.inf if mark is None else own == mark[:, None])
            row = found // videos
            return row, found - row * videos
        # a score that reaches the mark is in a group whose maximum does
        groups = self.maxima.shape[1]
        width = videos // groups
        reach = xp.flatnonzero(self.maxima[rows] >= mark[:, None])
        row = reach // groups
        index = ((rows[row] * videos + reach - row * groups)[:, None] + xp.arange(width) * groups).reshape(-1)
        scores = self.scores.reshape(-1)
        found = xp.flatnonzero(scores[index].reshape(-1, width) == mark[row, None])
        row, index = row[found // width], index[found]
        if groups * width < videos:
            rest = (rows * videos)[:, None] + xp.arange(groups * width, videos)
            more, column = xp.nonzero(scores[rest] == mark[:, None])
            row, index = xp.concatenate([row, more]), xp.concatenate([index, rest[more, column]])
            order = xp.argsort(row, stable=True)
            row, index = row[order], index[order]
        return row, index - rows[row] * videos


class Shared:
    """One row of scores for a whole block of viewers, each of whom has their own hidden ones.

    The row is sorted once. What is hidden is kept by place in that order, so that the best of a viewer are the first
    that are left, and all with the same score are neighbours.
    """

    def __init__(self, xp, scores, viewers):
        self.xp, self.scores, self.videos = xp, xp.asarray(scores, dtype=xp.float32), len(scores)
        self.order = xp.argsort(-self.scores)
        self.falling = -self.scores[self.order]  # sorted, as searchsorted needs it
        self.place = xp.zeros(self.videos, dtype=xp.int64)
        self.place[self.order] = xp.arange(self.videos)
        self.hidden = xp.zeros((viewers, self.videos), dtype=xp.bool)

    def hide(self, rows, columns):
        place = self.xp.of(self.place, columns.reshape(-1)).reshape(columns.shape)
        place += rows * self.videos
        self.hidden.reshape(-1)[place.reshape(-1)] = True

    def at(self, columns, rows):
        hidden = self.xp.take(self.hidden, self.place[columns], rows)
        return self.xp.where(hidden, -self.xp.inf, self.scores[columns])

    def hits(self, columns, rows, mark):
        place = self.xp.take(self.place[None], columns, 0 * rows)
        if mark is None:
            return ~self.xp.take(self.hidden, place, rows)
        low, high = self._span(mark)
        found = (place >= low[:, None]) & (place < high[:, None])
        row, dart = self.xp.nonzero(found)  # few have the score: only of these it is looked up whether they are hidden
        found[row, dart] = ~self.hidden[rows[row], place[row, dart]]
        return found

    def best(self, k, most):
        """As Own.best; `most` are hidden from any viewer, so that the best k are among the first k + most."""
        xp, width = self.xp, min(self.videos, k + most)
        left = ~self.hidden[:, :width]
        count = xp.count_nonzero(left, axis=1)
        found = xp.flatnonzero(left)
        found = found[xp.clip((xp.cumsum(count, axis=0) - count)[:, None] + xp.arange(k), None, len(found) - 1)]
        place = found % width
        values = xp.where(xp.arange(k) < count[:, None], -self.falling[place], -xp.inf)
        return self.order[place], values

    def count(self, rows, mark):
        low, high = self._span(mark)
        return high - low - self.xp.count_between(self.hidden, rows, low, high)

    def find(self, rows, mark):
        xp = self.xp
        low, high = self._span(mark) if mark is not None else (0 * rows, 0 * rows + self.videos)
        size = high - low
        row = xp.repeat(xp.arange(len(rows)), size)
        place = xp.arange(len(row)) + (low - xp.cumsum(size, axis=0) + size)[row]
        left = ~self.hidden.reshape(-1)[rows[row] * self.videos + place]
        if mark is None:
            left &= self.falling[place] < xp.inf
        return row[left], self.order[place[left]]

    def _span(self, mark):
        """The places from low to before high have the score `mark` (r,)."""
        return (self.xp.searchsorted(self.falling, -mark, side=side) for side in ("left", "right"))


def _largest(xp, scores, k):
    """The k best columns in any order, exact, their scores, and the maxima of groups of columns if these were needed.

    Columns are dealt into groups, column c into group c % groups. The k best are in the k groups with the largest
    maxima, or tie with one that is; and those groups are found among all in the same way.
    """
    rows, videos = scores.shape
    width = 8 if videos < 2**13 else 16
    groups = videos // width
    if groups < 4 * k:
        columns = xp.largest(scores, k)
        return columns, xp.take(scores, columns), None
    maxima = xp.amax(scores[:, : groups * width].reshape(rows, width, groups), axis=1)
    best = _largest(xp, maxima, k)[0]
    columns = (best[:, None, :] + (xp.arange(width) * groups)[None, :, None]).reshape(rows, k * width)
    if groups * width < videos:
        rest = xp.arange(groups * width, videos)
        columns = xp.concatenate([columns, xp.broadcast_to(rest, (rows, len(rest)))], axis=1)
    values = xp.take(scores, columns)
    chosen = xp.largest(values, k)
    return xp.take(columns, chosen), xp.take(values, chosen), maxima
