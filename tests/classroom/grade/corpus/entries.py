"""What an entry of the corpus is: one submission, and what `kml grade` must make of it, written down beforehand."""

import inspect
import secrets
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from making import POINTS, answer, solved, write

FILE = "03_gradient_descent.ipynb"
NONE_OF_IT = dict.fromkeys(POINTS, "not attempted")
RIGHT = "return 2 / len(y) * X.T @ (X @ theta - y)"
WRONG = "return 0 * theta"
ENTRIES = {}


@dataclass(frozen=True)
class World:
    """Where the corpus is made, and what lies around it that no submission may reach.

    `token` stands in every file and variable that is out of bounds, `mark` in the command line of every process that
    a submission may leave behind.
    """

    inbox: Path
    out: Path
    outside: Path
    port: int = 0
    udp_port: int = 0
    socket: str = ""
    pid: int = 0
    token: str = field(default_factory=lambda: f"CANARY-{secrets.token_hex(8)}")
    mark: int = field(default_factory=lambda: 9_000_000 + secrets.randbelow(1_000_000))


@dataclass(frozen=True)
class Entry:
    """A kind of submission. `loses` is the state of each exercise that is not right; all others are "correct".

    `says` must stand in the reasons, `notes` in the notes. An unreadable one has neither marks nor points.
    """

    name: str
    kind: str
    about: str
    make: callable
    state: str
    loses: dict
    says: str
    notes: str
    learner: str

    @property
    def points(self):
        """What it must earn for each exercise, or None."""
        if self.state == "unreadable":
            return None
        return {id: 0 if id in self.loses else most for id, most in POINTS.items()}

    def put(self, world):
        """Write it into the inbox."""
        folder = world.inbox / self.learner
        given = (folder, world)[: len(inspect.signature(self.make).parameters)]
        made = self.make(*given)
        if made is not None:
            write(folder / FILE, made)


def entry(state="ok", loses=None, says="", notes="", learner=""):
    """Make an Entry of a function: its name, first line and module say the rest.

    It takes nothing, the learner's folder, or that and the World; what it gives is written as the learner's notebook.
    """

    def register(make):
        loss = {loses: "not yet"} if isinstance(loses, str) else loses or {}
        about = make.__doc__.strip().splitlines()[0]
        kind = make.__module__.rsplit(".", 1)[1]
        assert make.__name__ not in ENTRIES
        ENTRIES[make.__name__] = Entry(
            make.__name__, kind, about, make, state, loss, says, notes, learner or make.__name__
        )
        return make

    return register


LEARN = f"""\
def learn(X, y, theta0, eta, tolerance, most):
    theta = theta0
    for steps in range(most):
        slope = {RIGHT[7:]}
        if np.abs(slope).max() <= tolerance:
            return theta, steps, "flat"
        after = theta - eta * slope
        if np.mean((X @ after - y) ** 2) > np.mean((X @ theta - y) ** 2):
            return theta, steps, "climbs"
        theta = after
    return theta, most, "unfinished"
"""


def complete():
    """The solved lesson, where no other answer leans on that to 03.2: asking the course instead takes a second."""
    text = f"def one_step(X, y, theta, eta):\n    g = {RIGHT[7:]}\n    return theta - eta * g"
    return answer(answer(solved(), "one_step", text), "learn", LEARN)


def gradient(body, above="import os, sys, time\nimport numpy as np"):
    """The lesson with another answer to 03.2, given as the lines of its function."""
    body = textwrap.indent(textwrap.dedent(body).strip("\n"), "    ")
    return answer(complete(), "gradient", f"{above}\n\ndef gradient(X, y, theta):\n{body}\n")


def cell(text):
    """The lesson with another cell in the place of the answer to 03.2."""
    return answer(complete(), "gradient", textwrap.dedent(text).strip("\n"))
