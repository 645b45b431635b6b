"""The page with three questions for each learner about their own code, and the answers for whoever asks."""

import html
from pathlib import Path

from kml.core import words
from kml_classroom.desk import results
from kml_classroom.desk.own_work import questions
from kml_classroom.desk.platforms.people import folded
from kml_classroom.desk.sheet import sheet, tag, text
from kml_classroom.grade import report, sandbox
from kml_classroom.grade.journal import class_seed, read_page, write
from kml_classroom.words import _, each

FILE = "oral.html"
_STYLE = """\
.answer { border-left: .4rem solid var(--blue); padding: .1rem .75rem; margin: .5rem 0 }
pre i { display: inline-block; width: 2.2em; opacity: .7; font-style: normal; user-select: none }
@media print { section { break-before: page } section:first-of-type { break-before: auto } }
"""


def draw(out, learners=(), lessons=(), watch=iter, unsafe=False, kind=None):
    """[(learner, lesson, [Question])] for the `learners` in the folder `out` (none: all), for the `lessons` or all.

    `kind` is the sandbox in which their code is run, "bwrap" or "wasi". Raises ValueError with a sentence; one is that
    a sandbox that was asked for is not here.
    """
    seed, found, limits = class_seed(out), [], sandbox.limits(kind)
    if kind and not unsafe:
        try:
            sandbox.require(kind)
        except sandbox.NoSandbox as problem:
            raise ValueError(str(problem)) from None
    # who is not there is told before anything is run
    there = [(grade.learner, grade.lesson) for grade in results.grades(out)]
    results.require(lessons, {lesson for __, lesson in there}, out)
    asked = {folded(learner): learner for learner in learners}
    strangers = [asked[one] for one in sorted({*asked} - {folded(learner) for learner, __ in there})]
    if strangers:
        said = _("In {folder} nobody is called {names}. Names are those of the folders or files of the inbox.")
        raise ValueError(said.format(folder=out, names=each(strangers)))
    for grade in watch(results.grades(out, lessons)):
        if grade.marks and (not asked or folded(grade.learner) in asked):
            about = read_page(out, grade), grade.lesson, grade.learner, seed
            found.append((grade.learner, grade.lesson, questions.ask(*about, unsafe, limits)))
    return found


def write_page(drawn, out):
    """Write the page of what `draw` gave into the folder `out`; return its path."""
    path = Path(out) / FILE
    write(path, sheet(_title, lambda: _main(drawn), _STYLE))
    return path


def _title():
    return _("Questions about their own code")


def _main(drawn):
    yield tag("h1", _title())
    said = words.sentences(
        _("For whoever asks: the answers stand below each question."),
        _("Drawn by lot from the name and the class's secret seed; the answers were found by running the code in the "
          "sandbox, or are for you to judge where it says so."),
        _("Another way to say it is as good, and nobody reckons like a machine: ask how they find out."),
    )  # fmt: skip
    yield tag("p", said)
    for learner, lesson, asked in drawn:
        of_lesson = report.lesson(lesson)
        yield f"<section><h2>{html.escape(learner)} · {text(of_lesson)}</h2>"
        if not asked:
            yield tag("p", _("There is no answer of theirs that one could ask about."))
        for n, question in enumerate(asked, 1):
            yield from _question(n, question)
        yield "</section>"


def _question(n, question):
    title = _("Exercise {id} · {title}").format(id=question.exercise.id, title=words._(question.exercise.title))
    yield tag("h3", f"{n}. {title}")
    rows = enumerate(question.code.split("\n"), 1)
    yield '<pre dir="ltr"><code>' + "\n".join(f"<i>{at}</i>{html.escape(row)}" for at, row in rows) + "</code></pre>"
    yield f"<p><strong>{text(asked(question))}</strong></p>"
    if question.case:
        yield f'<pre dir="ltr">{html.escape(chr(10).join(question.case))}</pre>'
    yield f'<div class="answer">{tag("p", answered(question))}</div>'


def asked(question):
    """The question in the language in use; the lines of an input come after it."""
    about = {"line": question.line, "text": question.text, "instead": question.instead}
    if question.kind == "gives":
        return _("What does your function give for this input, and how do you find that out?")
    if question.kind == "without":
        return _("What changes for this input if line {line}, `{text}`, is left out?").format(**about)
    if question.kind == "mistake":
        said = _("Suppose that line {line} says `{instead}` in the place of `{text}`. What is wrong then, and how "
                 "would you notice it?")  # fmt: skip
        return said.format(**about)
    return _("What does line {line}, `{text}`, do, and why is it needed?").format(**about)


def answered(question):
    """The answer, for whoever asks."""
    about = {"before": question.before, "after": question.after}
    if question.kind == "gives":
        return _("It gives: `{before}`").format(**about)
    if question.kind == "without":
        return _("Before: `{before}`. Without it: `{after}`").format(**about)
    if question.kind == "mistake":
        return words._(question.because)
    return _("For you to judge: nothing was run for this question.")
