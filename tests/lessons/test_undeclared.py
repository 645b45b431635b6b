"""Wrong answers that were written before anybody saw what the checker says to them, each with a person's judgement.

`undeclared/lesson_NN.py` hold WRONG: (exercise, source, what is wrong, judgement, reason given in English) of each
answer. The judgements:

    declared     the sentence of a mistake that the exercise declares, and it is true
    specific     says something true that tells a beginner what to mend, or what the wrong numbers are
    impossible   says, truly, why the result cannot be
    vague        only that it differs
    misleading   false, or sends a learner the wrong way
    accepted     called correct

The verdict is `kml.check`'s, but for its limit of time: whatever the machine, all of the diagnosis is heard.
"""

import functools
import importlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from remembering import remembered

from kml.core.words import _, languages, spoken
from kml.course.checking import diagnosis, judging, running

JUDGEMENTS = ("declared", "specific", "impossible", "vague", "misleading", "accepted")
PATIENT_S = 60
LESSONS = {
    file.stem[-2:]: importlib.import_module(f"undeclared.{file.stem}").WRONG
    for file in sorted((Path(__file__).parent / "undeclared").glob("lesson_*.py"))
}
BY_EXERCISE = {}
for _number, _wrong in LESSONS.items():
    for _answer in _wrong:
        BY_EXERCISE.setdefault(_answer[0], []).append(_answer)


def learner_s(exercise_id, source):
    """The exercise, and the function that a learner who has run the lesson's cells so far gets from this source."""
    answers = importlib.import_module(f"kml.lessons.answers.answers_{exercise_id[:2]}")
    exercise = next(one for one in answers.EXERCISES if one.id == exercise_id)
    names = {name: value for name, value in vars(answers).items() if not name.startswith("_")} | {"np": np}
    exec(compile(source, "<a learner's cell>", "exec"), names)
    return exercise, names[exercise.name]


def verdicts(exercise_id, sources):
    """[{language: Result}] of all answers to one exercise; the course's own functions run once."""
    answer, inputs = remembered(), None
    for source in sources:
        exercise, function = learner_s(exercise_id, source)
        inputs = inputs or judging.cases(exercise)
        names = running.parameters(exercise.reference, 99 if exercise.drive else len(inputs[0]))
        outcomes = [judging.answer(exercise, function, arguments) for arguments in inputs]
        unused, at_zero = (
            functools.partial(probe, exercise, names, inputs, function, judging.answer)
            for probe in (diagnosis.unused, diagnosis.at_zero)
        )
        told = {}
        for language in languages():
            with spoken(language):
                told[language] = judging.judge(
                    exercise, outcomes, inputs, answer, unused, PATIENT_S, at_zero, running.returns_x(function)
                )
                first_words = [_(mistake.because) for mistake in exercise.mistakes]
            told[language, "declared"] = any(words in told[language].reason for words in first_words)
        yield told


@pytest.mark.parametrize("exercise_id", BY_EXERCISE)
def test_each_answer_is_refused_with_the_reason_that_was_judged(exercise_id, monkeypatch):
    monkeypatch.setattr(diagnosis, "BUDGET_S", PATIENT_S)
    english, *others = languages()
    written = BY_EXERCISE[exercise_id]
    judged_again = []
    for answer, told in zip(written, verdicts(exercise_id, [one[1] for one in written]), strict=True):
        __, __, wrong, judgement, reason = answer
        assert told[english].state in ("not yet", "raised"), f"{exercise_id}, {wrong}: {told[english]}"
        for language in others:
            assert told[language].state == told[english].state, f"{exercise_id}, {wrong}: {told[language]}"
            assert told[language].reason != told[english].reason, f"{exercise_id}, {wrong}: not in {language}"
        assert told[english, "declared"] == (judgement == "declared") or judgement == "misleading", (wrong, judgement)
        if told[english].reason != reason:
            judged_again.append(f"{wrong}: judged was\n    {reason}\nand now it says\n    {told[english].reason}")
    assert not judged_again, "judge again:\n" + "\n".join(judged_again)


def test_the_judgements_say_that_the_checker_helps():
    counts = Counter(judgement for wrong in LESSONS.values() for __, __, __, judgement, __ in wrong)
    assert set(counts) <= set(JUDGEMENTS)
    total, undeclared = counts.total(), counts.total() - counts["declared"]
    assert not counts["accepted"]
    assert counts["misleading"] <= 0.01 * total, counts
    assert counts["specific"] + counts["impossible"] >= 0.75 * undeclared, counts
