"""What one answer leans on: of all the notebook's code only the lines that its function needs, however indirectly.

So an answer is graded alone: an error, an endless loop or an `exit()` in a cell that it does not need costs nothing,
nor does a wrong answer to another exercise, in whose place it gets the course's own, as `kml.checkpoint` does.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from kml_classroom.grade import cellcode, library
from kml_classroom.words import _


@dataclass
class Program:
    """The pieces of code to run, in order; `others` are the exercises that the course's answers stand in for."""

    code: list = field(default_factory=list)  # (file, number of the first line, text)
    files: dict = field(default_factory=dict)  # file → the text of the cell that a piece is of
    others: dict = field(default_factory=dict)  # name → id of the exercise
    aliases: dict = field(default_factory=dict)  # name in the lesson → what the learner calls it
    repairs: list = field(default_factory=list)
    kml: library.Use = field(default_factory=library.Use)
    whole: "Program | None" = None  # with all that was run before the check, if there is more of it

    def add(self, name, first, text, cell):
        """One more piece of code, and the whole of its cell for tracebacks."""
        file = f"<ipython-input-{name}>" if name != -1 else f"<ipython-input-lesson-{first}>"
        self.files[file] = cell
        self.code.append((file, 1 if name == -1 else first, text))


def slice_for(task, cell, called, merged, lesson, right):
    """The Program for one answer: `cell` holds it under the name `called`.

    `right` says for the id of another exercise which (cell, name) is a right answer to it, or None. Its `whole` is what
    a second chance runs: cells may do what nobody sees who only looks for names, as `sys.setrecursionlimit` does.
    """
    cells = merged.cells
    at = next(n for n, one in enumerate(cells) if one is cell)
    cut = max(at, next(n for n, one in enumerate(cells) if one.place == task.check_at))  # what follows it came later
    exercises = {t.exercise.name: t for t in lesson.tasks if t.answer_at < task.answer_at}  # only what stands before
    rivals = [c for c in merged.answers[task.exercise.id].cells if c is not cell]
    index = _Index(cells, cut, rivals, called)
    program, chosen = Program(), _Chosen(index)
    chosen.names.append(called)

    def complete(program):
        """Choose all that what is chosen leans on, and fill the program."""
        while name := chosen.next_name():
            found = _other(name, exercises, right, program, index)
            if found is None:
                found = index.binding(name) if name != called else index.answer(cell, called)
                if not found and name not in cellcode.GIVEN:
                    found = _elsewhere(name, index, lesson, program)
            chosen.add(found)
        pieces = []  # (text, whether it is the learner's own)
        for place in sorted({*chosen.places, *index.stars()}, key=lambda place: (place.number, place.first)):
            whole = place.unit.text if place.number < 0 else cells[place.number].code.text
            program.add(place.number, place.first, place.unit.text, whole)
            pieces.append((place.unit.text, place.number >= 0 and cells[place.number].source not in lesson.texts))
        for name, other in program.aliases.items():
            program.add("alias", 1, f"{name} = {other}", f"{name} = {other}")
        return pieces

    program.kml = library.used(complete(program), task.exercise.id)
    more = [place for place in index.acting(lesson.texts) if place not in chosen.places]
    if more:
        chosen.add(more)
        program.whole = Program(others=dict(program.others), aliases=dict(program.aliases), kml=program.kml)
        complete(program.whole)
    return program


@dataclass(
    frozen=True, eq=False
)  # told apart by what they are: equal ones are compared often, and their units are long
class _Place:
    """A Unit where it stands: in the cell of this number (-1: in the lesson alone), from the line `first` on."""

    number: int
    first: int
    unit: cellcode.Unit


class _Index:
    """Where names are bound, and where what they stand for is changed, among the units of all cells."""

    def __init__(self, cells, cut, rivals, called):
        self.cut = cut
        self.cells = cells
        self.places = [
            _Place(n, unit.first, unit)
            for n, cell in enumerate(cells)
            if cell.code
            for unit in cell.code.units
            if not unit.ours and not (called in unit.binds and any(cell is rival for rival in rivals))
        ]
        self.bound = defaultdict(list)  # name → places
        self.setting, self.touching = defaultdict(list), defaultdict(list)  # name → places up to the check
        self.changers = defaultdict(set)  # name → functions that may change what it stands for
        self.added = {}  # (number of the lesson's cell, line) → what is taken from there
        for place in self.places:
            unit = place.unit
            for name in unit.binds:
                self.bound[name].append(place)
            for name in unit.inside:
                self.changers[name] |= unit.defined
            if place.number <= cut and not unit.defined:
                for name in unit.sets:
                    self.setting[name].append(place)
                for name in unit.touches:
                    self.touching[name].append(place)

    def binding(self, name, later=False):
        """The places that bind a name up to the exercise's check (or after it)."""
        return [place for place in self.bound.get(name, ()) if (place.number > self.cut) == later]

    def answer(self, cell, name):
        """The places in the answer's cell that bind its name, and those after it that build on it."""
        at = next(n for n, one in enumerate(self.cells) if one is cell)
        bound = self.bound.get(name, ())
        own = [place for place in bound if place.number == at]
        return own + [place for place in bound if at < place.number <= self.cut and name in place.unit.reads]

    def stars(self):
        return [place for place in self.places if place.unit.star and place.number <= self.cut]

    def acting(self, texts):
        """The places up to the check that do something, in cells that are not the lesson's own `texts`."""
        own = {n for n, cell in enumerate(self.cells[: self.cut + 1]) if cell.own and cell.source not in texts}
        return [place for place in self.places if place.number in own and place.unit.acts]

    def add(self, at, unit):
        """The place of a unit of the lesson's own cell number `at`, which the learner has not."""
        return self.added.setdefault((at, unit.first), _Place(-1, at * 1000 + unit.first, unit))


class _Chosen:
    """The places that an answer leans on; each brings names to look for, and those who change what it makes."""

    def __init__(self, index):
        self.index = index
        self.places, self.names = {}, []  # in the order in which they were found: the same at each run
        self._done, self._data, self._objects, self._changers = set(), set(), set(), set()

    def next_name(self):
        """A name that was not looked for yet; None at the end."""
        while self.names:
            name = self.names.pop()
            if name not in self._done:
                self._done.add(name)
                return name
        return None

    def add(self, places):
        """Choose these places and all that change what they make."""
        new = list(places)
        while new:
            place = new.pop()
            if place not in self.places:
                self.places[place] = True
                self.names += sorted(place.unit.reads - self._done)
                new += self._changing(place.unit)

    def _changing(self, unit):
        """The places that may change what a chosen unit makes: they belong to it."""
        index, found = self.index, []
        for name in sorted((unit.data | unit.defined) - self._objects):
            self._objects.add(name)
            found += index.setting.get(name, ())
        for name in sorted(unit.data - self._data):
            self._data.add(name)
            changers = sorted(index.changers.get(name, set()) - self._changers)
            self._changers.update(changers)
            for touched in (name, *changers):
                found += index.touching.get(touched, ())
        return found


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
            return [index.add(at, unit) for unit in found]
    return []
