"""Steps between the hints and the solution, made of the reference answer's own lines.

    gaps(exercise)      an answer with gaps: each call fills one more, and the last one never
    order(exercise)     its lines in another order, to be put right: checked by running what they make
    bug(exercise)       an answer with one wrong line, which is to be found

Nothing of it is noted as solved: that is for what learners write themselves.
"""

from dataclasses import replace

from kml.core.words import _, ngettext, sentences
from kml.course.checking.judging import grade
from kml.course.checking.lines import made, source, taken_apart, wrong_lines
from kml.course.checking.listing import FIRST, Listing
from kml.course.checking.panels import Panel
from kml.course.memory.computer import shuffled

FEWEST = 4  # lines of an answer: fewer have hardly an order
EXTRA = 2  # wrong lines among the right ones, at most
DEEPEST = 6  # a line goes no deeper, however often one indents it

_gaps_filled: dict[str, int] = {}
_begun: dict[str, list] = {}  # id → the rows as the learner has put them: the cell may be run again


def offered(exercise):
    """Whether the answer is long enough for steps."""
    return len(taken_apart(exercise.reference)[1]) >= FEWEST


def gaps(exercise):
    """The Panel of the answer with gaps: at first its shape alone, then one more line a call."""
    head, rows = taken_apart(exercise.reference)
    filled = min(_gaps_filled.get(exercise.id, 0), len(rows) - 1)
    _gaps_filled[exercise.id] = filled + 1
    depths = [row.depth for row in rows[1:]] + [0]
    shown = [row if k < filled else _gap(row, depths[k] > row.depth) for k, row in enumerate(rows)]
    more = _("Each call fills one more line.")
    if filled == len(rows) - 1:
        more = _('The last gap is yours. `kml.solution("{id}")` shows the whole answer.').format(id=exercise.id)
    said = _("One answer: each `...` is a gap.")
    lines = said, *(f"    {line}" for line in source(head, shown).splitlines()), more
    return Panel("note", _heading(exercise), lines, word=_("With gaps"))


def _gap(row, opens):
    """A row of which nothing is given away but what kind of block it `opens`; Python can read it."""
    if not opens:
        return replace(row, text="...")
    kind = row.text.split()[0]
    return replace(row, text="for __ in ...:" if kind == "for" else f"{kind} ...:")


def order(exercise):
    """The Listing of the answer's lines in another order, among them up to two that are wrong."""
    head, rows = taken_apart(exercise.reference)
    wrong = [row for __, row, __ in wrong_lines(exercise, "order", EXTRA)]
    if exercise.id not in _begun:
        among = [replace(row, depth=1) for row in (*rows, *wrong)]
        _begun[exercise.id] = [among[i] for i in _mixed(f"{exercise.id} order", len(rows), len(among))]
    placed = _begun[exercise.id]

    def moved(k, by):
        to = min(max(k + by, 0), len(placed) - 1)
        placed.insert(to, placed.pop(k))
        return to, _("It is line {line} now.").format(line=to + FIRST)

    def indented(k, by):
        depth = min(max(placed[k].depth + by, 1), DEEPEST)
        placed[k] = replace(placed[k], depth=depth)
        return k, _("Indented by {n} spaces.").format(n=4 * depth)

    def used(k):
        placed[k] = replace(placed[k], used=not placed[k].used)
        return k, _("The line is used again.") if placed[k].used else _("The line is left out.")

    buttons = {_("Move up"): lambda k: moved(k, -1), _("Move down"): lambda k: moved(k, 1)}
    said = [_("These lines make an answer, in another order. Choose one and move it; then check.")]
    if any(row.depth > 1 for row in rows):
        buttons |= {_("Indent"): lambda k: indented(k, 1), _("Outdent"): lambda k: indented(k, -1)}
        said.append(_("What belongs inside of a loop or a condition has to be indented, too."))
    if wrong:
        buttons[_("Leave out, or put back")] = used
        too_many = ngettext(
            "{n} line does not belong there: leave it out.",
            "{n} lines do not belong there: leave them out.",
            len(wrong),
        )
        said.append(too_many.format(n=len(wrong)))
    panel = Panel("note", _heading(exercise), (sentences(*said), f"    {head}"), word=_("In order"))
    return Listing(panel, placed, buttons, {_("Check"): lambda: _judged(exercise, head, placed)})


def _mixed(name, n, among):
    """An order of `among` lines in which the first n are not in the order of the answer."""
    mixed = shuffled(name, among)
    return mixed if [i for i in mixed if i < n] != list(range(n)) else mixed[::-1]


def _judged(exercise, head, rows):
    """The Panel that says whether these rows make a right answer."""
    try:
        function = made(exercise, head, rows)
    except SyntaxError as problem:
        said = _(
            "Python cannot read line {line}. What belongs to a line that ends in a colon is indented below it, and "
            "nothing else is."
        )
        said = said.format(line=problem.lineno)
        return Panel("raised", exercise.id, (said,), folded=(_("What Python says"), problem.msg))
    result = grade(exercise, function)
    if result.state != "correct":
        return result.panel()
    said = _("In this order it is right. Now write it into your own cell without looking: only that counts.")
    return Panel("correct", exercise.id, (said,))


def bug(exercise):
    """The Listing of an answer with one wrong line; a Panel where no declared mistake is that of one line."""
    head, rows = taken_apart(exercise.reference)
    found = wrong_lines(exercise, "bug", 1)
    if not found:
        return Panel("note", _heading(exercise), (_("No mistake of this exercise is in one line."),), word=_("No bug"))
    ((place, wrong, because),) = found
    rows = [*rows[:place], wrong, *rows[place + 1 :]]

    def chosen(k):
        if k == place:
            said = _("This is the line. Write it as it should be, in your own answer.")
            return k, Panel("correct", exercise.id, (sentences(because, said),))
        if k < place:
            said = _("Line {line} is as it should be. The bug is further down.")
        else:
            said = _("Line {line} is as it should be. The bug is further up.")
        return k, Panel("not yet", exercise.id, (said.format(line=k + FIRST),))

    case = grade(exercise, made(exercise, head, rows)).case
    said = _("Suppose this was your answer. One line of it is wrong: which one?")
    lines = said, _("On this input:"), *(f"    {line}" for line in case), _("Your lines:"), f"    {head}"
    panel = Panel("note", _heading(exercise), lines, word=_("Find the bug"))
    return Listing(panel, rows, {_("It is this line"): chosen})


def _heading(exercise):
    return f"{exercise.id} · {_(exercise.title)}"
