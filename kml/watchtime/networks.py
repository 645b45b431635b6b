"""Small PyTorch networks that learn watch time: its mean, its quantiles, or an intention that the video's end cuts."""

import contextlib
import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from kml.core import page
from kml.core.arguments import array, number, whole_number
from kml.core.words import _
from kml.watchtime.features import FEATURES
from kml.watchtime.formulas import expected_until
from kml.watchtime.models import Model

if TYPE_CHECKING:
    import pandas as pd

HELD_BACK = 0.1  # of the training rows, the latest, decide when to stop
BATCH = 1024


class Network(Model):
    """A multilayer perceptron (MLP) with the squared loss. float64 on one thread: the same result at every run.

    The latest tenth of the training rows is held back. After each epoch they are predicted; training stops when they
    have not got better for `patience` epochs, and the best weights are kept. `history` holds (training loss, loss on
    the rows held back) by epoch. progress=True shows a bar; `log_dir` writes both losses for TensorBoard, which has to
    be installed (pip install tensorboard).
    """

    outputs = 1

    def __init__(
        self,
        features: tuple = FEATURES,
        hidden: int = 32,
        epochs: int = 60,
        patience: int = 6,
        rate: float = 0.005,
        seed: int = 0,
        progress: bool = False,
        log_dir: str | Path | None = None,
    ):
        super().__init__(features)
        self.hidden, self.epochs = whole_number("hidden", hidden, 1), whole_number("epochs", epochs, 1)
        self.patience, self.rate = whole_number("patience", patience, 1), number("rate", rate, above=0)
        self.seed, self.progress, self.log_dir = whole_number("seed", seed), progress, log_dir

    def _learn(self, X, y, duration, rows):
        import torch

        # the latest rows, by time and not by their place in the table
        order = np.argsort(np.asarray(rows["time_ms"]), kind="stable")
        late = order[len(y) - max(1, round(HELD_BACK * len(y))) :]
        early = order[: len(y) - len(late)]
        if not len(early):
            raise ValueError(_("rows must be at least 2, as some are held back; got {rows}.").format(rows=len(y)))
        sd = X[early].std(axis=0)
        self._centre, self._scale = X[early].mean(axis=0), np.where(sd > 0, sd, 1)
        self._unit = max(float(y[early].std()), 1e-9)
        tensors = [torch.from_numpy(np.ascontiguousarray(v)) for v in (self._standardised(X), y, duration)]
        with _one_thread(), _writer(self.log_dir) as writer:
            self._network = self._built(torch, X.shape[1], y[early], duration[early])
            self._train(torch, tensors, torch.from_numpy(early), torch.from_numpy(late), writer)

    def _standardised(self, X):
        return (X - self._centre) / self._scale

    def _built(self, torch, features, y, duration):
        """Weights drawn with NumPy, so that torch's own random state is neither read nor changed."""
        rng = np.random.default_rng(self.seed)
        layers, width = [], features
        for out in (self.hidden, self.hidden):
            layers += [_layer(torch, rng.standard_normal((out, width)) * np.sqrt(2 / max(width, 1))), torch.nn.ReLU()]
            width = out
        last = _layer(torch, rng.standard_normal((self.outputs, width)) * 0.01)
        with torch.no_grad():
            last.bias[:] = torch.from_numpy(np.atleast_1d(self._start(y, duration)))
        return torch.nn.Sequential(*layers, last)

    def _train(self, torch, tensors, early, late, writer):
        rng = np.random.default_rng(self.seed)
        optimiser = torch.optim.Adam(self._network.parameters(), lr=self.rate)
        best, left, self.history = np.inf, self.patience, []
        for epoch in page.bar(range(self.epochs), self.progress, desc=type(self).__name__, leave=False):
            total = 0.0
            for rows in early[torch.from_numpy(rng.permutation(len(early)))].split(BATCH):
                loss = self._loss(torch, *(t[rows] for t in tensors))
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
                total += loss.item() * len(rows)
            with torch.no_grad():
                held = self._loss(torch, *(t[late] for t in tensors)).item()
            self.history.append((total / len(early), held))
            if writer:
                writer.add_scalar("loss/training", total / len(early), epoch)
                writer.add_scalar("loss/held_back", held, epoch)
            if held < best:
                best, left, kept = held, self.patience, copy.deepcopy(self._network.state_dict())
            else:
                left -= 1
                if left == 0:
                    break
        self._network.load_state_dict(kept)

    def _raw(self, X):
        import torch

        with torch.no_grad(), _one_thread():
            return self._network(torch.from_numpy(self._standardised(X))).numpy()

    # What each kind of network learns: where its outputs start, what is small for a good one, how they become seconds

    def _start(self, y, duration):
        return y.mean() / self._unit

    def _loss(self, torch, X, y, duration):
        return torch.mean((self._network(X)[:, 0] - y / self._unit) ** 2)

    def _answer(self, X, duration):
        return self._raw(X)[:, 0] * self._unit


class QuantileNetwork(Network):
    """One network for several quantiles at once, by the pinball loss; it predicts the median, so `taus` must hold 0.5.

    Learned on ln(1 + seconds): a quantile goes through a rising function unchanged, as no mean does.
    Source: conditional quantile estimation, arXiv 2407.12223.

    >>> import numpy as np
    >>> from kml import watchtime
    >>> rows = {"time_ms": np.arange(500), "duration_ms": np.full(500, 60_000)}
    >>> rows["play_time_ms"] = np.random.default_rng(0).permutation(500) * 100  # evenly from 0 to 50 s
    >>> model = watchtime.QuantileNetwork(features=("duration",), taus=(0.25, 0.5, 0.75)).fit(rows)
    >>> model.quantiles({"duration_ms": [60_000]}).round().tolist()
    [[13.0, 25.0, 38.0]]
    """

    def __init__(self, taus: "ArrayLike" = (0.1, 0.25, 0.5, 0.75, 0.9), **options: Any):
        super().__init__(**options)
        self.taus = array("taus", taus, ndim=1, low=1e-6, high=1 - 1e-6)
        if 0.5 not in self.taus:
            raise ValueError(
                _("taus must hold 0.5, as the median is what is predicted; got {taus}.").format(taus=self.taus.tolist())
            )
        self.outputs = len(self.taus)

    def _start(self, y, duration):
        return np.quantile(np.log1p(y), self.taus)

    def _loss(self, torch, X, y, duration):
        short, tau = torch.log1p(y)[:, None] - self._network(X), torch.from_numpy(self.taus)
        return torch.mean(torch.maximum(tau * short, (tau - 1) * short))

    def quantiles(self, rows: "dict | pd.DataFrame") -> np.ndarray:
        """Seconds (n, quantiles) by rising tau; sorted, so that they never cross."""
        raw = self._raw(self.features.of(rows))[:, np.argsort(self.taus)]
        return np.maximum(np.expm1(np.sort(raw, axis=1)), 0)

    def _answer(self, X, duration):
        return np.expm1(self._raw(X)[:, int(np.argmax(self.taus == 0.5))])


class Censored(Network):
    """Censored regression: how long would the viewer have stayed, had the video not ended? (Tobin 1958.)

    1 + intended seconds is lognormal; a view that was played to its end says only that the intention was longer. It
    predicts the mean of what the end leaves of the intention; `intended` gives the intention's median.

    >>> import numpy as np
    >>> from kml import watchtime
    >>> rows = {"time_ms": np.arange(600), "duration_ms": np.full(600, 20_000)}
    >>> intended = np.random.default_rng(0).lognormal(3, 0.3, 600)  # median 20 s: half are cut by the end
    >>> rows["play_time_ms"] = np.round(1000 * np.minimum(intended, 20))
    >>> model = watchtime.Censored(features=("duration",)).fit(rows)
    >>> video = {"duration_ms": [20_000]}
    >>> model.predict(video).round().tolist(), model.intended(video).round().tolist()  # what is watched, what was meant
    ([18.0], [19.0])
    """

    outputs = 2  # mu and ln sigma

    def _start(self, y, duration):
        log = np.log1p(y)
        return np.array([log.mean(), np.log(max(log.std(), 0.1))])

    def _loss(self, torch, X, y, duration):
        mu, sigma = _mu_sigma(torch, self._network(X))
        return -censored_loss(torch, 1 + y, 1 + duration, mu, sigma)

    def _answer(self, X, duration):
        mu, sigma = self._intention(X)
        return expected_until(1 + duration, mu, sigma) - 1

    def intended(self, rows: "dict | pd.DataFrame") -> np.ndarray:
        """The median of the intended seconds (n,), which may be longer than the video."""
        return np.maximum(np.expm1(self._intention(self.features.of(rows))[0]), 0)

    def _intention(self, X):
        import torch

        return tuple(v.numpy() for v in _mu_sigma(torch, torch.from_numpy(self._raw(X))))


def _mu_sigma(torch, outputs):
    return outputs[:, 0], torch.exp(torch.clamp(outputs[:, 1], -3, 2))


def censored_loss(torch, watched, duration, mu, sigma):
    """formulas.censored_log_likelihood on tensors, with a gradient."""
    z = (torch.log(torch.minimum(watched, duration)) - mu) / sigma
    seen = -0.5 * z**2 - torch.log(sigma) - 0.5 * np.log(2 * np.pi)
    bound = torch.special.log_ndtr(-z)
    return torch.mean(torch.where(watched < duration, seen, bound))


def _layer(torch, weights):
    layer = torch.nn.Linear(*weights.shape[::-1], dtype=torch.float64)
    with torch.no_grad():
        layer.weight[:] = torch.from_numpy(weights)
        layer.bias.zero_()
    return layer


@contextlib.contextmanager
def _one_thread():
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@contextlib.contextmanager
def _writer(log_dir):
    """TensorBoard's writer, or None where no logs are wanted."""
    if log_dir is None:
        yield None
        return
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        raise ImportError(_("log_dir needs TensorBoard, which is not installed: pip install tensorboard")) from None
    with SummaryWriter(str(log_dir)) as writer:
        yield writer
