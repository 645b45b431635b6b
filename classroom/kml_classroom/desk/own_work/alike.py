"""Answers of a class that are unusually alike, side by side on one page, and what may and may not be said of them."""

import html
from pathlib import Path

from kml.core import words
from kml_classroom.desk.own_work import fingerprints, likeness
from kml_classroom.desk.sheet import sheet, tag, text
from kml_classroom.grade import report
from kml_classroom.grade.journal import write
from kml_classroom.words import _, each, ngettext

FILE = "similar.html"
_SHOWN = 30  # pairs of one exercise on the page
_STYLE = """\
body { max-width: 80rem } .notice { border-left: .4rem solid var(--orange); padding: .5rem 1rem }
.beside { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem } .beside > div { min-width: 0 }
@media (max-width: 45rem) { .beside { grid-template-columns: 1fr } }
pre span { display: block; min-height: 1.4em; padding-left: .4rem; border-left: .3rem solid transparent }
pre .both { border-color: var(--orange); background: #d0800026 }
"""


def write_page(found, out, copies):
    """Write the page of what `likeness.look` and `likeness.copies` found into the folder `out`; return its path."""
    path = Path(out) / FILE
    write(path, page(found, copies))
    return path


def page(found, copies=None):
    """The page as HTML."""
    return sheet(_title, lambda: _main(found, copies or {}), _STYLE)


def _title():
    return _("Answers that are unusually alike")


def no_proof():
    """What every use of it has to say."""
    return words.sentences(
        _("That answers are alike is no proof of anything."),
        _("Two may have worked together as you asked them to, or have asked the same friend, page or machine; and what "
          "is short, or follows a hint, comes out alike by itself."),
        _("It is a reason to talk with both, and kml oral has questions about their own code."),
    )  # fmt: skip


def _main(found, copies):
    yield tag("h1", _title())
    yield f'<p class="notice"><strong>{text(no_proof())}</strong></p>'
    for number, exercises in found.items():
        yield tag("h2", report.lesson(number))
        yield from (tag("p", said) for said in _same_file(number, copies))
        for one in exercises:
            yield from _exercise(one)
    yield from _how()


def title(found):
    """An exercise as a heading says it."""
    return _("Exercise {id} · {title}").format(id=found.exercise.id, title=words._(found.exercise.title))


def counted(found):
    """How many answers there are, how many of them cannot be compared, and how alike they usually are."""
    said = [ngettext("{n} answer.", "{n} answers.", found.answers).format(n=found.answers)]
    if found.short:
        more = ngettext(
            "{n} is too short to say: without what is the course's own, too little is left of it.",
            "{n} are too short to say: without what is the course's own, too little is left of them.",
            found.short,
        )
        said.append(more.format(n=found.short))
    if found.usual is not None:
        more = _("Of a hundred pairs drawn from this class, {n} share at most {usual:.0%} of their pieces.")
        said.append(more.format(n=round(100 * likeness.USUAL), usual=found.usual))
    elif found.compared > 1:
        more = _("Too few answers to know how alike they usually are: told is what shares more than {certain:.0%}.")
        said.append(more.format(certain=likeness.CERTAIN))
    return words.sentences(*said)


def _exercise(found):
    yield tag("h3", title(found)) + tag("p", counted(found))
    if not found.same and not found.pairs:
        yield tag("p", _("Nothing stands out."))
    for own in found.same:
        said = _("The same but for names and layout: {learners}").format(learners=each(own.learners))
        yield f"<details><summary>{text(said)}</summary>"
        yield f'<pre dir="ltr"><code>{html.escape(own.shape.source)}</code></pre></details>'
    for pair in found.pairs[:_SHOWN]:
        yield f"<details><summary>{text(told(pair))}</summary>"
        yield f'<div class="beside">{_code(pair.one, pair.shared)}{_code(pair.other, pair.shared)}</div></details>'
    if len(found.pairs) > _SHOWN:
        more = len(found.pairs) - _SHOWN
        yield tag("p", ngettext("{n} more pair.", "{n} more pairs.", more).format(n=more))


def told(pair):
    """A pair in one line."""
    said = _("{one} and {other}: {shared} of {of} pieces ({share:.0%})")
    names = (each(own.learners) for own in (pair.one, pair.other))
    return said.format(**dict(zip(("one", "other"), names, strict=True)), shared=len(pair.shared), of=pair.of,
                       share=pair.share)  # fmt: skip


def _code(own, shared):
    both = own.shape.lines_of(shared)
    rows = enumerate(own.shape.source.split("\n"), 1)
    lines = "".join(f"<span{' class=both' * (n in both)}>{html.escape(row)}</span>" for n, row in rows)
    return f'<div><strong>{html.escape(each(own.learners))}</strong><pre dir="ltr"><code>{lines}</code></pre></div>'


def _how():
    yield tag("h2", _("How this is found")) + "<ul>"
    for said in (
        _("Of each answer the syntax is taken: no names, texts, comments or layout, and of a number only its kind. "
          "Every run of {n} parts of it is a piece; a fixed choice of the pieces is compared (winnowing, Schleimer, "
          "Wilkerson and Aiken, 2003).").format(n=fingerprints.PIECE),
        _("Taken out before: every piece that stands in the lesson as it is handed out, in its published solution, or "
          "in what kml.solution shows. An answer that is left with fewer than {n} pieces is not compared.").format(
              n=likeness.ENOUGH),
        _("Pairs are found by pieces that few others have. A way to write that many share, a large group's too, is not "
          "told unless the answers are the same throughout."),
        _("At the top stand the pairs whose common pieces are rare in this class. Lines with an orange edge hold "
          "them."),
    ):  # fmt: skip
        yield tag("li", said)
    yield "</ul>"


def _same_file(number, copies):
    """A line for each file of a lesson that several have handed in."""
    said = _("The same file, byte for byte: {learners}")
    yield from (said.format(learners=each(learners)) for learners in copies.get(number, ()))


def lines(found, copies):
    """What the command line says."""
    yield no_proof()
    for number, exercises in found.items():
        for said in _same_file(number, copies):
            yield words.sentences(_("Lesson {number}:").format(number=number), said)
        for one in exercises:
            yield words.sentences(_("Lesson {number}:").format(number=number), title(one))
            yield "  " + counted(one)
            for own in one.same[:3]:
                said = _("The same but for names and layout: {learners}").format(learners=each(own.learners))
                yield "  " + said
            yield from ("  " + told(pair) for pair in one.pairs[:3])
