"""Never fooled: every reference is changed in every place, and the exercise's own inputs tell each change from it."""

import functools

import pytest
from equivalents import EQUIVALENT
from test_answers import EXERCISES

from kml.course.checking import values
from kml.course.checking.judging import answer, cases
from kml.course.checking.slips import slips

SEEDS = [  # a few at each run, more in CI, the others before a release
    range(3),
    pytest.param(range(3, 6), marks=pytest.mark.seeds),
    pytest.param(range(6, 60), marks=pytest.mark.whole),
]
CHANGED = [exercise for exercise in EXERCISES if not exercise.free]
ids = [exercise.id for exercise in CHANGED]


@functools.cache
def right(exercise, *secret):
    """[(arguments, Outcome of the reference)] of every case."""
    return [(arguments, answer(exercise, exercise.reference, arguments)) for arguments in cases(exercise, *secret)]


def told_apart(exercise, slip, *secret):
    """Whether some case shows that the changed reference is wrong."""
    for arguments, expected in right(exercise, *secret):
        try:
            given = answer(exercise, slip.function, arguments)
        except Exception:
            return True
        if given.error or given.mutated != expected.mutated:
            return True
        if not values.same(given.value, expected.value, exercise.rtol, exercise.atol):
            return True
    return False


@pytest.mark.parametrize("exercise", CHANGED, ids=ids)
def test_no_change_of_the_reference_passes(exercise):
    known = EQUIVALENT.get(exercise.id, {})
    assert slips(exercise.reference)  # else none could pass
    passed = {slip.where for slip in slips(exercise.reference) if not told_apart(exercise, slip)}
    assert passed == set(known), (sorted(passed - set(known)), sorted(set(known) - passed))
    assert all(len(reason) > 10 for reason in known.values())


@pytest.mark.parametrize("seeds", SEEDS, ids=["a few", "more", "many"])
@pytest.mark.parametrize("exercise", CHANGED, ids=ids)
def test_a_grader_s_secret_inputs_give_the_same_verdicts(exercise, seeds):
    """On inputs that nobody has seen: the reference is right, each declared mistake and each change is not."""
    known = EQUIVALENT.get(exercise.id, {})
    for seed in seeds:
        assert not any(outcome.error for __, outcome in right(exercise, seed))
        for mistake, function in ((one, function) for one in exercise.mistakes for function in one.functions):
            assert any(
                (given := answer(exercise, function, arguments)).error
                or given.mutated != expected.mutated
                or not values.same(given.value, expected.value, exercise.rtol, exercise.atol)
                for arguments, expected in right(exercise, seed)
            ), (seed, mistake.because)
        passed = {slip.where for slip in slips(exercise.reference) if not told_apart(exercise, slip, seed)}
        assert passed == set(known), (seed, passed ^ set(known))
    right.cache_clear()
