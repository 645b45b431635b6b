"""Where the answers are found, and what they lean on; nothing is run here."""

import json
import time

import pytest
from kml_classroom.grade import cellcode, intake
from kml_classroom.grade.lesson import find_lesson
from kml_classroom.grade.slicing import slice_for
from kml_classroom.grade.transplant import transplant
from making import answer, code, index, insert, solved, source, untouched

LESSON = find_lesson("03")
TASK = {task.exercise.id: task for task in LESSON.tasks}
OWN = "def gradient(X, y, theta):\n    return 2 / len(y) * X.T @ (X @ theta - y)"


def merge(notebook):
    return transplant(intake.read(json.dumps(notebook).encode()), LESSON)


def program(notebook, id="03.2", right=lambda id: None):
    merged = merge(notebook)
    found = merged.answers[id]
    made = slice_for(TASK[id], found.cells[-1], found.called, merged, LESSON, right)
    return made, "\n".join(text for _, _, text in made.code)


def test_a_solved_and_an_untouched_lesson_need_no_repair():
    for notebook in (solved(), untouched()):
        merged = merge(notebook)
        assert merged.repairs == [] and merged.belongs
        assert all(len(one.cells) == 1 and not one.repairs for one in merged.answers.values())
        assert len(merged.cells) == len(LESSON.cells)


def test_cells_without_ids_are_found():
    notebook = solved()
    for cell in notebook["cells"]:
        del cell["id"]
        cell["metadata"] = {}
    merged = merge(notebook)
    assert [cell.place for cell in merged.cells] == list(range(len(LESSON.cells)))
    assert "without the lesson's id" in merged.repairs[0]


def test_a_step_to_an_answer_is_the_learner_s_wherever_it_stands():
    notebook = solved()
    text = source(notebook["cells"].pop(index(notebook, "flat")))
    insert(notebook, index(notebook, "gradient"), text)
    for whole in (notebook, json.loads(json.dumps(notebook).replace('"id"', '"was"'))):
        __, code = program(whole, "03.7")
        assert code.count("def flat") == 1 and "# your code here" not in code


def test_moved_cells_go_back_and_own_cells_stay_with_their_neighbour():
    notebook = solved()
    at = index(notebook, "gradient")
    insert(notebook, at + 1, "mine = 1")
    notebook["cells"] = notebook["cells"][at:] + notebook["cells"][:at]
    merged = merge(notebook)
    texts = [cell.source for cell in merged.cells]
    assert texts.index("mine = 1") == texts.index(source(solved()["cells"][at])) + 1
    assert any("moved" in repair for repair in merged.repairs)


def test_deleted_cells_of_the_lesson_are_put_back_but_not_answers():
    notebook = solved()
    del notebook["cells"][index(notebook, "gradient")]
    merged = merge(notebook)
    assert merged.answers["03.2"].cells == []
    assert "no cell of the file defines `gradient`" in merged.answers["03.2"].review
    assert not any("put back" in repair for repair in merged.repairs)
    notebook["cells"] = [c for c in notebook["cells"] if "import numpy" not in source(c)]
    assert any("1 deleted cell" in repair for repair in merge(notebook).repairs)


@pytest.mark.parametrize("where", [0, 1])
def test_a_stub_beside_an_answer_and_an_exact_copy_do_not_count(where):
    notebook = solved()
    at = index(notebook, "gradient")
    right = source(notebook["cells"][at])
    insert(notebook, at + where, "def gradient(X, y, theta):\n    pass  # your code here")
    insert(notebook, at + where, right + "\n\n# once more")
    found = merge(notebook).answers["03.2"]
    assert len(found.cells) == 1 and found.cells[0].source.startswith(right)
    assert "more than once" in found.repairs[0]


def test_different_answers_are_all_kept_the_last_at_the_end():
    notebook = answer(solved(), "gradient", OWN)
    insert(notebook, index(notebook, "gradient") + 1, OWN.replace("2 /", "3 /"))
    cells = merge(notebook).answers["03.2"].cells
    assert [cell.source for cell in cells] == [OWN, OWN.replace("2 /", "3 /")]


def test_a_function_split_over_two_cells_is_joined():
    notebook = answer(solved(), "gradient", "def gradient(X, y, theta):\n    '''Slope.'''\n    gap = X @ theta - y")
    insert(notebook, index(notebook, "gradient") + 1, "    # go on\n    return 2 / len(y) * X.T @ gap")
    merged = merge(notebook)
    assert "return 2" in merged.answers["03.2"].cells[0].source
    assert "split" in merged.repairs[0]


def test_another_name_is_found_in_the_exercise_s_cell_or_under_its_heading():
    renamed = OWN.replace("gradient", "my_gradient")
    found = merge(answer(solved(), "gradient", renamed)).answers["03.2"]
    assert found.called == "my_gradient" and "is called `my_gradient`" in found.repairs[0]
    notebook = solved()
    at = index(notebook, "gradient")
    notebook["cells"][at] = code(renamed)
    assert merge(notebook).answers["03.2"].called == "my_gradient"


def test_what_another_function_makes_is_the_answer_and_not_that_function():
    made = f"def make():\n    global gradient\n    {OWN.replace(chr(10), chr(10) + '    ')}\nmake()"
    found = merge(answer(solved(), "gradient", made)).answers["03.2"]
    assert found.called == "gradient" and found.review == ""
    assert "make()" in program(answer(solved(), "gradient", made))[1]


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        ("lambda X, y, theta: 2 / len(y) * X.T @ (X @ theta - y)", 1),
        ("Mine().slope", 1),
        ("gradient(X, y, theta)", 0),  # the stub was called: nothing is written yet
        ("kml.checkpoint('03.2', 1)", 0),
    ],
)
def test_what_is_no_name_and_handed_to_the_check_is_the_answer_where_there_is_no_other(given, answers):
    for notebook, count in ((untouched(), answers), (solved(), 0)):
        for cell in notebook["cells"]:
            cell["source"] = source(cell).replace(
                'kml.check("03.2", gradient)', f'kml.check(id="03.2", function={given})'
            )
        cells = merge(notebook).answers["03.2"].cells
        assert len(cells) == 1 and cells[0].source.startswith("gradient = ") == bool(count)


def test_a_value_of_the_lesson_s_own_is_no_answer_though_it_has_the_answer_s_name():
    values = {name for cell in LESSON.cells for unit in cellcode.analyse(cell.source).units for name in unit.binds}
    assert "slope" in values
    notebook = answer(solved(), "gradient", OWN.replace("gradient", "slope"))
    check = notebook["cells"][index(notebook, "slope") + 1]
    check["source"] = source(check).replace("gradient", "slope")
    assert len(merge(notebook).answers["03.2"].cells) == 1
    notebook["cells"].append(code("slope = lambda X, y, theta: theta"))  # the learner's own may be one
    assert len(merge(notebook).answers["03.2"].cells) == 2


def test_another_lesson_is_not_this_one():
    assert not merge(solved("02")).belongs
    assert not merge({"nbformat": 4, "cells": [code("x = 1")]}).belongs


# ── what an answer leans on ──────────────────────────────────────────────────────────────────────────────────────────


def test_an_answer_leans_on_little():
    made, text = program(answer(solved(), "gradient", OWN))
    assert text == OWN and made.others == {} and made.repairs == []
    _, text = program(solved(), "03.6")
    assert "import" not in text and "fit" not in text.replace("fitted", "")


def test_a_chain_of_thousands_is_followed_in_one_go():
    links = "\n".join(["t0 = []", *(f"t{k} = [t{k - 1}]\nt{k}.append(t{k - 1})" for k in range(1, 4000))])
    notebook = answer(solved(), "gradient", OWN.replace("return ", "len(t3999)\n    return "))
    insert(notebook, index(notebook, "gradient"), links)
    begun = time.process_time()
    made, _ = program(notebook)
    assert len(made.code) > 7000 and time.process_time() - begun < 10


def test_helpers_constants_and_what_changes_them_come_along():
    notebook = answer(solved(), "gradient", "def gradient(X, y, theta):\n    return CONFIG['two'] * half(X, y, theta)")
    insert(notebook, 2, "CONFIG = {}\nother = 1\nwhile True:\n    pass")
    insert(notebook, 3, "CONFIG['two'] = 2\nexit()")
    insert(notebook, 4, "import numpy as anything\ndef half(X, y, theta):\n    return anything.dot(X.T, X @ theta - y)")
    _, text = program(notebook)
    assert "CONFIG = {}" in text and "CONFIG['two'] = 2" in text and "import numpy as anything" in text
    assert "while" not in text and "exit" not in text and "other" not in text


def test_other_exercises_come_from_the_learner_if_right_and_else_from_the_course():
    notebook = answer(
        solved(), "one_step", "def one_step(X, y, theta, eta):\n    return theta - eta * gradient(X, y, theta)"
    )
    made, text = program(notebook, "03.3")
    assert made.others == {"gradient": "03.2"} and "def gradient" not in text
    merged = merge(notebook)
    right = {"03.2": (merged.answers["03.2"].cells[0], "gradient")}
    made = slice_for(TASK["03.3"], merged.answers["03.3"].cells[0], "one_step", merged, LESSON, right.get)
    assert made.others == {"residuals": "03.1"} and any("def gradient" in text for _, _, text in made.code)


def test_what_is_defined_too_late_or_was_deleted_is_found_and_told():
    notebook = answer(solved(), "gradient", OWN.replace("2 /", "two() * np.ones(1)[0] /"))
    notebook["cells"].append(code("def two():\n    return 2"))
    for cell in notebook["cells"]:
        cell["source"] = source(cell).replace("import numpy as np\n", "")
    made, text = program(notebook)
    assert "def two" in text and "import numpy as np" in text
    assert set(made.repairs) == {"`np` is missing; taken from the lesson", "`two` is only defined further down"}


def test_checks_and_checkpoints_are_never_run():
    notebook = answer(solved(), "gradient", f"import kml\n{OWN}\nresult = kml.check('03.2', gradient)\nresult")
    _, text = program(notebook)
    assert "kml" not in text


def test_a_wrapper_belongs_to_the_answer():
    notebook = answer(solved(), "gradient", f"def loud(f):\n    return f\n{OWN}\ngradient = loud(gradient)")
    _, text = program(notebook)
    assert text.endswith("gradient = loud(gradient)") and "def loud" in text


def test_an_answer_that_needs_itself_or_a_circle_ends():
    notebook = answer(solved(), "gradient", "def gradient(X, y, theta):\n    return one_step(X, y, theta, 1)")
    answer(notebook, "one_step", "def one_step(X, y, theta, eta):\n    return gradient(X, y, theta)")
    made, text = program(notebook)
    assert made.others == {} and "def one_step" in text and "def gradient" in text


@pytest.mark.parametrize(
    "texts",
    [
        ("TABLE = []", "for k in range(3):\n    TABLE.append(2)"),
        ("TABLE = [1]", "rest = TABLE.pop()"),
        ("TABLE = {}", "def fill():\n    TABLE[0] = 2", "fill()"),
        ("class TABLE:\n    pass", "TABLE.factor = 2"),
    ],
)
def test_what_fills_an_object_comes_along(texts):
    notebook = answer(solved(), "gradient", "def gradient(X, y, theta):\n    return TABLE")
    for text in reversed(texts):
        insert(notebook, 2, text)
    _, text = program(notebook)
    assert all(part in text for part in texts)


def test_only_exercises_that_stand_before_are_asked_of_the_course():
    leans = "def gradient(X, y, theta):\n    return theta - one_step(X, y, theta, 1.0)"
    made, text = program(answer(untouched(), "gradient", leans))
    assert made.others == {} and "def one_step" in text
