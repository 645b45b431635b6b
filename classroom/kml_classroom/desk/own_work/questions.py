"""Three questions about somebody's own code, for a talk of five minutes, with answers for whoever asks.

They are made of the learner's own syntax and the exercise's own inputs, and drawn by lot from the name and the class's
secret seed: the same at each run, and known to nobody before. What the code gives is found by running it where `kml
grade` runs it, in the sandbox, and nowhere else; what cannot be run is asked about by reading alone.
"""

import ast
import copy
import dataclasses
import random
from dataclasses import dataclass

from kml.course.checking import judging, running, values
from kml.course.checking.slips import VAGUE, Changes
from kml_classroom.desk.understanding import Named
from kml_classroom.grade import slicing
from kml_classroom.grade.calling import Caller, inputs
from kml_classroom.grade.grades import Limits
from kml_classroom.grade.intake import RawCell, RawNotebook
from kml_classroom.grade.lesson import find_lesson
from kml_classroom.grade.sandbox import NoSandbox, Stopped
from kml_classroom.grade.transplant import transplant

KINDS = "gives", "without", "mistake"  # what is asked, one each; "read" where nothing can be run
_TRIES = 12  # changed copies of one answer that are run, at most
_MOST_ROWS, _LONGEST = 4, 90  # of an input that one can think through, and letters of a value


@dataclass(frozen=True)
class Question:
    """One question: its kind, the exercise, the learner's function, and what the sentences about it need.

    `case` are the lines of an input, `before` and `after` what the code gives on it, as it is and changed; `line` and
    `text` what stands there, `instead` what would; `because` the mistake, as it is declared.
    """

    kind: str
    exercise: object
    code: str
    case: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    line: int = 0
    text: str = ""
    instead: str = ""
    because: str = ""


def ask(page, lesson, learner, seed, unsafe=False, limits=None):
    """[Question] about the answers on a page (the Shown cells of one submission) to lesson "03"; [] for none.

    `seed` is the class's secret one, `limits` say in which sandbox the code is run (None: bubblewrap), and where there
    is none of that kind, the questions are about reading alone.
    """
    lesson = find_lesson(lesson)
    cells = tuple(RawCell("code", shown.source) for shown in page if shown.kind == "code")
    merged = transplant(RawNotebook(cells, (), ()), lesson)
    lot = random.Random(f"{seed} {learner} {lesson.number}")
    answers = list(filter(None, (_Answer.of(task, merged, lesson) for task in lesson.tasks)))
    lot.shuffle(answers)
    asked, used = [], []
    with Caller(lesson, seed, limits or Limits(), unsafe) as caller:
        for kind in lot.sample(KINDS, len(KINDS)):
            for answer in sorted(answers, key=used.count):  # another exercise each time, while there is one
                found = _made(kind, answer, caller, lot)
                if found:
                    asked.append(found)
                    used.append(answer)
                    break
    missing = len(KINDS) - len(asked)
    readable = [(answer, row) for answer in answers for row in _rows(answer.function)]
    lot.shuffle(readable)
    for answer, (line, text) in sorted(readable, key=lambda one: used.count(one[0]))[:missing]:
        asked.append(Question("read", answer.task.exercise, answer.code, line=line, text=text))
    return asked


def _made(kind, answer, caller, lot):
    """The Question of a kind about one answer; None where there is none, or it cannot be run."""
    exercise = answer.task.exercise
    if exercise.drive is not None or (exercise.free and kind == "mistake"):
        return None
    try:
        return {"gives": _gives, "without": _without, "mistake": _mistake}[kind](answer, caller, lot)
    except (Stopped, NoSandbox):
        return None


@dataclass(eq=False)
class _Answer:
    """A learner's function for one exercise: its syntax, its own lines, and the Program that runs it."""

    task: object
    called: str
    function: ast.FunctionDef
    code: str
    program: slicing.Program

    @staticmethod
    def of(task, merged, lesson):
        """That of a Merged submission; None where it is empty or no function."""
        found = merged.answers[task.exercise.id]
        cell = found.cells[-1] if found.cells else None
        function = cell.function(found.called) if cell else None
        if function is None or function.empty:
            return None
        node = _definition(cell.code.text, found.called)
        code = "\n".join(cell.code.text.split("\n")[node.lineno - 1 : node.end_lineno])
        program = slicing.slice_for(task, cell, found.called, merged, lesson, lambda __: None)
        ast.increment_lineno(node, 1 - node.lineno)
        return _Answer(task, found.called, node, code, program)

    def outcomes(self, caller, function=None):
        """What it gives on the inputs of kml.check, run in the sandbox; with `function` (syntax) in its place.

        None where it could not be called.
        """
        program = self.program
        if function is not None:
            pieces = [(file, first, _replaced(text, self.called, function)) for file, first, text in program.code]
            program = dataclasses.replace(program, code=pieces)
        called = caller.call(self.task, program, self.called)
        return called.outcomes[: len(called.public.cases)] or None

    def case(self, k):
        """The lines of input k; None if it is too large to think through."""
        arguments = inputs(self.task.exercise.id, 0).cases[k]
        names = running.parameters(self.task.exercise.reference, len(arguments))
        rows = [
            row for name, one in zip(names, arguments, strict=True) for row in values.given(name, values.plain(one))
        ]
        whole = all(len(row) <= _LONGEST and "…" not in row for row in rows)
        return tuple(rows) if whole and len(rows) <= _MOST_ROWS else None


def _definition(text, name):
    found = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == name]
    return found[-1]


def _replaced(text, name, function):
    tree = ast.parse(text)
    tree.body = [function if isinstance(node, ast.FunctionDef) and node.name == name else node for node in tree.body]
    return ast.unparse(ast.fix_missing_locations(tree))


# ── the three kinds ────────────────────────────────────────────────────────────────────────────────────────────────


def _gives(answer, caller, lot):
    """What does it give on this input?"""
    outcomes = answer.outcomes(caller)
    cases = [(k, answer.case(k)) for k in range(len(outcomes or ()))]
    cases = [(k, case) for k, case in cases if case and len(_said(outcomes[k])) <= _LONGEST]
    if not cases:
        return None
    k, case = lot.choice(cases[:3])
    return Question("gives", answer.task.exercise, answer.code, case, before=_said(outcomes[k]))


def _without(answer, caller, lot):
    """What changes if this line is left out?"""
    right = answer.outcomes(caller)
    left = list(_left_out(answer.function))
    lot.shuffle(left)
    found = None
    for node, function in left[:_TRIES] if right else ():
        now = answer.outcomes(caller, function)
        for k in range(len(now or ())):
            case = answer.case(k)
            if not case or _said(now[k]) == _said(right[k]) or len(_said(right[k])) > _LONGEST:
                continue
            about = case, _said(right[k]), _said(now[k]), node.lineno, ast.unparse(node)
            found = Question("without", answer.task.exercise, answer.code, *about)
            if not now[k].error:  # that a name is missing is easily said
                return found
            break
    return found


def _mistake(answer, caller, lot):
    """Which change of one line would make this mistake?"""
    exercise = answer.task.exercise
    right = answer.outcomes(caller)
    if not right or inputs(exercise.id, 0).judge(exercise, right).state != "correct":
        return None
    changed = list(_changed(answer.function))
    lot.shuffle(changed)
    named = Named(exercise)
    for line, text, instead, function in changed[:_TRIES]:
        outcomes = answer.outcomes(caller, function)
        if not outcomes:
            continue
        public = inputs(exercise.id, 0)
        reference = [public.answer(exercise, exercise.reference, arguments) for arguments in public.cases]
        because = judging.declared_mistake(exercise, public.cases, outcomes, reference, public.answer)
        if because:
            said = named.of(because).because
            return Question("mistake", exercise, answer.code, line=line, text=text, instead=instead, because=said)
    return None


def _rows(function):
    """(line, text) of each statement of a function that one can be asked about; all but the last return and texts."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.Return | ast.Expr) and not _is_text(node):
            yield node.lineno, ast.unparse(node).split("\n")[0]


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _left_out(function):
    """Yield (statement, the function without it) for each statement that gives a name a value or calls something."""
    rows = [node for node in ast.walk(function) if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr)]
    for place, node in enumerate(rows):
        if not _is_text(node):
            without = copy.deepcopy(function)
            gone = [one for one in ast.walk(without) if isinstance(one, ast.Assign | ast.AugAssign | ast.Expr)][place]
            yield node, _Gone(gone).visit(without)


class _Gone(ast.NodeTransformer):
    """Puts `pass` in the place of one statement."""

    def __init__(self, gone):
        self.gone = gone

    def visit(self, node):
        return ast.Pass() if node is self.gone else self.generic_visit(node)


def _changed(function):
    """Yield (line, what stands there, what would, the function with it) for each small change within one line."""
    before = ast.unparse(function).split("\n")
    function = copy.deepcopy(function)
    for message, __, undo, node, ___ in Changes(function).all():
        ast.fix_missing_locations(function)
        after, changed = ast.unparse(function).split("\n"), copy.deepcopy(function)
        undo()
        if message in VAGUE or len(after) != len(before):
            continue
        rows = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
        if len(rows) == 1 and hasattr(node, "lineno"):
            yield node.lineno, rows[0][0].strip(), rows[0][1].strip(), changed


def _said(outcome):
    """What came out, as one reads it."""
    if outcome.error:
        return f"{outcome.error.kind}: {outcome.error.message}"[:_LONGEST]
    return "None" if outcome.is_none else values.shown(outcome.value, longest=_LONGEST)
