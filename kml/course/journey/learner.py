"""The learner: a creator to follow, and what one decides for this creator on the way."""

import datetime

from IPython.display import display

from kml.core.arguments import as_a_sentence
from kml.core.page import static
from kml.core.words import _, pgettext, sentences
from kml.course.checking.panels import Panel
from kml.course.journey.decisions import find
from kml.course.memory import diary
from kml.personas import Persona


class Learner(Persona):
    """A Persona for whom one decides. What is decided belongs to this creator: another one has decisions of its own.

    >>> import kml
    >>> me = kml.setup("fitness_coach")
    You follow the fitness coach (健身教练).
    >>> me.decide("length_s", 30)
    Decided · length of your videos: 30 seconds
    Kept for the fitness coach in my_journey.json, beside the lessons. Lesson 11 starts from it.
    >>> me.decided("length_s", default=me.video_s)
    30
    """

    def decide(self, name, value=None):
        """Keep a decision for later lessons and say so in a panel; with None, say what was decided before.

        `name` is one of `kml.course.journey.decisions.DECISIONS`, which holds what is allowed. Raises ValueError for
        any other name or value. Where the file cannot be written, a sentence says so, and the lesson goes on. While
        notebooks are built nothing is kept.
        """
        decision = find(name)
        if value is not None:
            with as_a_sentence():
                value = decision.check(name, value)
        if static():
            self._show(decision, value, self._when_you_run(decision))
            return
        try:
            if value is not None:
                kept = {"value": value, "date": datetime.date.today().isoformat()}
                diary.note("decisions", self.key, name, value=kept)
                where = _("Kept for the {creator} in {file}, beside the lessons.")
            else:
                value = self._kept(decision)
                where = _("You decided this before for the {creator}; it is kept in {file}.")
            said = sentences(where.format(creator=self.name, file=diary.NAME), _taken_up())
            self._show(decision, value, said if value is not None else self._not_yet())
        except diary.NotKept as why:
            self._show(decision, value, str(why))

    def decided(self, name, default=None):
        """What was decided for this creator, or `default`; while notebooks are built, always `default`.

        Raises ValueError if there is no decision of this name. Where the file cannot be read, a sentence says so.
        """
        decision = find(name)
        if static():
            return default
        try:
            value = self._kept(decision)
        except diary.NotKept as why:
            self._show(decision, None, str(why))
            return default
        return default if value is None else value

    def _kept(self, decision):
        """The value that is kept, or None. Raises NotKept if somebody wrote another into the file."""
        kept = diary.read("decisions", self.key).get(decision.name)
        if kept is None:
            return None
        try:
            return decision.check(decision.name, kept["value"])
        except (ValueError, TypeError, KeyError) as problem:
            why = str(problem) if isinstance(problem, ValueError) else ""
            said = _("What {file} has there is no decision, so it is left out.").format(file=diary.NAME)
            raise diary.NotKept(sentences(said, why)) from None

    def _when_you_run(self, decision):
        said = _("When you decide here, it is kept for the {creator} in {file}, beside the lessons.")
        return sentences(said.format(creator=self.name, file=diary.NAME), _taken_up())

    def _not_yet(self):
        return sentences(
            _("Not decided yet: put a value in the place of `None` and run the cell again."),
            _("Until then lesson 11 takes what is usual for the {creator}.").format(creator=self.name),
        )

    @staticmethod
    def _show(decision, value, said):
        heading = _(decision.title)
        if value is not None:
            heading = pgettext("a decision, and what was decided", "{title}: {value}").format(
                title=heading, value=decision.words(value)
            )
        display(Panel("note", heading, (said,), word=_("Your decision") if value is None else _("Decided")))


def _taken_up():
    return _("Lesson 11 starts from it.")
