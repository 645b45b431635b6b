"""What the build adds to a lesson's text: its head, the cards of its exercises, folded answers, what comes next."""

import re

from kml.core import words
from kml_classroom.address import once_written
from kml_classroom.words import N_, _, ngettext, pgettext

EXERCISE = re.compile(r"^### Exercise (\d\d\.\d+)[ \t]*$", re.MULTILINE)
ANSWERS = "### Answers"  # the build folds what stands below, up to the next heading
_ANSWERS = re.compile(rf"^{ANSWERS}[ \t]*\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)

COLUMNS = (N_("Lesson"), N_("The question"), N_("Minutes"))  # of the table of lessons

ELSEWHERE = "\n[![{in_colab}]({badge_colab})]({colab}) [![{in_binder}]({badge_binder})]({binder})\n"

HEADER = """\
# {number} · {title}

{question}

{elsewhere}

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
    elsewhere = ELSEWHERE.format(**links, in_colab=_("Open in Colab"), in_binder=_("Open in Binder"))
    return HEADER.format(
        number=about["lesson"],
        title=about["title"],
        question=_question(about["question"]),
        facts=" · ".join(facts),
        elsewhere=once_written(elsewhere),
        able=_("You will be able to"),
        objectives="\n".join(f"- {item}" for item in about["objectives"]),
        need=_("You need"),
        needs="\n".join(f"- {item}" for item in about["needs"]),
    )


def _question(text):
    """A lesson's question as its head sets it off: a message, since not every writing can lean."""
    return pgettext("how the question of a lesson is set off", "*{question}*").format(question=text)


def footer(following, page):
    """The last cell: the next lesson with its question, and what comes after; `page` leads to the course's page.

    `following` are the sources of the lessons after this one, in the order of the course and in this language.
    """
    if not following:
        last = _("That was the last lesson. All of them, and how to work with them: [the course's page]({page}).")
        return f"---\n\n{last.format(page=page)}"
    link = "[{number} · {title}]({name}.ipynb)"
    first, *others = following
    links = [link.format(number=one.number, title=one.about["title"], name=one.name) for one in following[:2]]
    lines = [_("**Next:** {lesson}. {question}").format(lesson=links[0], question=_question(first.about["question"]))]
    if others:
        lines.append(_("After that: {lesson}.").format(lesson=links[1]))
    return "---\n\n" + "\n\n".join(lines)


def completed(text, exercises):
    """The text of a Markdown cell with all that the build adds to it."""
    return with_folded_answers(with_cards(text, exercises))


def with_folded_answers(text):
    """What stands below `### Answers`, folded: one reads it after one has thought, not before."""

    title = _("Answers")

    def fold(found):
        return f"<details><summary>{title}</summary>\n\n{found[1].strip()}\n\n</details>\n\n"

    return _ANSWERS.sub(fold, f"{text}\n").rstrip()


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
            "*Difficulty {difficulty} of 3 · importance {importance} of 3 · {minutes} minutes · {points} point*",
            "*Difficulty {difficulty} of 3 · importance {importance} of 3 · {minutes} minutes · {points} points*",
            exercise.points,
        ).format(
            difficulty=exercise.difficulty,
            importance=exercise.importance,
            minutes=exercise.minutes,
            points=exercise.points,
        )
        heading = _("Exercise {id} · {title}").format(id=exercise.id, title=title)
        return f"### {heading}\n\n{line}"

    return EXERCISE.sub(card, text)
