"""What all sandboxes have in common: what of kml is inside, what is read of its lines, and why it may have ended."""

import dataclasses

from kml_classroom.grade import codec


class NoSandbox(Exception):
    """There is no sandbox on this machine; the sentence says what to do."""


class Stopped(Exception):
    """The sandbox ended, or was ended, before the answer came.

    `why` is a key of the sentences in `marking`, `status` how the answer's process ended, where it did.
    """

    def __init__(self, why, status=None):
        super().__init__(why)
        self.why, self.status = why, status

    @property
    def is_measured(self):
        """Whether what else the machine did may have a part in it: a clock or a measure of memory said so, or a signal
        has ended its process, as the kernel's does where memory is short.
        """
        by_signal = self.why == "ended" and (self.status is None or self.status < 0)
        return by_signal or self.why in ("time", "memory", "notebook")


@dataclasses.dataclass(frozen=True)
class Library:
    """What of kml is inside: the modules that are `needed`, without functions called one of `names` and those that
    answer an exercise of the lesson `number`.
    """

    needed: frozenset = frozenset()
    number: str = ""
    names: frozenset = frozenset()


ALONE = Library()  # the worker, and nothing else


def message(line):
    """What a line says. Raises Stopped for anything but a message."""
    try:
        said = codec.loads(line.decode("utf-8", "strict"))
    except (codec.NotAValue, UnicodeDecodeError):
        raise Stopped("nonsense") from None
    if type(said) is not dict:
        raise Stopped("nonsense")
    return said
