"""Answers as a learner would type them: declared mistakes, each a text that needs nothing but itself, and solutions."""

import ast
import html
import importlib
import inspect
import re

from kml_classroom.author.source import declarations
from kml_classroom.publish.reading.edition import solved
from needs import ROOT

from kml.core.words import spoken
from kml.course.checking.exercises import grade


def typed(lesson, source, asked=None):
    """Type each exercise of a lesson's source into the open page (a here.Lesson), wrongly and then rightly.

    Yields (exercise, what the page shows, what this Python says) of each answer. asked: the ids of exercises that are
    typed so, by default all; the others are only written down rightly, since some are needed further below.
    """
    right = {cell.id: cell.source for cell in solved(ROOT, source, lesson.language).cells}
    cells = [cell for cell in lesson.cells() if cell["exercise"] or cell["check"]]
    for exercise in declarations(source.number)[0].values():
        steps = [cell["id"] for cell in cells if cell["exercise"] == exercise.id]  # the last one is the answer
        if asked is not None and exercise.id not in asked:
            for step in steps:
                lesson.write(lesson.named(step), right[step])
            continue
        checked = next(cell["id"] for cell in cells if cell["check"] == exercise.id)
        with spoken(lesson.language):
            text, wrong = mistaken(exercise)
            correct = grade(exercise, exercise.reference)
            assert correct.state == "correct"
            told = [html.unescape(re.sub("<[^>]*>", "", one._repr_html_())) for one in (wrong, correct)]
        for written, panel in zip(({steps[-1]: text}, {step: right[step] for step in steps}), told, strict=True):
            for step, answer in written.items():
                lesson.write(lesson.named(step), answer)
            yield exercise.id, lesson.run(lesson.named(checked)).text_content(), panel


def letters(text):
    return re.sub(r"\s", "", text)


def mistaken(exercise):
    """(text, Result) of the first declared mistake that can be typed, in the language in use."""
    tree = ast.parse(inspect.getsource(importlib.import_module(f"kml.lessons.answers.answers_{exercise.id[:2]}")))
    for wrong in _mistakes(tree, exercise.id):
        needed = _needed(wrong, tree)
        if exercise.reference.__name__ not in needed:  # nobody types the answer first
            needed.pop(getattr(wrong, "id", None), None)
            text = "\n".join(dict.fromkeys([*needed.values(), _named(wrong, tree, exercise.name)]))
            found = verdict(exercise, text)
            if found.state == "not yet":
                return text, found
    raise AssertionError(f"{exercise.id} has no mistake that stands on its own")


def verdict(exercise, text):
    """The Result of what is typed."""
    names = {}
    exec(compile(text, "<cell>", "exec"), names)
    return grade(exercise, names[exercise.name])


def _mistakes(tree, id):
    """The expressions of an exercise's mistakes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Exercise":
            about = {keyword.arg: keyword.value for keyword in node.keywords}
            if about["id"].value == id:
                return [mistake.args[0] for mistake in about["mistakes"].elts if isinstance(mistake, ast.Call)]
    raise LookupError(id)


def _named(node, tree, name):
    """What gives a mistake the name that the exercise asks for."""
    if isinstance(node, ast.Lambda):
        return f"def {name}({ast.unparse(node.args)}):\n    return {ast.unparse(node.body)}"
    if isinstance(node, ast.Name):
        function = _bound(tree)[node.id]
        return ast.unparse(function).replace(f"def {node.id}(", f"def {name}(", 1)
    return f"{name} = {ast.unparse(node)}"


def _bound(tree):
    """{name: the statement of a module that binds it}."""
    bound = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            bound |= {(alias.asname or alias.name.split(".")[0]): statement for alias in statement.names}
        elif isinstance(statement, ast.FunctionDef):
            bound[statement.name] = statement
        elif isinstance(statement, ast.Assign):
            bound |= {target.id: statement for target in statement.targets if isinstance(target, ast.Name)}
    return bound


def _needed(node, tree):
    """{name: statement} of what an expression takes from its module, first what others need."""
    bound, seen, found = _bound(tree), set(), {}

    def add(part):
        for one in ast.walk(part):
            if isinstance(one, ast.Name) and one.id in bound and one.id not in seen:
                seen.add(one.id)
                add(bound[one.id])
                found[one.id] = ast.unparse(bound[one.id])

    add(node)
    return found
