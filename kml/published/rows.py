"""One kind of row for every number that the course takes from the world, and one vocabulary of how sure it is."""

from dataclasses import dataclass

from kml.core.arguments import choice
from kml.core.arguments import number as finite
from kml.core.words import N_, _

CONFIDENCE = {  # key in code: the word that is shown
    # read in the words of who makes the number, on a page of theirs or in an archive: a law, a platform's help, a
    # company's results, a researcher's own table
    "confirmed": N_("read in the source"),
    # read in a newspaper, a blog or a copy that reports it; the source itself was not opened
    "second-hand": N_("second-hand"),
    "derived": N_("our arithmetic"),  # from numbers that were read
    "weak": N_("weak"),  # an estimate, or a list without sources: somebody says so, and that is all we know
    "simulated": N_("simulated"),  # measured on the course's own platform
    "assumption": N_("assumption"),  # nobody publishes it: yours to change
}
OURS = ("simulated", "assumption")  # what needs no source: it is the course's own


@dataclass(frozen=True)
class Number:
    """A number, what it counts, and where it comes from. `currency` is "" where it is no money.

    `confidence` is a key of CONFIDENCE, and none of them is a promise: a page that was read can be wrong or old. All
    but OURS name their source and the date that the source carries ("n.d." where it carries none). `low` and `high`,
    where both are given, are the range in which the number may lie for a creator. Texts are in English; `said` has them
    in the learner's language.
    """

    name: str
    value: float
    unit: str
    source: str
    date: str
    confidence: str
    currency: str = ""
    low: float | None = None
    high: float | None = None

    def __post_init__(self):
        finite("value", self.value)
        choice("confidence", self.confidence, tuple(CONFIDENCE))
        if (self.low is None) != (self.high is None):
            raise ValueError(_("{name} must have both ends of its range, or none.").format(name=self.name))
        if self.low is not None:
            finite("low", self.low, high=self.value)
            finite("high", self.high, low=self.value)
        if self.confidence not in OURS and not (self.source and self.date):
            raise ValueError(_("{name} must have a source and its date.").format(name=self.name))

    @property
    def said(self):
        """The same number with its texts in the learner's language."""
        texts = map(_, (self.unit, self.source, self.date, CONFIDENCE[self.confidence], self.currency))
        return Said(self.name, self.value, *texts, self.low, self.high)


class Said(Number):
    """A Number to show: its texts are in the learner's language already, and `confidence` is the word that is shown."""

    def __post_init__(self):
        """Nothing to check: it was, in English."""
