"""The reference answers of lessons 00 and 01 are the library's, and their inputs hold the edges that the text names."""

import numpy as np
import pytest

from kml import metrics, monetization
from kml.course.checking import exercises
from kml.lessons.answers import answers_00, answers_01

INCOME = answers_00.EXERCISES[0]
WATCH_RATIO, COMPLETION, RATES, GINI, FUNNEL = answers_01.EXERCISES
SEEDS = [(), *((seed,) for seed in range(20))]  # what everybody sees, and what a grader may see


@pytest.mark.parametrize(
    ("exercise", "library"),
    [(INCOME, monetization.ad_income), (WATCH_RATIO, metrics.watch_ratio), (GINI, metrics.gini)],
    ids=lambda value: getattr(value, "id", ""),
)
def test_references_agree_with_the_library(exercise, library):
    for arguments in exercises.cases(exercise):
        np.testing.assert_allclose(exercise.reference(*arguments), library(*arguments), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("secret", SEEDS)
def test_plays_of_every_kind_are_among_the_inputs(secret):
    for watched, duration in exercises.cases(WATCH_RATIO, *secret):
        assert ((watched == 0) & (duration > 0)).any(), "nothing watched of a video that is known"
        assert (watched > duration)[duration > 0].any(), "replayed"
    assert sum((duration == 0).any() for __, duration in exercises.cases(WATCH_RATIO, *secret)) >= 5, "missing"
    cases = exercises.cases(COMPLETION, *secret)
    shares = [COMPLETION.reference(*arguments) for arguments in cases]
    assert sum(np.isnan(share).any() for share in shares) >= 3, "empty bins"
    assert sum((duration == edges[-1]).any() for __, duration, edges in cases) >= 4, "a duration on the last edge"
    assert all(((watched > duration) & (duration > 0)).any() for watched, duration, __ in cases), "watched on"
    assert all((duration == 0).any() for __, duration, __ in cases), "missing"


def test_values_of_every_kind_are_among_the_inputs():
    cases = [values for (values,) in exercises.cases(GINI)]
    assert sum((values == 0).any() for values in cases) >= 5
    assert sum(len(np.unique(values)) < len(values) for values in cases) >= 5
    assert any(values.dtype.kind == "i" for values in cases)
    assert exercises.cases(INCOME)[1][0] == exercises.cases(FUNNEL)[1][0] == sum(exercises.cases(RATES)[1][:3]) == 0
