"""What one answer leans on: of all the notebook's code only the lines that its function needs, however indirectly.

So an answer is graded alone: an error, an endless loop or an `exit()` in a cell that it does not need costs nothing,
nor does a wrong answer to another exercise, in whose place it gets the course's own, as `kml.checkpoint` does.
"""

from dataclasses import dataclass, field

from kml_classroom.grade import cellcode
from kml_classroom.words import _


@dataclass
class Program:
    """The pieces of code to run, in order; `others` are the exercises that the course's answers stand in for."""

    code: list = field(default_factory=list)  # (file, number of the first line, text)
    files: dict = field(default_factory=dict)  # file → the text of the cell that a piece is of
    others: dict = field(default_factory=dict)  # name → id of the exercise
    aliases: dict = field(default_factory=dict)  # name in the lesson → what the learner calls it
    repairs: list = field(default_factory=list)

    def add(self, name, first, text, cell):
        """One more piece of code, and the whole of its cell for tracebacks."""
        file = f"<ipython-input-{name}>" if name != -1 else f"<ipython-input-lesson-{first}>"
        self.files[file] = cell
        self.code.append((file, 1 if name == -1 else first, text))


def slice_for(task, cell, called, merged, lesson, right):
    """The Program for one answer: `cell` holds it under the name `called`.

    `right` says for the id of another exercise which (cell, name) is a right answer to it, or None.
    """
    program = Program()
    cells = merged.cells
    at = next(n for n, one in enumerate(cells) if one is cell)
    cut = max(at, next(n for n, one in enumerate(cells) if one.place == task.check_at))  # what follows it came later
    exercises = {t.exercise.name: t for t in lesson.tasks if t.answer_at < task.answer_at}  # only what stands before
    rivals = [c for c in merged.answers[task.exercise.id].cells if c is not cell]
    index = _Index(cells, cut, rivals, called)

    chosen, done, todo = set(), set(), {called}
    while todo:
        name = todo.pop()
        if name not in done:
            done.add(name)
            found = _other(name, exercises, right, program, index)
            if found is None:
                found = index.binding(name) if name != called else index.answer(cell, called)
                if not found and name not in cellcode.GIVEN:
                    found = _elsewhere(name, index, lesson, program)
            for place in set(found) - chosen:
                chosen.add(place)
                todo |= place[2].reads
        if not todo:
            todo = _changing(chosen, index, done)
    for place in index.stars():
        chosen.add(place)
    for number, first, unit in sorted(chosen, key=lambda place: place[:2]):
        program.add(number, first, unit.text, unit.text if number < 0 else cells[number].code.text)
    for name, other in program.aliases.items():
        program.add("alias", 1, f"{name} = {other}", f"{name} = {other}")
    return program


class _Index:
    """Where names are bound, among the units of all cells. A place is (number of the cell, first line, Unit)."""

    def __init__(self, cells, cut, rivals, called):
        self.cut = cut
        self.places = [
            (n, unit.first, unit)
            for n, cell in enumerate(cells)
            if cell.code
            for unit in cell.code.units
            if not unit.ours and not (called in unit.binds and any(cell is rival for rival in rivals))
        ]
        self.cells = cells
        self.bound = {}
        for place in self.places:
            for name in place[2].binds:
                self.bound.setdefault(name, []).append(place)

    def binding(self, name, later=False):
        """The places that bind a name up to the exercise's check (or after it)."""
        return [place for place in self.bound.get(name, ()) if (place[0] > self.cut) == later]

    def answer(self, cell, name):
        """The places in the answer's cell that bind its name, and those after it that build on it."""
        at = next(n for n, one in enumerate(self.cells) if one is cell)
        own = [place for place in self.places if place[0] == at and name in place[2].binds]
        after = [place for place in self.binding(name) if place[0] > at and name in place[2].reads]
        return own + after

    def stars(self):
        return [place for place in self.places if place[2].star and place[0] <= self.cut]


def _other(name, exercises, right, program, index):
    """The places of another exercise's right answer; [] where the course's stands in for it; None if it is none."""
    if name not in exercises:
        return None
    id = exercises[name].exercise.id
    answer = right(id)
    if answer is None:
        program.others[name] = id
        return []
    cell, called = answer
    if called != name:
        program.aliases[name] = called
    return index.answer(cell, called)


def _elsewhere(name, index, lesson, program):
    """A name not bound before the check: it is further down, or in the lesson's own text of a cell that was edited."""
    later = index.binding(name, later=True)
    if later:
        program.repairs.append(_("`{name}` is only defined further down").format(name=name))
        return later
    for at, cell in enumerate(lesson.cells):
        try:
            found = [unit for unit in cellcode.analyse(cell.source).units if name in unit.binds]
        except cellcode.NoCode:
            continue
        if found and not found[0].ours:
            program.repairs.append(_("`{name}` is missing; taken from the lesson").format(name=name))
            return [(-1, at * 1000 + unit.first, unit) for unit in found]
    return []


def _changing(chosen, index, done):
    """Names read by the units that change an object which a chosen unit has made: they belong to it."""
    data = {name for place in chosen for name in place[2].data}
    objects = data | {name for place in chosen for name in place[2].defined}
    changers = {name for place in index.places if place[2].inside & data for name in place[2].defined}
    more = set()
    for place in index.places:
        unit = place[2]
        if place in chosen or place[0] > index.cut or unit.defined:
            continue
        if unit.sets & objects or unit.touches & (data | changers):
            chosen.add(place)
            more |= unit.reads - done
    return more
