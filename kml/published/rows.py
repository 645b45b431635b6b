"""One kind of row for every number that the course takes from the world, and one vocabulary of how sure it is."""

from dataclasses import dataclass

from kml.core.arguments import choice
from kml.core.arguments import number as finite
from kml.core.words import N_, _

CONFIDENCE = (
    N_("confirmed"),  # read in the source that is named
    N_("derived"),  # our arithmetic from confirmed numbers
    N_("simulated"),  # measured on the course's own platform
    N_("assumption"),  # nobody publishes it: yours to change
)


@dataclass(frozen=True)
class Number:
    """A number, what it counts, and where it comes from. `currency` is "" where it is no money.

    `confidence` is one of CONFIDENCE. What is confirmed or derived names its source and the date that the source
    carries ("n.d." where it carries none). Texts are in English; `said` has them in the learner's language.
    """

    name: str
    value: float
    unit: str
    source: str
    date: str
    confidence: str
    currency: str = ""

    def __post_init__(self):
        finite("value", self.value)
        choice("confidence", self.confidence, CONFIDENCE)
        if self.confidence in ("confirmed", "derived") and not (self.source and self.date):
            raise ValueError(_("{name} must have a source and its date.").format(name=self.name))

    @property
    def said(self):
        """The same number with its texts in the learner's language."""
        texts = map(_, (self.unit, self.source, self.date, self.confidence, self.currency))
        return Said(self.name, self.value, *texts)


class Said(Number):
    """A Number to show: its texts are in the learner's language already, the word of CONFIDENCE, too."""

    def __post_init__(self):
        """Nothing to check: it was, in English."""
