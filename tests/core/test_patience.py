"""A function that does not come back is called off; everything else comes through."""

import itertools
import time

import pytest

from kml.core.patience import TooLong, Watch


def for_ever():
    for __ in itertools.count():
        pass


def stubborn():
    while True:
        try:
            for __ in itertools.count():
                pass
        except Exception:
            continue


@pytest.mark.busy
@pytest.mark.parametrize("function", [for_ever, stubborn])
def test_it_is_called_off(function):
    with Watch(0.2) as watch:
        began = time.monotonic()
        with pytest.raises(TooLong):
            watch.call(function)
        assert time.monotonic() - began < 10
        assert watch.call(max, 1, 2) == 2, "the next call is as the first"


@pytest.mark.busy
def test_results_and_exceptions_come_through():
    with Watch(5) as watch:
        assert watch.call(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            watch.call(divmod, 7, 0)
        with pytest.raises(SystemExit):
            watch.call(exit)
        with pytest.raises(KeyboardInterrupt):
            watch.call(lambda: (_ for _ in ()).throw(KeyboardInterrupt))
