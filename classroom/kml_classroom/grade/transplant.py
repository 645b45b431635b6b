"""Puts a learner's cells into the lesson's own order, and finds the answer to each exercise among them.

A cell is known by its id, else by its text, else by the function that it defines, else by the heading above it.
"""

import functools
import re
from dataclasses import dataclass, field

from kml_classroom.grade import cellcode
from kml_classroom.grade.grades import about
from kml_classroom.grade.lesson import CHECK, HEADING
from kml_classroom.words import _, ngettext


@dataclass
class Cell:
    """A code cell in the merged notebook. `place` is the number of the lesson's code cell that it is, or follows."""

    source: str
    place: int
    own: bool  # whether the learner's file has it
    number: int  # of the learner's code cell, for what a person reads
    heading: str = ""  # the exercise under whose heading it stands
    code: cellcode.Code | None = None
    trouble: cellcode.NoCode | None = None

    def __post_init__(self):
        try:
            self.code = cellcode.analyse(self.source)
        except cellcode.NoCode as problem:
            self.trouble = problem

    def function(self, name):
        """The last function called `name` that it defines, or None."""
        found = [f for f in self.code.functions if f.name == name] if self.code else []
        return found[-1] if found else None


@dataclass
class Answer:
    """What was found for one exercise: the cells that may be the answer, best last, under the name `called`.

    `experiments` are those of them that stand below the last check of the exercise. `review`: no cell has its name.
    """

    cells: list = field(default_factory=list)
    experiments: list = field(default_factory=list)
    called: str = ""
    repairs: list = field(default_factory=list)
    review: str = ""


@dataclass
class Merged:
    """The lesson with the learner's cells in it."""

    cells: list
    answers: dict  # id of the exercise → Answer
    repairs: list
    belongs: bool  # whether anything in the file is of this lesson
    published: tuple = ()  # ids of the exercises whose answer is that of the published solution, word for word
    is_solution: bool = False  # whether it holds the published solution and nothing of the learner's
    python: str = ""  # the version of Python that the file names, or ""


def transplant(raw, lesson):
    """Merge a RawNotebook into its Lesson."""
    given = _learners(raw)
    places, known, repairs = _match(given, lesson)
    cells = _merge(given, places, known, lesson, repairs)
    answers = {task.exercise.id: _answer(task, cells, lesson) for task in lesson.tasks}
    belongs = any(answer.cells for answer in answers.values()) or len(set(known)) * 2 > len(lesson.cells)
    published = tuple(id for id, answer in answers.items() if _shape(answer) in lesson.published)
    texts = {_plain(text) for text in lesson.texts}
    others = [cell for cell in cells if cell.own and _plain(cell.source) not in texts]
    is_solution = len(published) == len(answers) and len(others) <= len(_stubs(lesson))
    return Merged(cells, answers, repairs, belongs, published, is_solution, raw.python)


def _shape(answer):
    """What an answer is, but for comments and spaces; "" where it is no function."""
    function = answer.cells[-1].function(answer.called) if answer.cells else None
    return function.shape if function else ""


def _learners(raw):
    """The learner's code cells as (RawCell, heading above)."""
    heading, found = "", []
    for cell in raw.cells:
        if cell.kind == "markdown":
            ids = HEADING.findall(cell.source)
            if ids or re.search(r"^## ", cell.source, re.MULTILINE):
                heading = ids[-1] if ids else ""
        elif cell.source.strip():
            found.append((cell, heading))
    return _joined(found)


_MOST_PARTS = 20  # of a function that was split


def _joined(found):
    """Put together what was split in the middle of a function: a cell that begins with an indented line."""
    made = []
    for cell, heading in found:
        first = next((row for row in cell.source.split("\n") if row.strip() and not row.strip().startswith("#")), "")
        if made and first[:1] in (" ", "\t") and not _defines_by_itself(cell.source):
            before, above = made[-1]
            both = f"{before.source.rstrip()}\n{cell.source}"
            if before.tags.count("joined") < _MOST_PARTS and _code(both):
                made[-1] = (type(cell)(before.kind, both, before.id, (*before.tags, "joined")), above)
                continue
        made.append((cell, heading))
    return made


def _defines_by_itself(source):
    """Whether an indented cell is a whole function that was pasted so, which IPython takes as it is meant."""
    found = re.match(r"(?:[ \t]*\n)*([ \t]+)(async def|def|@)", source)
    if not found or re.search(rf"^{found[1]}(return|yield)\b", source, re.MULTILINE):
        return False
    return _code(source) is not None


def _code(source):
    try:
        return cellcode.analyse(source)
    except cellcode.NoCode:
        return None


def _plain(source):
    return "\n".join(row.rstrip() for row in source.strip().split("\n"))


def _match(given, lesson):
    """For each of the learner's cells its place in the lesson, or None; the places that were found; what was odd."""
    ids = {cell.id: place for place, cell in enumerate(lesson.cells)}
    texts = {}
    for place, cell in enumerate(lesson.cells):
        texts.setdefault(_plain(cell.source), place)
    names = {**_stubs(lesson), **{task.exercise.name: task.answer_at for task in lesson.tasks}}
    places, taken, repairs, lost = [None] * len(given), set(), [], 0
    by_id, by_text = lambda cell: ids.get(cell.id), lambda cell: texts.get(_plain(cell.source))
    for how in (by_id, by_text, lambda cell: _by_name(cell, names)):
        for i, (cell, __) in enumerate(given):
            place = how(cell)
            if places[i] is None and place is not None and place not in taken:
                places[i] = place
                taken.add(place)
                lost += cell.id not in ids
    if lost:
        repairs.append(
            ngettext(
                "{n} cell without the lesson's id found by what it holds",
                "{n} cells without the lesson's id found by what they hold",
                lost,
            ).format(n=lost)
        )
    joined = sum("joined" in cell.tags for cell, __ in given)
    if joined:
        repairs.append(
            ngettext(
                "{n} cell that had been split put together", "{n} cells that had been split put together", joined
            ).format(n=joined)
        )
    return places, [place for place in places if place is not None], repairs


@functools.cache
def _stubs(lesson):
    """{function that a learner is to write: its place}, the steps to an answer among them."""
    cells = [(place, _code(cell.source)) for place, cell in enumerate(lesson.cells) if "exercise" in cell.tags]
    return {function.name: place for place, code in cells if code for function in code.functions}


def _by_name(cell, names):
    return next((place for name, place in names.items() if _defines(cell.source, name)), None)


def _defines(source, name):
    return re.search(rf"^(async )?def {name}\b", source, re.MULTILINE) is not None


def _merge(given, places, known, lesson, repairs):
    """The cells in the lesson's order; those that are the learner's own stay behind the cell that they followed."""
    if known != sorted(known):
        repairs.append(_("cells that had been moved put back into the lesson's order"))
    cells, last = [], -1
    for number, ((raw, heading), place) in enumerate(zip(given, places, strict=True), start=1):
        last = last if place is None else place
        cells.append((last, place is None, number, Cell(raw.source, last, True, number, heading)))
    missing = [place for place in range(len(lesson.cells)) if place not in known]
    answers = {task.answer_at for task in lesson.tasks}
    steps = {*_stubs(lesson).values()} - answers  # an empty one would stand where the learner has written it elsewhere
    cells += [
        (place, False, 0, Cell(lesson.cells[place].source, place, False, 0)) for place in missing if place not in steps
    ]
    gone = [place for place in missing if place not in answers and not _needless(lesson.cells[place])]
    if gone and known:
        repairs.append(
            ngettext(
                "{n} deleted cell of the lesson put back", "{n} deleted cells of the lesson put back", len(gone)
            ).format(n=len(gone))
        )
    return [cell for *__, cell in sorted(cells, key=lambda entry: entry[:3])]


def _needless(cell):
    """Whether a lesson's cell means nothing for grading: the line for Colab, and the checks, which are run outside."""
    return cell.id == "colab" or CHECK.search(cell.source) is not None


def _answer(task, cells, lesson):
    """The Answer to one exercise."""
    name = task.exercise.name
    own = [cell for cell in cells if cell.own]
    worked, real = _worked(own, name, lesson)
    theirs = {one for cell in own if cell.source not in lesson.texts for one in _bound(cell)}  # the lesson may, too
    handed = _handed(own, task.exercise.id)
    names = [one for __, one in handed if one.isidentifier()]
    checked = [one for one in names if one in (name, *theirs) or one not in _names(lesson)]
    other = checked[-1] if checked and not (real and name in checked) else name
    if other != name and _worked(own, other, lesson)[1]:
        answer = Answer(called=other, repairs=[_renaming(task, other)])
        worked, real = _worked(own, other, lesson)
    else:
        answer = Answer(called=name)
    if not real and (cell := _in_check(name, [one for one in handed if one[0].source not in lesson.texts], cells)):
        worked = real = [cell]
    if not worked:
        return _renamed(task, own, lesson, answer)
    shapes = {}
    for cell in real or worked:
        function = cell.function(answer.called)
        shapes[function.shape if function else cell.source] = cell  # the last of equal ones
    answer.cells = list(shapes.values())
    checked = max((cell.number for cell in own if task.exercise.id in CHECK.findall(cell.source)), default=0)
    answer.experiments = [cell for cell in answer.cells if checked and cell.number > checked]
    if len(worked) > len(answer.cells):
        copies = _("`{name}` stands there more than once, copies left out").format(name=answer.called)
        answer.repairs.append(about(task.exercise.id, copies))
    return answer


def _bound(cell):
    """The names that a cell gives a meaning."""
    return {name for unit in cell.code.units for name in unit.binds} if cell.code else set()


def _worked(own, name, lesson):
    """(the cells that give `name` a meaning, those of them that are no empty stub).

    Where the lesson itself calls a value so, that is no answer.
    """
    worked = [cell for cell in own if _may_be(cell, name)]
    worked = [cell for cell in worked if cell.function(name) or name not in _names_at(cell.place, lesson)]
    return worked, [cell for cell in worked if not ((f := cell.function(name)) and f.empty)]


def _handed(own, id):
    """Pairs (cell, text) of what the learner's own checks of an exercise hand over: mostly a function's name."""
    return [(cell, text) for cell in own if cell.code for one, text in cell.code.handed if one == id]


def _in_check(name, handed, cells):
    """A new Cell that calls `name` what the last check was handed, such as a lambda; None where it was a name."""
    if not handed or handed[-1][1].isidentifier():
        return None
    checked, text = handed[-1]
    cell = Cell(f"{name} = {text}", checked.place, True, checked.number)
    if not cell.code or not _may_be(cell, name) or cell.code.units[0].ours:
        return None
    cells.insert(1 + next(n for n, one in enumerate(cells) if one is checked), cell)
    return cell


def _may_be(cell, name):
    """Whether a cell gives `name` a meaning: a def, or an assignment that does not start from the name itself."""
    if cell.code is None:
        return _defines(cell.source, name)
    return any(name in unit.binds and (name not in unit.reads or cell.function(name)) for unit in cell.code.units)


def _renamed(task, own, lesson, answer):
    """The function in the exercise's own cell, or under its heading, that has another name."""
    taken = _names(lesson)
    lacking = _("no cell of the file defines `{name}`").format(name=task.exercise.name)
    here = [cell for cell in own if cell.place == task.answer_at]
    under = [cell for cell in own if cell.heading == task.exercise.id and cell.place <= task.check_at]
    for cell in here + under:
        found = [f for f in cell.code.functions if f.name not in taken] if cell.code else []
        if found:
            answer.called, answer.cells, answer.review = found[-1].name, [cell], lacking
            answer.repairs.append(_renaming(task, answer.called))
            return answer
    broken = [cell for cell in here if cell.trouble]
    if broken:
        answer.cells = broken[-1:]
    else:
        answer.review = lacking
    return answer


def _renaming(task, name):
    return about(task.exercise.id, _("the function is called `{name}` there").format(name=name))


@functools.cache
def _names(lesson):
    """All names that the lesson itself binds: none of them is a renamed answer."""
    return {name for cell in lesson.cells for unit in _units(cell.source) for name in unit.binds}


def _names_at(place, lesson):
    """The names that the lesson's own cell at a place binds, whatever its language; none where a learner writes."""
    if place < 0 or "exercise" in lesson.cells[place].tags:
        return set()
    return {name for unit in _units(lesson.cells[place].source) for name in unit.binds}


def _units(source):
    try:
        return cellcode.analyse(source).units
    except cellcode.NoCode:
        return ()
