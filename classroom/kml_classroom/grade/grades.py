"""What goes in and what comes out: a Submission, the Limits it runs under, and its Grade with a Result an exercise."""

import dataclasses
import unicodedata
from dataclasses import dataclass

from kml.course.checking.judging import Result
from kml_classroom.words import N_, pgettext

STATES = (N_("ok"), N_("repaired"), N_("needs review"), N_("unreadable"))
_NOT_SHOWN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # Unicode's categories: controls, formats, surrogates, separators
_SHOWN = set("\n\t\u200c\u200d")  # the last two join letters, in Persian and in pictures
_BLANK = set("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # letters drawn as nothing, which names in Python may have


def legible(value):
    """A text, or a tuple or dataclass that holds texts, in which what cannot be printed is a �.

    Strangers' texts go to terminals, tables and databases: no control codes, no halves of letters, no turned writing.
    """
    if isinstance(value, str):
        return value if value.isprintable() and _BLANK.isdisjoint(value) else "".join(map(_shown, value))
    if isinstance(value, tuple):
        return tuple(map(legible, value))
    if dataclasses.is_dataclass(value):
        fields = {field.name: legible(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value


def _shown(letter):
    hidden = letter in _BLANK or (unicodedata.category(letter) in _NOT_SHOWN and letter not in _SHOWN)
    return "�" if hidden else letter


def about(id, text):
    """What is said of one exercise, where it stands among what is said of the whole file."""
    return pgettext("an exercise, and what is said of it", "{id}: {text}").format(id=id, text=text)


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Times in seconds, sizes in bytes."""

    file_bytes: int = 20_000_000  # of the file that is handed in
    cpu_s: int = 10  # of an answer: its cells and all calls
    answer_s: float = 30.0  # the same by the clock, for what sleeps
    notebook_s: float = 90.0  # all answers together, by the clock
    memory: int = 2_000_000_000  # of all its processes together
    disk: int = 64_000_000  # in each place where it may write
    processes: int = 64  # threads count
    answer_bytes: int = 16_000_000  # of what it sends for one answer
    sandbox: str = "bwrap"  # what keeps it: bubblewrap, or "wasi", WebAssembly

    def hurried(self, share):
        """The same with this share of the time that an answer has."""
        return dataclasses.replace(self, cpu_s=max(1, round(share * self.cpu_s)), answer_s=share * self.answer_s)


@dataclass(frozen=True)
class Submission:
    """What one learner handed in: the bytes of one file, or why there are none (`refused`).

    `notes` and `repairs` say what was left out or put right on the way, `reviews` why a person should look.
    """

    learner: str
    file: str
    data: bytes = b""
    refused: str = ""
    notes: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grade:
    """What one submission is worth. `state` is one of STATES, `reasons` say why it is not just "ok".

    `marks` are what `kml.check` would say, an exercise each, in the language in which it was graded. `points` is None
    where nothing could be read, or where an answer could not be run here: that is not a zero. `digest` is the SHA-256
    of the file's bytes. `strained`: time or memory stopped an answer, and a quieter machine may not. `told` are the
    marks in `language`, the learner's, where that is another one.
    """

    learner: str
    file: str
    lesson: str
    state: str
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    marks: tuple[Result, ...] = ()
    points: int | None = None
    out_of: int = 0
    digest: str = ""
    strained: bool = False
    language: str = ""
    told: tuple[Result, ...] = ()

    def as_dict(self):
        """For JSON."""
        return dataclasses.asdict(self)

    @staticmethod
    def from_dict(fields):
        """The other way round."""
        marks, told = (
            tuple(Result(**{**mark, "case": tuple(mark["case"])}) for mark in fields[name])
            for name in ("marks", "told")
        )
        texts = {name: tuple(fields[name]) for name in ("reasons", "notes")}
        return Grade(**{**fields, **texts, "marks": marks, "told": told})
