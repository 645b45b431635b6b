"""One full-batch gradient step on the mean squared error, in every way that lesson 04 compares.

    theta ← theta − eta · (2/N) Xᵀ(Xθ − y)

X (N×d) and y (N,) are NumPy arrays or PyTorch tensors, float32 or float64; the step runs where they are. Each way is a
small class: calling it moves `theta` by one step, `gradient()` returns the gradient at `theta` and moves nothing.
"""

import ctypes
import functools
import importlib.resources
import itertools
import os
import shutil
import subprocess
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from threadpoolctl import ThreadpoolController

from kml.core.arguments import array, choice, number, whole_number
from kml.core.words import _, sentences

CAPTURED = "captured "  # before the name of a way: recorded as a CUDA graph
MOST_FEATURES = 512  # of the one-pass kernel, which keeps a row in registers
BLOCK_BYTES = 256 * 1024  # of X, for NumPy: small enough that the second look at a block finds it in the core's cache
COMPILE_BYTES = 16 * 2**20  # of X, from which compiling for a CPU (a fraction of a second) is worth it


class Step:
    """What all ways share: the data, checked once, and theta, which starts at 0 or at a copy of the one given."""

    way = ""

    def __init__(self, X, y, *, eta, theta=None):
        self.X, self.y = _checked(X, y)
        self.rows, self.features = self.X.shape
        self.eta = number("eta", eta, above=0)
        start = np.zeros(self.features) if theta is None else torch.as_tensor(theta).detach().cpu()
        start = torch.from_numpy(array("theta", start, shape=(self.features,)))
        self.theta = start.to(self.X.dtype).to(self.X.device, copy=True)
        self.set_up()

    def set_up(self):
        """What a way prepares once, before the first step."""

    def gradient(self):
        """(2/N) Xᵀ(Xθ − y) at the present theta, (d,)."""
        raise NotImplementedError

    def __call__(self):
        """Move theta by one step, in place."""
        self.theta -= self.eta * self.gradient()


class NumPy(Step):
    """The formula as lesson 03 derives it. Two matrix products: X is fetched from memory twice."""

    way = "numpy"

    def set_up(self):
        if self.X.device.type != "cpu":
            raise ValueError(
                _("NumPy computes on the CPU; got X on {device}. Use X.cpu(), or another way.").format(
                    device=self.X.device
                )
            )
        self.X, self.y, self.theta = self.X.numpy(), self.y.numpy(), self.theta.numpy()

    def gradient(self):
        return self.X.dtype.type(2 / self.rows) * (self.X.T @ (self.X @ self.theta - self.y))


class Hand(Step):
    """The same formula in PyTorch, no autograd."""

    way = "hand"

    def gradient(self):
        return 2 / self.rows * (self.X.T @ (self.X @ self.theta - self.y))


class Autograd(Step):
    """What most training code does: a linear layer, a loss, backward(), an optimiser."""

    way = "autograd"

    def set_up(self):
        self.layer = torch.nn.Linear(self.features, 1, bias=False, device=self.X.device, dtype=self.X.dtype)
        with torch.no_grad():
            self.layer.weight[0] = self.theta
        self.theta = self.layer.weight.detach()[0]  # a view: it moves when the optimiser moves the weight
        self.loss = torch.nn.MSELoss()
        self.optimiser = torch.optim.SGD(self.layer.parameters(), lr=self.eta)

    def gradient(self):
        self.optimiser.zero_grad()
        # squeeze: without it (N,1) − (N,) would broadcast to N×N differences
        self.loss(self.layer(self.X).squeeze(1), self.y).backward()
        return self.layer.weight.grad[0]

    def __call__(self):
        self.gradient()
        self.optimiser.step()


class OnePass(Step):
    """X is fetched from memory once a step: each part of it is used twice while it is near.

    On a CUDA device one Triton kernel does the whole step (kernels.py). On a CPU every core takes an equal share of
    the rows: in C where there is a C compiler and X is large (one_pass.c), else in NumPy, in blocks of rows that fit in
    its cache. Sums are finished in float64. `how` says which: "Triton", "C" or "NumPy".
    """

    way = "one pass"

    def __init__(self, X, y, *, eta, theta=None, **tiling):
        self.tiling = tiling  # for the benchmark: see kernels.tiling
        super().__init__(X, y, eta=eta, theta=theta)

    def set_up(self):
        if self.X.device.type == "cuda":
            self.set_up_kernel()
        elif self.X.device.type == "cpu":
            large = self.X.numel() * self.X.element_size() >= COMPILE_BYTES
            compiled = _compiled(self.features, self.X.element_size()) if large else None
            self.share = functools.partial(_share_in_c, compiled) if compiled else _share_in_numpy
            self.how = "C" if compiled else "NumPy"
        else:
            raise ValueError(
                _('"one pass" is written for cuda and cpu; got X on {device}. Use "hand" there.').format(
                    device=self.X.device
                )
            )

    def set_up_kernel(self):
        if self.features > MOST_FEATURES:
            raise ValueError(
                _('"one pass" takes at most {most} features on a GPU; X has {features}. Use "hand".').format(
                    most=MOST_FEATURES, features=self.features
                )
            )
        self.how = "Triton"
        from kml.gpu import kernels  # needs Triton, which only CUDA builds of PyTorch bring

        processors = torch.cuda.get_device_properties(self.X.device).multi_processor_count
        self.numbers, blocks, warps = kernels.tiling(
            self.rows, self.features, self.X.element_size(), processors, **self.tiling
        )
        self.kernel = kernels.one_pass_step[(blocks,)]
        self.numbers["num_warps"] = warps
        self.scales = torch.tensor([2 / self.rows, self.eta], dtype=torch.float64, device=self.X.device)
        self.slope = torch.empty_like(self.theta)
        self.partials = torch.empty(blocks, self.features, dtype=self.X.dtype, device=self.X.device)
        self.finished = torch.zeros(1, dtype=torch.int32, device=self.X.device)

    def run_kernel(self, theta):
        with torch.cuda.device(self.X.device):
            buffers = self.slope, self.scales, self.partials, self.finished
            self.kernel(self.X, self.y, theta, *buffers, self.rows, **self.numbers)

    def gradient(self):
        if self.X.device.type == "cpu":
            total = _over_cores(self.share, self.X.numpy(), self.y.numpy(), self.theta.numpy())
            return torch.from_numpy(2 / self.rows * total).to(self.X.dtype)
        self.run_kernel(self.theta.clone())
        return self.slope.clone()

    def __call__(self):
        if self.X.device.type == "cpu":
            super().__call__()
        else:
            self.run_kernel(self.theta)


class Gram(Step):
    """XᵀX (d×d) and Xᵀy (d,) once, in float64; after that a step costs nothing per row: (2/N)(XᵀX θ − Xᵀy).

    theta is kept in float64. Only for the squared error on data that stay the same.
    """

    way = "gram"

    def set_up(self):
        place = self.X.device if self.X.device.type != "mps" else torch.device("cpu")  # Apple GPUs have no float64
        self.XtX = torch.zeros(self.features, self.features, dtype=torch.float64, device=place)
        self.Xty = torch.zeros(self.features, dtype=torch.float64, device=place)
        at_once = max(1, 2**23 // self.features)
        for X, y in zip(self.X.split(at_once), self.y.split(at_once), strict=True):
            X = X.to(place).double()
            self.XtX += X.T @ X
            self.Xty += X.T @ y.to(place).double()
        self.theta = self.theta.to(place).double()

    def gradient(self):
        return 2 / self.rows * (self.XtX @ self.theta - self.Xty)


class Captured:
    """`steps` steps of another way, recorded once as a CUDA graph and replayed with one launch.

    The GPU does the same work; what goes away is the time that Python and PyTorch take to ask for it.
    """

    def __init__(self, step, steps=1):
        self.step, self.steps = step, whole_number("steps", steps, low=1)
        if not isinstance(step, Step) or not isinstance(step.theta, torch.Tensor) or not step.theta.is_cuda:
            raise ValueError(_("Only a step on a CUDA device can be captured as a graph."))
        self.way = CAPTURED + step.way
        start = step.theta.clone()
        side = torch.cuda.Stream(step.theta.device)
        side.wait_stream(torch.cuda.current_stream(step.theta.device))
        with torch.cuda.device(step.theta.device), torch.cuda.stream(side):
            for __ in range(3):  # PyTorch and Triton prepare at first calls what a recording must not contain
                step()
        torch.cuda.current_stream(step.theta.device).wait_stream(side)
        step.theta.copy_(start)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.device(step.theta.device), torch.cuda.graph(self.graph):
            for __ in range(self.steps):
                step()
        step.theta.copy_(start)

    @property
    def theta(self):
        return self.step.theta

    def gradient(self):
        return self.step.gradient()

    def __call__(self):
        self.graph.replay()


WAYS = {kind.way: kind for kind in (NumPy, Autograd, Hand, OnePass, Gram)}


def step(way, X, y, *, eta=0.1, theta=None):
    """A step in one of the ways "numpy", "autograd", "hand", "one pass", "gram".

    X (N×d), y (N,): NumPy arrays or PyTorch tensors, float32 or float64, on one device, stored row by row.
    Raises ValueError that says what is wrong with them.

    >>> import numpy as np
    >>> from kml import gpu
    >>> one = gpu.step("numpy", np.array([[1.0], [1.0]]), np.array([2.0, 4.0]), eta=0.25)
    >>> one()
    >>> one.theta.tolist()  # half of the way to 3
    [1.5]
    """
    return WAYS[choice("way", way, tuple(WAYS))](X, y, eta=eta, theta=theta)


def capture(step, steps=1):
    """`steps` calls of a step on a CUDA device as one CUDA graph: call the result to run them all."""
    return Captured(step, steps)


# --- checking the data -----------------------------------------------------------------------------------------------


def _checked(X, y):
    """X and y as tensors that share memory with what was given. Raises ValueError."""
    X, y = _tensor("X", X), _tensor("y", y)
    if X.ndim != 2:
        raise ValueError(
            _("X must have 2 dimensions, rows × features; got shape {shape}.").format(shape=tuple(X.shape))
        )
    if 0 in X.shape:
        raise ValueError(
            _("X must have at least one row and one feature; got shape {shape}.").format(shape=tuple(X.shape))
        )
    if tuple(y.shape) != (len(X),):
        problem = _("y must have shape ({rows},), one number per row of X; got shape {shape}.").format(
            rows=len(X), shape=tuple(y.shape)
        )
        if y.numel() == len(X):
            problem = sentences(problem, _("Use y.reshape(-1): a column would broadcast to n×n differences."))
        raise ValueError(problem)
    if X.dtype != y.dtype:
        raise ValueError(
            _("X and y must have the same type; got {X_type} and {y_type}.").format(X_type=X.dtype, y_type=y.dtype)
        )
    if X.device != y.device:
        raise ValueError(
            _("X and y must be on the same device; got {X_device} and {y_device}.").format(
                X_device=X.device, y_device=y.device
            )
        )
    for name, values in (("X", X), ("y", y)):
        low, high = torch.aminmax(values)  # one read, no copy; NaN comes through
        if not torch.isfinite(low) or not torch.isfinite(high):
            at_once = max(1, 2**22 // max(1, values[0].numel()))
            for first in range(0, len(values), at_once):
                bad = torch.nonzero(~torch.isfinite(values[first : first + at_once]))
                if len(bad):
                    where = (first + int(bad[0, 0]), *map(int, bad[0, 1:]))
                    index = where if len(where) > 1 else where[0]
                    raise ValueError(
                        _("{name} must be finite; got {value} at index {index}.").format(
                            name=name, value=values[where].item(), index=index
                        )
                    )
    return X, y


def _tensor(name, values):
    if isinstance(values, np.ndarray) and values.dtype in (np.float16, np.float32, np.float64):
        if not values.flags.c_contiguous:
            raise ValueError(_("{name} must be stored row by row; use np.ascontiguousarray({name}).").format(name=name))
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "The given NumPy array is not writable")  # we only read it
            values = torch.from_numpy(values)
    if isinstance(values, np.ndarray):
        raise ValueError(
            _(
                "{name} must be a NumPy array or a PyTorch tensor of float32 or float64; got an array of {dtype}."
            ).format(name=name, dtype=values.dtype)
        )
    if not isinstance(values, torch.Tensor):
        raise ValueError(
            _("{name} must be a NumPy array or a PyTorch tensor of float32 or float64; got {kind}.").format(
                name=name, kind=type(values).__name__
            )
        )
    if values.dtype in (torch.float16, torch.bfloat16):
        raise ValueError(
            _(
                "{name} must be float32 or float64; got {dtype}, which keeps about {digits} digits: the gradient would "
                "be lost in rounding near the minimum. Use {name}.float()."
            ).format(name=name, dtype=values.dtype, digits=3 if values.dtype == torch.float16 else 2)
        )
    if values.dtype not in (torch.float32, torch.float64):
        raise ValueError(
            _("{name} must be float32 or float64; got {dtype}. Use {name}.float().").format(
                name=name, dtype=values.dtype
            )
        )
    if not values.is_contiguous():
        raise ValueError(_("{name} must be stored row by row; use {name}.contiguous().").format(name=name))
    return values.detach()


# --- one pass on a CPU -----------------------------------------------------------------------------------------------

_BLAS = ThreadpoolController()  # NumPy's matrix library, and how many threads it may use


@functools.cache
def _pool(cores):
    return ThreadPoolExecutor(cores, thread_name_prefix="kml-one-pass")


def _over_cores(share, X, y, theta):
    """Xᵀ(Xθ − y), (d,) in float64: `share` of an equal number of rows for every core, added in a fixed order."""
    cores = torch.get_num_threads() if X.nbytes > BLOCK_BYTES else 1
    if cores == 1:
        return share(X, y, theta)
    bounds = [len(X) * core // cores for core in range(cores + 1)]
    parts = [slice(first, last) for first, last in itertools.pairwise(bounds)]
    with _BLAS.limit(limits=1, user_api="blas"):  # one thread a product: the cores are busy with their own shares
        return sum(_pool(cores).map(lambda rows: share(X[rows], y[rows], theta), parts))


def _share_in_numpy(X, y, theta):
    """Xᵀ(Xθ − y) in float64, block by block."""
    height = max(1, BLOCK_BYTES // (X.itemsize * X.shape[1]))
    total, residual = np.zeros(X.shape[1]), np.empty(height, X.dtype)
    for first in range(0, len(X), height):
        block = X[first : first + height]
        r = np.dot(block, theta, out=residual[: len(block)])  # X comes from memory
        r -= y[first : first + height]
        total += np.dot(r, block)  # X comes from the cache
    return total


def _share_in_c(compiled, X, y, theta):
    """Xᵀ(Xθ − y) in float64, row by row."""
    total = np.zeros(X.shape[1])
    compiled(X.ctypes.data, y.ctypes.data, theta.ctypes.data, len(X), total.ctypes.data)
    return total


@functools.cache
def _compiled(features, itemsize):
    """The function of one_pass.c for this number of features; None where there is no C compiler, or it cannot."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    # The flags allow sums in another order (as -ffast-math does, which would also change how all of Python rounds).
    flags = ["-O2", "-ftree-vectorize", "-fassociative-math", "-fno-signed-zeros", "-fno-trapping-math"]
    names = [f"-DD={features}", f"-DT={'float' if itemsize == 4 else 'double'}"]
    source = importlib.resources.files("kml.gpu").joinpath("one_pass.c")
    with importlib.resources.as_file(source) as file, tempfile.TemporaryDirectory() as folder:
        library = os.path.join(folder, "one_pass.so")
        for processor in (["-march=native"], []):  # some compilers do not know the processor they run on
            command = [compiler, *flags, *processor, *names, "-shared", "-fPIC", "-o", library, str(file)]
            if subprocess.run(command, capture_output=True, check=False).returncode == 0:
                break
        try:
            function = ctypes.CDLL(library).one_pass  # stays loaded when the file is gone
        except OSError:
            return None
    function.argtypes = [ctypes.c_void_p] * 3 + [ctypes.c_int64, ctypes.c_void_p]
    function.restype = None
    return function
