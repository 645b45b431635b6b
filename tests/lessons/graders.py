"""The graders are graded: what must hold for every exercise of the course, whoever wrote it."""

import numpy as np
from remembering import remembered

from kml.course.checking import exercises, running, values


def grade_the_grader(exercise):
    """Assert that an exercise accepts its reference and refuses everything else, each mistake with its own sentence."""
    assert len(exercise.hints) >= 2, "two hints at least"
    assert len(exercise.mistakes) >= 3, "three mistakes at least"
    sentences = [mistake.because for mistake in exercise.mistakes]
    assert len(set(sentences)) == len(sentences), "two mistakes have the same sentence"
    names = _inputs_are_plain_and_repeat(exercise)
    inputs, answers = exercises.cases(exercise), remembered()
    right = [answers(exercise, exercise.reference, arguments) for arguments in inputs]

    result = exercises.grade(exercise, exercise.reference)
    assert result.state == "correct", f"the reference is refused: {result}"
    assert result.points == exercise.points
    result = exercises.grade(exercise, stub(exercise.name, names))
    assert result.state == "not attempted", f"the untouched stub: {result}"
    _each_mistake_has_its_own_sentence(exercise, inputs, right, answers)
    _properties_work(exercise, inputs, right, answers)
    _empty_answers_are_refused(exercise, inputs, right, answers)


def stub(name, parameters):
    """The function that an untouched lesson holds."""
    made = {}
    exec(f'def {name}({", ".join(parameters)}):\n    """Say what it does."""\n    pass  # your code here', made)
    return made[name]


def _inputs_are_plain_and_repeat(exercise):
    first, again = exercises.cases(exercise), exercises.cases(exercise)
    assert len(first) >= 5, "five cases at least"
    assert len({len(arguments) for arguments in first}) == 1, "every case has the same number of arguments"
    names = running.parameters(exercise.reference, 99 if exercise.drive else len(first[0]))
    if exercise.drive is None:
        assert len(names) == len(first[0]), f"the reference takes {names}, the inputs are {len(first[0])}"
    assert not running.misfit(exercise.reference, names)
    for arguments, same in zip(first, again, strict=True):
        for name, a, b in zip(names if exercise.drive is None else arguments, arguments, same, strict=True):
            assert values.same(values.plain(a), values.plain(b)), f"{name} differs from call to call, or is not plain"
    sizes = [values.size(values.plain(arguments)) for arguments in first]
    assert sizes[0] <= np.median(sizes), "case 0 is shown to the learner, so it is a small one"
    return names


def _each_mistake_has_its_own_sentence(exercise, inputs, right, answers):
    for mistake, function in ((one, function) for one in exercise.mistakes for function in one.functions):
        wrong = [answers(exercise, function, arguments) for arguments in inputs]
        agrees = all(
            w.error is None and values.same(w.value, r.value, exercise.rtol, exercise.atol) and w.mutated == r.mutated
            for w, r in zip(wrong, right, strict=True)
        )
        assert not agrees, f"this mistake gives the right results: {mistake.because}"
        result = exercises.judge(exercise, wrong, inputs, answers)
        assert result.state in ("not yet", "raised"), f"this mistake gets away: {mistake.because}\n{result}"
        said = [sentence for sentence in (m.because for m in exercise.mistakes) if sentence in result.reason]
        assert said == [mistake.because], f"expected {mistake.because!r}, got {result.reason!r}"
        assert result.points == 0


def _properties_work(exercise, inputs, right, answers):
    everything = [answers(exercise, mistake.function, a) for mistake in exercise.mistakes for a in inputs]
    for prop in exercise.properties:
        for arguments, outcome in zip(inputs, right, strict=True):
            assert prop(arguments, outcome.value) is None, "the reference breaks a property"
        pairs = zip(inputs * len(exercise.mistakes), everything, right * len(exercise.mistakes), strict=True)
        for arguments, outcome, expected in pairs:
            gap = values.difference(outcome.value, expected.value)
            if outcome.error is None and not (gap and gap.kind):  # a property only meets results of the right kind
                said = prop(arguments, outcome.value)
                assert said is None or isinstance(said, str), "a property returns a sentence or None"


def _empty_answers_are_refused(exercise, inputs, right, answers):
    results = [outcome.value for outcome in right]
    for what, wrong in {
        "None": [None] * len(results),
        "zeros": [_filled(value, 0) for value in results],
        "NaN": [_filled(value, np.nan) for value in results],
        "the first answer everywhere": [results[0]] * len(results),
    }.items():
        result = exercises.judge(exercise, [exercises.Outcome(value) for value in wrong], inputs, answers)
        assert result.state == "not yet", f"{what} is accepted: {result}"


def _filled(value, fill):
    """The same structure with `fill` in the place of each item."""
    if isinstance(value, np.ndarray):
        return np.full(value.shape, fill, dtype=float)
    if isinstance(value, (list, tuple)):
        return type(value)(_filled(item, fill) for item in value)
    if isinstance(value, dict):
        return {key: _filled(item, fill) for key, item in value.items()}
    return fill
