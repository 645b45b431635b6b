"""What a learner reads of a wrong answer, in every language: nothing but that language, and every value of the English.

Each exercise gets a battery of wrong answers (`wrong_answers`), and each verdict is made in English and in another
language. Then all that is code or a value is taken away from the other, and no English word may be left.
"""

import dataclasses
import re

import pytest
from proofreading import VALUE, english, in_digits
from test_answers import EXERCISES
from wrong_answers import battery, types

from kml.core.words import languages, spoken
from kml.course.checking import judging, running

OTHERS = languages()[1:]
TOLD = ("array of shape", "a whole number of more")  # how values that are too long to be shown begin, in English


def foreign(exercise, result):
    """What in a verdict is not the course's: names, the learner's line and prints, the values shown, types."""
    names = {exercise.name, *running.parameters(exercise.reference, 99), *running.parameters(exercise.drive or len, 99)}
    shown = {line.split(" = ", 1)[-1] for line in result.case if " = " in line}
    shown |= {re.split("[:：]", line, maxsplit=1)[-1] for line in result.case} | {result.exception}
    printed = {line.strip() for line in (*result.line.splitlines(), *result.printed.splitlines())}
    return {*names, *shown, *printed, *types(), *_in_code(exercise)}


def _in_code(exercise):
    """The names in the code of the right answer and of the known mistakes, which a sentence about them may use."""
    functions = [exercise.reference, *(mistake.function for mistake in exercise.mistakes)]
    codes = [function.__code__ for function in functions if hasattr(function, "__code__")]
    return {name for code in codes for name in (*code.co_names, *code.co_varnames, *code.co_freevars)}


def few(exercise):
    """The exercise with one or two cases, which say as much as eight: of a season of ninety days, with one."""
    return dataclasses.replace(exercise, cases=1 if exercise.drive else 2)


def garbled(exercise):
    """[(label, language, faults)] of every verdict on the battery."""
    for label, judge, errors in battery(exercise):
        first = judge()
        source = repr(first)
        for language in OTHERS:
            with spoken(language):
                yield label, language, list(faults(exercise, first, source, judge(), errors))


def faults(exercise, first, source, other, errors):
    """What is wrong with a verdict, as it is said now, beside the English one and its panel `source`.

    One of `errors`, if there are any, must be in it as Python says it.
    """
    if (other.state, other.points) != (first.state, first.points):
        yield f"{other.state} is not {first.state}"
    text = repr(other)
    if left := english(text, foreign(exercise, other) | errors):
        yield f"English is left, {left}, in\n{text}"
    kept = [
        first.line,
        first.printed.strip(),
        *(line for line in first.case if " = " in line and not any(told in line for told in TOLD)),
        first.exception,
    ]
    # why a season stopped is a sentence of the course, and stands in its result
    found = [one for one in VALUE.findall(source) if not (exercise.drive and " " in one)]
    if lost := [one for one in (*found, *kept) if one not in in_digits(text)]:
        yield f"{lost} is lost, in\n{text}\nof\n{source}"
    if errors and not any(error in text for error in errors):
        yield f"none of {errors} is told, in\n{text}"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_a_verdict_is_whole_in_each_language(exercise):
    found = [(label, language, *wrong) for label, language, wrong in garbled(few(exercise)) if wrong]
    assert not found, "\n".join("\n".join(one) for one in found)


def test_what_is_english_or_lost_is_found():
    assert english("正确 · `some code` 的 views 有 3 items，见 kml.hint(0)", {"views"}) == ["items"]
    assert english("结果是 None，np.array([1]) 得 'at noon'；MSE 是 NaN") == []
    exercise = EXERCISES[0]
    first = judging.verdict(exercise, "not yet", "The item at 2.5 is `x`.", case=("a = 1", "yours: 3", "expected: 4"))
    half = dataclasses.replace(first, title="", reason="2.5 处不对 of", case=("a = 1", "你的： 3", "应为： 4"))
    source = repr(first)
    with spoken(OTHERS[0]):
        english_left, lost = faults(exercise, first, source, half, set())
    assert "['of']" in english_left and lost.startswith("['`x`'] is lost")


if __name__ == "__main__":  # how many verdicts there are, and how many of them are not whole
    verdicts = [(exercise.id, *one) for exercise in EXERCISES for one in garbled(few(exercise))]
    bad = [one for one in verdicts if one[-1]]
    for id, label, language, wrong in bad:
        print(id, label, language, *wrong)
    print(f"{len(bad)} of {len(verdicts)}")
