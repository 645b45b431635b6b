"""The monetization studio: a plan on a few controls, the answer large, the source of every number below.

plan       what one decides; as a file and as a text behind the # of a link
outcome    the plan's simulated months, what decides, the best mixes, the difference to another plan
svg        shapes and words on a page, in the page's colours
pictures   the three pictures
page       what is said of an outcome, as HTML
board      the controls of a notebook
names      words for numbers
"""

from kml.lessons.studio.board import Studio, studio
from kml.lessons.studio.outcome import Difference, Outcome, compare, outcome
from kml.lessons.studio.plan import Plan

__all__ = ["Difference", "Outcome", "Plan", "Studio", "compare", "outcome", "studio"]
