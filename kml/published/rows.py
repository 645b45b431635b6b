"""One kind of row for every number that the course takes from the world, and one vocabulary of how sure it is."""

from dataclasses import dataclass

from kml.core.arguments import choice
from kml.core.arguments import number as finite
from kml.core.words import N_, _

CONFIDENCE = (
    N_("confirmed"),  # read in the source that is named
    N_("derived"),  # our arithmetic from confirmed numbers
    N_("weak"),  # second-hand or an estimate: somebody says so, and that is all we know
    N_("simulated"),  # measured on the course's own platform
    N_("assumption"),  # nobody publishes it: yours to change
)


@dataclass(frozen=True)
class Number:
    """A number, what it counts, and where it comes from. `currency` is "" where it is no money.

    `confidence` is one of CONFIDENCE. What is confirmed or derived names its source and the date that the source
    carries ("n.d." where it carries none). `low` and `high`, where both are given, are the range in which the number
    may lie for a creator. Texts are in English; `said` has them in the learner's language.
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
        choice("confidence", self.confidence, CONFIDENCE)
        if (self.low is None) != (self.high is None):
            raise ValueError(_("{name} must have both ends of its range, or none.").format(name=self.name))
        if self.low is not None:
            finite("low", self.low, high=self.value)
            finite("high", self.high, low=self.value)
        if self.confidence in ("confirmed", "derived", "weak") and not (self.source and self.date):
            raise ValueError(_("{name} must have a source and its date.").format(name=self.name))

    @property
    def said(self):
        """The same number with its texts in the learner's language."""
        texts = map(_, (self.unit, self.source, self.date, self.confidence, self.currency))
        return Said(self.name, self.value, *texts, self.low, self.high)


class Said(Number):
    """A Number to show: its texts are in the learner's language already, the word of CONFIDENCE, too."""

    def __post_init__(self):
        """Nothing to check: it was, in English."""
