"""What the build adds to a lesson's text: its head, and under the heading of each exercise a card."""

import re

from kml.core import words
from kml_classroom.words import N_, _, ngettext

EXERCISE = re.compile(r"^### Exercise (\d\d\.\d+)[ \t]*$", re.MULTILINE)

COLUMNS = (N_("Lesson"), N_("The question"), N_("Minutes"))  # of the table of lessons

HEADER = """\
# {number} · {title}

*{question}*

[![{in_colab}]({badge_colab})]({colab}) [![{in_binder}]({badge_binder})]({binder})

{facts}

**{able}**

{objectives}

**{need}**

{needs}"""


def header(source, exercises, links):
    """The first cell: title, question, badges, time and points, what one will be able to do and what one needs."""
    about = source.about
    points = sum(exercise.points for exercise in exercises.values())
    count = len(exercises)
    facts = [_("**Time:** about {minutes} minutes").format(minutes=about["minutes"])]
    if count:
        facts.append(
            ngettext("{count} exercise, {points} point", "{count} exercises, {points} points", points).format(
                count=count, points=points
            )
        )
    if about["gpu"]:
        facts.append(_("a GPU helps but is not needed"))
    return HEADER.format(
        number=about["lesson"],
        title=about["title"],
        question=about["question"],
        **links,
        in_colab=_("Open in Colab"),
        in_binder=_("Open in Binder"),
        facts=" · ".join(facts),
        able=_("You will be able to"),
        objectives="\n".join(f"- {item}" for item in about["objectives"]),
        need=_("You need"),
        needs="\n".join(f"- {item}" for item in about["needs"]),
    )


def with_cards(text, exercises):
    """Exercise headings, completed from their declarations: title, and a line in words under it.

    The English title has the Chinese term beside it. In another language the title says it all.
    """

    def card(found):
        exercise = exercises.get(found[1])
        if exercise is None:
            return found[0]
        title = words._(exercise.title)  # kml declares it
        if words.language() == words.SOURCE:
            title = f"{title} {exercise.term}".strip()
        line = ngettext(
            "Difficulty {difficulty} of 3 · importance {importance} of 3 · {minutes} minutes · {points} point",
            "Difficulty {difficulty} of 3 · importance {importance} of 3 · {minutes} minutes · {points} points",
            exercise.points,
        ).format(
            difficulty=exercise.difficulty,
            importance=exercise.importance,
            minutes=exercise.minutes,
            points=exercise.points,
        )
        return f"### {_('Exercise')} {exercise.id} · {title}\n\n*{line}*"

    return EXERCISE.sub(card, text)
