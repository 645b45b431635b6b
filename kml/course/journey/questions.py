"""Questions from earlier lessons, a few at the start of a lesson: each again after equal gaps, until it has been right.

That gaps are equal is a choice. With as much time in all, growing ones left no more in the end (Karpicke and
Bauernschmidt, 2011, doi:10.1037/a0023436), though more on the way there (Kang et al., 2014,
doi:10.3758/s13423-014-0636-z). How long a gap is, GAP_DAYS, is an assumption of the course.
"""

import datetime
import os
import random
import re
from pathlib import PurePath

from IPython.display import display

from kml.core.page import saved, static
from kml.core.words import _, ngettext, sentences
from kml.course.checking.panels import Panel, status
from kml.course.journey.bank import QUESTIONS
from kml.course.memory import diary, solved
from kml.course.showing import screenreader

GAP_DAYS = 3
TIMES = 3  # right answers after which a question is not asked again
MOST = 3  # questions at once


def due(today, lesson=None):
    """The questions that are due on a day, those that wait longest first. Raises diary.NotKept.

    A question waits from the day of the last exercise that was solved in its lesson, then from the day on which it was
    last answered; who has solved nothing in a lesson is asked nothing of it. With the number of a `lesson`, only those
    from lessons before it.
    """
    learned = {}
    for id, noted in solved.kept().items():
        learned[id[:2]] = max(learned.get(id[:2], datetime.date.min), solved.day(noted))
    asked, waiting = diary.read("questions"), []
    for question in QUESTIONS:
        noted = asked.get(question.id)
        since = solved.day(noted) or learned.get(question.lesson)
        if since is None or question.lesson >= (lesson or "99") or _times_right(noted) >= TIMES:
            continue
        if (days := (today - since).days) >= GAP_DAYS:
            waiting.append((-days, question.id, question))
    return [question for *__, question in sorted(waiting)]


def ask(today=None):
    """Show up to three questions that are due, with their answers to choose from; nothing if none is, or in a build.

    `today` is a date, None the clock's. Returns the questions that were shown.
    """
    if static():
        return []
    today = today or datetime.date.today()
    try:
        now = due(today, _this_lesson())[:MOST]
    except diary.NotKept:  # kml.progress() says why
        return []
    if now:
        said = ngettext(
            "{n} question from a lesson before this one: skip it if you like, it comes back.",
            "{n} questions from lessons before this one: skip them if you like, they come back.",
            len(now),
        )
        display(Panel("note", said.format(n=len(now)), word=_("Do you still know?")))
    for question in now:
        text = _("Lesson {lesson}: {question}").format(lesson=question.lesson, question=_(question.text))
        display(Panel("note", text, word=_("Question")))
        display(_Choice(question, today).box)
        screenreader.name_last_output(text)
    return now


def answered(question, right, today):
    """Note that a question was answered on this day, and whether it was right; where nothing can be kept, nothing."""
    try:
        times = _times_right(diary.read("questions").get(question.id)) + bool(right)
        diary.note("questions", question.id, value={"date": today.isoformat(), "right": times})
    except diary.NotKept:
        pass


def _times_right(noted):
    times = noted.get("right") if isinstance(noted, dict) else None
    return times if isinstance(times, int) and times > 0 else 0


def _this_lesson():
    """The number of the lesson that is running, where Jupyter tells its kernel the notebook's name; else None."""
    number = re.match(r"\d\d(?=_)", PurePath(os.environ.get("JPY_SESSION_NAME", "")).name)
    return number and number[0]


class _Choice:
    """Radio buttons for a question's answers, in another order each day; the first answer counts, and is explained."""

    def __init__(self, question, today):
        import ipywidgets

        self.question, self.today = question, today
        self.order = list(range(len(question.answers)))
        random.Random(f"{today} {question.id}").shuffle(self.order)
        wide = {"width": "auto", "max_width": "100%"}
        options = [_(question.answers[i]) for i in self.order]
        self.radio = ipywidgets.RadioButtons(options=options, index=None, layout=wide)
        self.status = ipywidgets.HTML(value=status(""))
        self.radio.observe(self.respond, names="index")
        self.box = saved(ipywidgets.VBox([self.radio, self.status], layout=wide))

    def respond(self, change):
        """Say whether it is right, and why; and note it."""
        if self.radio.index is None or self.radio.disabled:
            return
        self.radio.disabled = True
        right = self.order[self.radio.index] == self.question.right
        answer = _("The answer: {answer}.").format(answer=_(self.question.answers[self.question.right]))
        word = _("Right.") if right else sentences(_("Not this one."), answer)
        self.status.value = status(sentences(word, _(self.question.why)))
        answered(self.question, right, self.today)
