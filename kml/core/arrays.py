"""One name for two array libraries: `space("cpu")` is NumPy, `space("cuda")` is PyTorch on a GPU.

A namespace has NumPy's functions under NumPy's names, and the few that PyTorch names otherwise. Code that uses nothing
else runs on both. Also here: random numbers that are a function of what they are for, the same in both libraries.
"""

import numpy as np

from kml.core.arguments import choice
from kml.core.words import _

DEVICES = ("cpu", "cuda", "mps")


def space(device="cpu"):
    """The namespace for a device: "cpu" (NumPy), "cuda" or "mps" (PyTorch). ValueError if the machine has no such GPU.

    "torch" is PyTorch on the CPU, with which tests follow the path that a GPU takes.
    """
    if choice("device", device, (*DEVICES, "torch")) == "cpu":
        return _NumPy()
    import torch

    missing = {"cuda": torch.cuda.is_available, "mps": torch.backends.mps.is_available}
    if device in missing and not missing[device]():
        raise ValueError(
            _("device must be one that this machine has; PyTorch finds no {device!r} here.").format(device=device)
        )
    return _Torch(torch, "cpu" if device == "torch" else device)


def indices(array):
    """Whole numbers as NumPy counts, repeats and takes by them: of 64 bits, or of 32 in a browser; a copy only there.

    >>> import numpy as np
    >>> from kml.core.arrays import indices
    >>> np.bincount(indices([2, 0, 2])).tolist()
    [1, 0, 2]
    """
    return np.asarray(array).astype(np.intp, copy=False)


class _NumPy:
    device = "cpu"
    block, rows = 2**21, 512  # scores at a time, of so many viewers at most: they stay in a processor's cache

    def __getattr__(self, name):
        return self.__dict__.setdefault(name, getattr(np, name))

    def __reduce__(self):
        return _NumPy, ()

    def keep_memory(self):
        """Let the process keep what it frees, for the arrays that come next.

        The C library of Linux hands memory back to the system and asks for it again, page by page, which takes a
        quarter of a run's time, until it has seen one large array come and go (mallopt(3), M_MMAP_THRESHOLD).
        """
        np.empty(self.block)

    def put(self, array):
        """The array on the device."""
        return np.asarray(array)

    def get(self, array):
        """The array as NumPy's, in main memory."""
        return np.asarray(array)

    def shifted(self, bits, places):
        """64 bits, kept as int64, moved to the right by so many places, with zeros from the left."""
        return (bits.view(np.uint64) >> np.uint64(places)).view(np.int64)

    def sorted(self, values):
        """Each row (b, n) in rising order."""
        return np.sort(values, axis=1)

    def of(self, values, index):
        """values[..., index], for an index (n,)."""
        return values.take(indices(index), axis=-1)

    def bincount(self, whole, weights=None, minlength=0):
        return np.bincount(indices(whole), weights, minlength)

    def repeat(self, values, times):
        return np.repeat(values, indices(times))

    def largest(self, values, k):
        """Columns of the k largest of each row, (b, n) → (b, k), in any order; which of equal ones, is left open."""
        n = values.shape[1]
        if k == n:
            return np.broadcast_to(np.arange(n), values.shape)
        # values are ordered faster than their positions
        ordered = np.sort(values, axis=1) if n <= 256 else np.partition(values, (n - k - 1, n - k), axis=1)
        if np.isnan(ordered[:, n - k :]).any():
            return np.argpartition(values, n - k, axis=1)[:, n - k :]
        lowest = ordered[:, n - k, None]
        found = values >= lowest
        (rows,) = np.nonzero(ordered[:, n - k - 1] == lowest[:, 0])
        if len(rows):  # more than k: of those equal to the k-th, the first for which there is room
            more = values[rows] > lowest[rows]
            equal = found[rows] & ~more
            room = k - np.count_nonzero(more, axis=1)[:, None]
            found[rows] = more | (equal & (np.cumsum(equal, axis=1) <= room))
        return np.flatnonzero(found).reshape(-1, k) - (np.arange(len(values)) * n)[:, None]

    def count_equal(self, values, rows, mark):
        """How many of values[rows[i]] equal mark[i], (r,): row by row, without a copy of the rows."""
        return np.array([np.count_nonzero(values[row] == own) for row, own in zip(rows, mark, strict=True)], np.int64)

    def count_between(self, values, rows, low, high):
        """How many of values[rows[i], low[i] : high[i]] are true, (r,)."""
        spans = zip(rows.tolist(), low.tolist(), high.tolist(), strict=True)
        return np.array([np.count_nonzero(values[row, a:b]) for row, a, b in spans], np.int64)

    def take(self, values, columns, rows=None):
        """values[rows[i], columns[i, j]]: (b, n), (r, k) → (r, k), by default of every row."""
        rows = np.arange(len(values)) if rows is None else rows
        return values.reshape(-1).take(indices(columns + (rows * values.shape[1])[:, None]))


class _Torch:
    block, rows = 2**28, 2**24

    def __init__(self, torch, device):
        self.torch, self.device = torch, torch.device(device)
        self.float64 = torch.float32 if device == "mps" else torch.float64  # Apple's GPUs have no float64

    def __getattr__(self, name):
        return self.__dict__.setdefault(name, getattr(self.torch, name))

    def __reduce__(self):
        return space, ("torch" if self.device.type == "cpu" else self.device.type,)

    def keep_memory(self):
        """PyTorch keeps the memory of a GPU by itself."""

    def put(self, array):
        array = self.torch.as_tensor(array)
        if array.dtype == self.torch.float64:
            array = array.to(self.float64)
        return array.to(self.device)

    def put_rows(self, array):
        """Scores (b, videos) that were computed in NumPy; a row that was broadcast stays one row."""
        if array.strides[0] == 0:
            return self.put(np.array(array[0], dtype=np.float32)).expand(array.shape)
        return self.put(np.require(array, np.float32, ["C", "W"]))

    def get(self, array):
        return array.cpu().numpy() if self.torch.is_tensor(array) else np.asarray(array)

    def shifted(self, bits, places):
        return (bits >> places) & (2 ** (64 - places) - 1)  # the shift copies the sign, which the mask takes away

    def sorted(self, values):
        return self.torch.sort(values, dim=1).values

    def of(self, values, index):
        return values[..., index]

    def largest(self, values, k):
        return self.torch.topk(values, k, dim=1, sorted=False).indices

    def take(self, values, columns, rows=None):
        rows = self.arange(len(values)) if rows is None else rows
        return values[rows[:, None], columns]

    def count_equal(self, values, rows, mark):
        return (values[rows] == mark[:, None]).sum(dim=1)

    def count_between(self, values, rows, low, high):
        place = self.arange(values.shape[1])
        return (values[rows] & (place >= low[:, None]) & (place < high[:, None])).sum(dim=1)

    def repeat(self, values, times):
        return self.torch.repeat_interleave(values, times)

    def count_nonzero(self, array, axis):
        return self.torch.count_nonzero(array, dim=axis)

    def arange(self, *limits):
        return self.torch.arange(*limits, device=self.device)

    def zeros(self, shape, dtype):
        return self.torch.zeros(shape, dtype=dtype, device=self.device)

    def empty(self, shape, dtype):
        return self.torch.empty(shape, dtype=dtype, device=self.device)

    def multiply(self, a, b, dtype):
        return a.to(dtype) * b.to(dtype)

    def flatnonzero(self, array):
        return self.torch.nonzero(array.reshape(-1)).reshape(-1)

    def nonzero(self, array):
        return self.torch.nonzero(array, as_tuple=True)


class Draws:
    """Random numbers by address: each is a function of (seed, part, day, row, column), drawn in no order.

    So a viewer's mood on a day is the same whatever was shown to others, in blocks of any size, on a GPU as on a CPU;
    and what one part of a simulation draws (`part`, any of the names that were given) changes no other part's numbers.
    The 64 bits are SplitMix64's (Steele, Lea and Flood, OOPSLA 2014), a key for each part is from NumPy's SeedSequence.
    """

    def __init__(self, seed, parts, xp):
        keys = np.random.SeedSequence(seed).generate_state(len(parts), np.uint64)
        self.keys, self.xp = dict(zip(parts, keys.tolist(), strict=True)), xp

    def at(self, day, row, column=0):
        """What there is to draw for whole numbers day < 2**16 and arrays row, column < 2**24 that broadcast."""
        address = ((self.xp.asarray(row, dtype=self.xp.int64) << 24) + column) * _signed(_GOLDEN)
        address += _signed((day << 48) * _GOLDEN % 2**64)
        return _Drawn(self, address)


class _Drawn:
    """The random numbers of one day, row and column (arrays of any shape), for the parts that are asked for.

    Of several parts each array has one axis more, its first: they are drawn in as few calls as one part.
    """

    def __init__(self, draws, address):
        self.keys, self.xp, self.address = draws.keys, draws.xp, address

    def bits(self, *parts):
        """64 random bits as int64."""
        keys = [_signed(self.keys[part]) for part in parts]
        if len(keys) == 1:
            z = self.address + keys[0]
        else:
            keys = self.xp.put(np.array(keys, dtype=np.int64))
            z = self.address[None] + keys.reshape(-1, *[1] * self.address.ndim)
        z ^= self.xp.shifted(z, 30)
        z *= _signed(0xBF58476D1CE4E5B9)
        z ^= self.xp.shifted(z, 27)
        z *= _signed(0x94D049BB133111EB)
        z ^= self.xp.shifted(z, 31)
        return z

    def uniforms(self, *parts):
        """Two independent arrays of uniform numbers inside (0, 1), with 23 bits: exact in float32 too."""
        z = self.bits(*parts)
        whole = self.xp.shifted(z, 41), self.xp.shifted(z, 18) & (2**23 - 1)
        return tuple((self.xp.asarray(number, dtype=self.xp.float64) + 0.5) * 2.0**-23 for number in whole)

    def normals(self, *parts):
        """Two independent arrays of standard-normal numbers (Box and Muller, 1958)."""
        first, second = self.uniforms(*parts)
        # cosine and sine of the angle 2π · second, both from the tangent of its half: which takes a third of the time
        half = self.xp.tan(second * np.pi)
        square = half * half
        length = self.xp.sqrt(-2 * self.xp.log(first)) / (1 + square)
        return length * (1 - square), length * (2 * half)


_GOLDEN = 0x9E3779B97F4A7C15


def _signed(bits):
    return bits - 2**64 if bits >= 2**63 else bits
