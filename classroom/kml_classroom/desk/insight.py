"""What a class has not understood as one page: no server, no script, no network; both languages, light and dark.

Whoever opens it chooses the language with a button. Behind each picture stands a table with its numbers.
"""

import html
from pathlib import Path

from kml.core import words
from kml_classroom.desk import anonymous, understanding
from kml_classroom.desk.sheet import sheet, tag, text
from kml_classroom.grade import report
from kml_classroom.grade.journal import write
from kml_classroom.words import N_, _, listed, ngettext, pgettext

FILE = "insight.html"
_MOST = 10  # groups of one exercise that are shown
_STYLE = """\
.card { margin: 1rem 0; padding: 1rem 1.25rem; border-left: .4rem solid var(--blue); background: var(--card);
  break-inside: avoid }
.card h3 { margin-top: 0 } .card .big { font-size: 1.25rem; line-height: 1.4; margin: .5rem 0 }
.bar { display: flex; height: 1.75rem; font-size: .9rem; line-height: 1.75rem; border: 1px solid var(--line) }
.bar > * { min-width: 0; overflow: hidden; text-align: center }
.right { background: var(--blue); color: var(--on-blue) } .untouched { background: transparent }
.tried { background: repeating-linear-gradient(45deg, #d0800055 0 6px, #d0800022 6px 12px);
  outline: 1px solid var(--line) }
.key { display: inline-block; width: 1em; height: 1em; margin-right: .35em; vertical-align: -.1em;
  border: 1px solid var(--line) }
.key-of { white-space: nowrap; margin-right: 1em }
.track { position: relative; height: 1.5rem; margin: .25rem 0; border-bottom: 1px solid var(--line) }
.track > * { position: absolute; top: 0; bottom: 0 }
.zero { left: 50%; border-left: 1px dashed var(--line) }
.interval { top: .6rem; height: .3rem; bottom: auto; background: var(--orange) }
.dot { top: .4rem; width: .7rem; height: .7rem; bottom: auto; margin-left: -.35rem; border-radius: 50%;
  background: var(--blue) }
.bar, .track { margin-bottom: .6rem }
.scale { display: flex; justify-content: space-between; font-size: .85rem }
@media print { .card { page-break-inside: avoid } }
"""
_RULES = {
    "weak": N_("Who has many points elsewhere is hardly better here: the whole interval of the dot lies below 0.2."),
    "same": N_("A third or more of those who tried fail in one and the same way that no named mistake describes."),
    "unnamed": N_(
        "Less than a third of those who tried are right, and less than half of the others have a named mistake."
    ),
    "skipped": N_("A third or more of the class left it untouched and answered a later exercise."),
}


def write_page(lessons, out):
    """Write the page of the Understandings of some lessons into the folder `out`; return its path."""
    path = Path(out) / FILE
    write(path, page(lessons, out))
    return path


def page(lessons, out):
    """The page as HTML. Answers that it shows are read from the folder `out`."""
    shown = {}
    for lesson in lessons:
        for item in lesson.items:
            for group in (*item.mistakes[:_MOST], *item.clusters[:_MOST]):
                shown[id(group)] = anonymous.example(out, lesson.lesson, group, item.exercise)
    return sheet(lambda: _("What did my class not understand?"), lambda: _main(lessons, shown), _STYLE)


def _main(lessons, shown):
    yield tag("h1", _("What did my class not understand?"))
    for lesson in lessons:
        yield from _lesson(lesson, shown)
    yield from _how()


def _lesson(lesson, shown):
    yield tag("h2", report.lesson(lesson.lesson))
    yield tag("p", in_one_line(lesson))
    yield from _talk(lesson, shown)
    yield from _bars(lesson)
    yield from _discrimination(lesson)
    yield from _table(lesson)
    yield from _groups(lesson, shown, _("Mistakes with a name"), "mistakes", _("No named mistake was made."))
    yield from _groups(lesson, shown, _("Failing alike, without a name"), "clusters", _("No two answers fail alike."))
    yield from _faults(lesson)


def in_one_line(lesson):
    """How many submissions there were, how many could not be read, and the points in the middle."""
    said = [ngettext("{n} submission.", "{n} submissions.", lesson.n).format(n=lesson.n)]
    if lesson.unreadable:
        more = ngettext("{n} of them could not be read.", "{n} of them could not be read.", lesson.unreadable)
        said.append(more.format(n=lesson.unreadable))
    if len(lesson.points) > 1:
        points = sorted(lesson.points)
        middle = points[len(points) // 2]
        more = _("Half of the class has {points:g} or more of {out_of} points.")
        if middle >= lesson.out_of:
            more = _("Half of the class has all {out_of} points.")
        said.append(more.format(points=middle, out_of=lesson.out_of))
    return words.sentences(*said)


# ── tomorrow ───────────────────────────────────────────────────────────────────────────────────────────────────────


def to_say(lesson):
    """[(heading, how many, what is wrong, a hint)] of what to talk about, in the language in use."""
    items = {item.exercise.id: item for item in lesson.items}
    for group in lesson.to_talk_about():
        item = items[group.id]
        many = ngettext("{n} of {all} who tried", "{n} of {all} who tried", item.right + item.tried)
        many = many.format(n=group.count, all=item.right + item.tried)
        hint = words._(item.exercise.hints[0]) if item.exercise.hints else ""
        yield group, _title(item.exercise), many, _said(group, lesson.lesson), hint


def _title(exercise):
    return _("Exercise {id} · {title}").format(id=exercise.id, title=words._(exercise.title))


def _said(group, lesson):
    if group.mistake:
        return words._(group.mistake.because)
    return anonymous.sentence(group, anonymous.vocabulary(lesson))


def _talk(lesson, shown):
    yield tag("h3", _("To talk about tomorrow"))
    said = list(to_say(lesson))
    if not said:
        yield tag("p", _("Nobody who tried is wrong."))
    for group, title, many, wrong, hint in said:
        yield f'<section class="card"><h3>{text(title)}</h3>'
        yield f'<p class="big">{text(wrong)}</p>'
        yield tag("p", _("{many} gave such an answer.").format(many=many))
        if hint:
            way_in = tag("strong", _("A way in:"))
            yield f"<p>{way_in}<br>{text(hint)}</p>"
        yield from _answer(group, shown)
        yield "</section>"


def _answer(group, shown):
    """An answer of a group and an input on which it fails, folded."""
    code = shown.get(id(group))
    if not code and not group.case:
        return
    yield "<details>" + tag("summary", _("One such answer"))
    if code:
        yield f'<pre dir="ltr" tabindex="0"><code>{html.escape(code)}</code></pre>'
    if group.case:
        yield tag("p", _("On this input:"))
        yield f'<pre tabindex="0">{html.escape(chr(10).join(group.case))}</pre>'
    yield "</details>"


# ── pictures, and the table behind them ────────────────────────────────────────────────────────────────────────────

_KINDS = ("right", "tried", "untouched")


def _kind(name):
    return {
        "right": pgettext("answers of a class", "right"),
        "tried": pgettext("answers of a class", "tried, not right"),
        "untouched": pgettext("answers of a class", "untouched"),
    }[name]


def _bars(lesson):
    yield tag("h3", _("How many were right")) + "<p>"
    yield (
        "".join(f'<span class="key-of"><span class="key {kind}"></span>{text(_kind(kind))}</span> ' for kind in _KINDS)
        + "</p>"
    )
    for item in lesson.items:
        counts = [(kind, getattr(item, kind)) for kind in _KINDS]
        told = _("{title}: {right} right, {tried} tried and not right, {untouched} untouched.")
        told = told.format(title=_title(item.exercise), **dict(counts))
        yield f"<div>{text(_title(item.exercise))}</div>"
        segments = "".join(f'<span class="{kind}" style="flex:{n}">{n}</span>' for kind, n in counts if n)
        yield f'<div class="bar" role="img" aria-label="{html.escape(told)}">{segments}</div>'


def _discrimination(lesson):
    yield tag("h3", _("Does it tell who knows the rest?"))
    said = _(
        "The dot is the correlation of an exercise's points with those in all the others, the line its 95 % interval."
    )
    yield tag("p", said)
    if all(item.discrimination is None for item in lesson.items):
        yield tag("p", _unknown())
        return
    for item in lesson.items:
        yield f"<div>{text(_title(item.exercise))}</div>"
        if item.discrimination is None:
            yield '<div class="track">' + tag("span", _("not known")) + "</div>"
            continue
        r, low, high = item.discrimination
        told = pgettext("an exercise, and what is said of it", "{title}: {between}").format(
            title=_title(item.exercise), between=_between(item.discrimination)
        )
        yield (
            f'<div class="track" role="img" aria-label="{html.escape(told)}"><span class="zero"></span>'
            f'<span class="interval" style="left:{50 + 50 * low:.1f}%;width:{50 * (high - low):.1f}%"></span>'
            f'<span class="dot" style="left:{50 + 50 * r:.1f}%"></span></div>'
        )
    yield '<div class="scale" aria-hidden="true"><span>−1</span><span>0</span><span>1</span></div>'


def _unknown():
    said = _("Not known: fewer than {n} submissions could be read, or all have the same points.")
    return said.format(n=understanding.ENOUGH)


def _between(value, form="{:.2f}"):
    middle, low, high = (form.format(one) for one in value)
    return _("{value} ({low} to {high})").format(value=middle, low=low, high=high)


def _table(lesson):
    heads = (
        _("Exercise"), _kind("right"), _kind("tried"), _kind("untouched"), _("share right"), _("discrimination"),
        _("minutes planned"),
    )  # fmt: skip
    yield "<details>" + tag("summary", _("All of it as a table"))
    yield f'<div class="wide" tabindex="0"><table><tr>{"".join(f"<th>{text(head)}</th>" for head in heads)}</tr>'
    for item in lesson.items:
        cells = [
            *(getattr(item, kind) for kind in _KINDS),
            _between(item.difficulty(), "{:.0%}") if item.n else "–",
            _between(item.discrimination) if item.discrimination else _("not known"),
            item.exercise.minutes,
        ]
        row = "".join(f'<td class="number">{text(str(cell))}</td>' for cell in cells)
        yield f"<tr><td>{text(_title(item.exercise))}</td>{row}</tr>"
    said = _("In brackets: 95 % intervals. How long learners took is not known: their notebooks do not keep it.")
    yield f"</table></div><p>{text(said)}</p></details>"


# ── groups of answers, and the text ────────────────────────────────────────────────────────────────────────────────


def _groups(lesson, shown, heading, kind, none):
    yield tag("h3", heading)
    found = False
    for item in lesson.items:
        groups = getattr(item, kind)
        alone = item.others if kind == "clusters" else 0
        if not groups and not alone:
            continue
        found = True
        counted = sum(one.count for one in groups) + alone
        many = ngettext("{n} answer", "{n} answers", counted).format(n=counted)
        yield f"<details><summary>{text(_title(item.exercise))} · {text(many)}</summary><ul>"
        for group in groups[:_MOST]:
            yield f"<li><strong>{group.count}</strong> · {text(_said(group, lesson.lesson))}"
            yield from _answer(group, shown)
            yield "</li>"
        yield "</ul>"
        if groups[_MOST:]:
            rest = sum(group.count for group in groups[_MOST:])
            said = ngettext("{n} more, in a rarer way.", "{n} more, in rarer ways.", rest)
            yield tag("p", said.format(n=rest))
        if alone:
            said = ngettext("{n} more, wrong in its own way.", "{n} more, each wrong in its own way.", alone)
            yield tag("p", said.format(n=alone))
        yield "</details>"
    if not found:
        yield tag("p", none)


def _faults(lesson):
    yield tag("h3", _("Where the text may be at fault"))
    found = [(item, item.faults()) for item in lesson.items if item.faults()]
    if not found:
        yield tag("p", _("By the rules below: nowhere."))
    for item, names in found:
        yield f"<p><strong>{text(_title(item.exercise))}</strong></p><ul>"
        yield from (tag("li", _(_RULES[name])) for name in names)
        yield "</ul>"


def _how():
    yield tag("h2", _("How this is counted")) + "<ul>"
    said = (
        _("Right: all points of the exercise. Untouched: the cell is as it was handed out, begun and giving nothing "
          "yet, or gone."),
        _("A named mistake: the answer gave on every input what the course's own wrong answer gives there."),
        _("Failing alike: the same sentence of the checker, and the same result where there is one. Numbers and names "
          "in a sentence do not count. Where it is not a named mistake, the sentence is in the language in which the "
          "class was graded."),
        _("Answers are shown without comments, texts, long numbers and names of the learner's own. In a small class "
          "a way to write may tell whose it is all the same."),
        _("The text may be at fault where {n} or more have tried and one of these rules holds. They were chosen by "
          "hand before any class was seen, and point at a place to read, no more:").format(n=understanding.ENOUGH),
    )  # fmt: skip
    yield from (tag("li", one) for one in said[:-1])
    yield f"<li>{text(said[-1])}<ul>" + "".join(tag("li", _(rule)) for rule in _RULES.values())
    yield "</ul></li></ul>"


# ── the command line ───────────────────────────────────────────────────────────────────────────────────────────────


def lines(lesson):
    """What the command line says of a lesson."""
    yield words.sentences(_("Lesson {number}:").format(number=lesson.lesson), in_one_line(lesson))
    for item in lesson.items:
        counts = " · ".join(f"{_kind(kind)} {getattr(item, kind)}" for kind in _KINDS)
        yield f"  {item.exercise.id}  {counts}  {words._(item.exercise.title)}"
    for n, (__, title, many, wrong, ___) in enumerate(to_say(lesson), 1):
        said = pgettext("an exercise, how many gave a wrong answer, and what is wrong", "{title} ({many}): {wrong}")
        yield f"{n}. {said.format(title=title, many=many, wrong=wrong)}"
    ids = [item.exercise.id for item in lesson.items if item.faults()]
    if ids:
        yield _("The text may be at fault: {ids}").format(ids=listed(ids))
