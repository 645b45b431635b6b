"""The course's own answers, for answers that lean on them."""

import time

import numpy as np
import pytest
from kml_classroom.grade import assistant, sandbox
from making import SMALL

X, Y, THETA = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([1.0, 3.0]), np.zeros(2)


@pytest.fixture
def asked():
    """An Assistant for lesson 03, ready."""
    assistant.let_go()
    one = assistant.Assistant("03", SMALL, unsafe=True)
    one.prepare()
    yield one
    one.release()
    assistant.let_go()


def answer(one, id, *arguments, within=20):
    return one.answer(id, arguments, time.monotonic() + within)[0]


def test_it_gives_what_the_course_gives_or_the_error(asked):
    assert answer(asked, "03.1", X, Y, THETA)["error"] is None
    assert "ValueError" in answer(asked, "03.1", X, Y, np.zeros(3))["error"]
    assert asked.prepare() == 0


def test_the_sandbox_is_kept_and_each_submission_has_a_process_of_its_own(asked):
    session = asked._session
    asked.release()
    assert list(assistant._kept.values()) == [session]
    other = assistant.Assistant("03", SMALL, unsafe=True)
    other.prepare()
    assert other._session is session and not assistant._kept
    assert answer(other, "03.1", X, Y, THETA)["error"] is None
    third = assistant.Assistant("02", SMALL, unsafe=True)
    third.prepare()
    other.release()
    third.release()
    assert len(assistant._kept) == 1 and session.process.poll() is not None


def test_what_takes_too_long_or_has_died_is_not_kept(asked):
    with pytest.raises(sandbox.Stopped, match="time"):
        answer(asked, "03.4", X, Y, THETA, 0.1, 10**9, within=0.3)
    asked.release()
    assert not assistant._kept
    asked.prepare()
    session = asked._session
    asked.release()
    session.process.kill()
    asked.prepare()  # the one that was kept has died meanwhile
    assert asked._session is not session and answer(asked, "03.1", X, Y, THETA)["error"] is None
