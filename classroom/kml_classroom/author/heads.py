"""What the build adds to a lesson's text: its head, and under the heading of each exercise a card."""

import re

from kml.core.words import N_, language, say

EXERCISE = re.compile(r"^### Exercise (\d\d\.\d+)[ \t]*$", re.MULTILINE)

COLUMNS = (N_("Lesson"), "The question", N_("Minutes"))  # of the table of lessons

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
    facts = [say(f"**Time:** about {about['minutes']} minutes")]
    if count:
        facts.append(say(f"{count} exercise{'s' * (count != 1)}, {points} point{'s' * (points != 1)}"))
    if about["gpu"]:
        facts.append(say("a GPU helps but is not needed"))
    return HEADER.format(
        number=about["lesson"],
        title=about["title"],
        question=about["question"],
        **links,
        in_colab=say("Open in Colab"),
        in_binder=say("Open in Binder"),
        facts=" · ".join(facts),
        able=say("You will be able to"),
        objectives="\n".join(f"- {item}" for item in about["objectives"]),
        need=say("You need"),
        needs="\n".join(f"- {item}" for item in about["needs"]),
    )


def with_cards(text, exercises):
    """Exercise headings, completed from their declarations: title, Chinese term, and a line in words under it."""

    def card(found):
        exercise = exercises.get(found[1])
        if exercise is None:
            return found[0]
        title = f"{exercise.title} {exercise.term}".strip() if language() == "en" else say(exercise.title)
        line = say(
            f"Difficulty {exercise.difficulty} of 3 · importance {exercise.importance} of 3"
            f" · {exercise.minutes} minutes · {exercise.points} point{'s' * (exercise.points != 1)}"
        )
        return f"### {say('Exercise')} {exercise.id} · {title}\n\n*{line}*"

    return EXERCISE.sub(card, text)
