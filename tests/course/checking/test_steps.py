"""Gaps, order and bug on an exercise of its own: what a learner presses, and what is said of it."""

import sys
import types

import ipywidgets
import pytest

import kml
from kml.course.checking import exercises, steps
from kml.course.checking.exercises import Exercise, Mistake
from kml.course.memory import computer, solved


def above(values, limit):
    """How many values lie above the limit, and their sum."""
    count, total = 0, 0
    for value in values:
        if value > limit:  # not those that are equal
            count += 1
            total += value
    return count, total


def reached(values, limit):
    kept = [value for value in values if value >= limit]
    return len(kept), sum(kept)


def exchanged(values, limit):
    return above(values, limit)[::-1]


ABOVE = Exercise(
    id="98.1",
    name="above",
    title="Above a limit",
    minutes=5,
    difficulty=1,
    importance=1,
    points=2,
    hints=("A loop.", "A condition in it."),
    inputs=lambda rng, k: (rng.integers(0, 5, 4 + k).tolist(), 2),
    reference=above,
    mistakes=(
        Mistake(reached, "A value that is equal to the limit does not lie above it."),
        Mistake(exchanged, "The number comes first, then the sum."),
        Mistake(lambda values, limit: above(values, limit)[0], "Two results are asked for."),
    ),
)
SHORT = Exercise(
    "98.2", "short", "Short", 1, 1, 1, 1, ("One.",), lambda rng, k: (k,), lambda x: x, ABOVE.mistakes, (),
)  # fmt: skip


@pytest.fixture(autouse=True)
def lesson(monkeypatch):
    """A lesson 98 that holds the two exercises, for a learner whose draw is known, and who has begun nothing."""
    module = types.ModuleType("kml.lessons.answers.answers_98")
    module.EXERCISES = ABOVE, SHORT
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(computer, "recall", lambda name: 1)
    monkeypatch.setattr(exercises, "_hints_given", {})
    monkeypatch.setattr(steps, "_gaps_filled", {})
    monkeypatch.setattr(steps, "_begun", {})
    monkeypatch.setattr(solved, "keep", lambda *__: pytest.fail("only the learner's own cell counts"))
    monkeypatch.delenv("KML_STATIC", raising=False)


class Board:
    """A listing's widgets, as somebody uses them who sees the words alone."""

    def __init__(self, listing):
        self.radio, row, self.said, self.verdict, __ = listing.widgets().children
        self.buttons = {button.description: button for button in row.children}

    def lines(self):
        return [line[3:] for line in self.radio.options]

    def choose(self, text):
        self.radio.index = next(k for k, line in enumerate(self.lines()) if line.strip(" #") == text)

    def press(self, *words):
        for word in words:
            self.buttons[word].click()

    def arrange(self, wanted):
        """Put the lines into this order and this deep, one button at a time; leave out those that are not wanted."""
        for place, line in enumerate(wanted):
            self.choose(line.strip())
            while self.radio.index > place:
                self.press("Move up")
            while len(self.lines()[place]) < len(line):
                self.press("Indent")
        for line in self.lines()[len(wanted) :]:
            self.choose(line.strip(" #"))
            if "#" not in line[:8]:
                self.press("Leave out, or put back")


RIGHT = """
    count, total = 0, 0
    for value in values:
        if value > limit:  # not those that are equal
            count += 1
            total += value
    return count, total
""".strip("\n").splitlines()


def test_gaps_are_filled_one_a_call_and_the_last_one_never():
    first = kml.hint("98.1", "gaps")
    code = [line[4:] for line in first.lines[1:-1]]
    assert code == [
        *("def above(values, limit):", "    ...", "    for __ in ...:", "        if ...:"),
        *("            ...", "            ...", "    ..."),
    ]
    compile("\n".join(code), "gaps", "exec")  # it may be copied into a cell
    assert "Each call fills one more line." in first.lines
    for __ in range(8):
        last = repr(kml.hint("98.1", "gaps"))
    assert [line in last for line in RIGHT] == [True] * 5 + [False]
    assert 'The last gap is yours. `kml.solution("98.1")`' in last


def test_lines_are_put_in_order_by_buttons_and_checked_by_running_them():
    listing = kml.hint("98.1", "order")
    board = Board(listing)
    assert len(board.lines()) == len(RIGHT) + 2  # two are wrong
    assert {line.strip() for line in RIGHT} < {line.strip() for line in board.lines()}
    assert "2 lines do not belong there" in repr(listing) and "def above(values, limit):" in repr(listing)
    board.press("Move up")
    assert "Choose a line first." in board.said.value
    board.press("Check")
    before = board.lines()
    assert "Correct" not in board.verdict.value and board.verdict.value
    assert board.lines() == before, "a wrong order stays as it was put"
    board.arrange(RIGHT)
    assert board.lines()[: len(RIGHT)] == RIGHT
    board.press("Check")
    assert "Correct" in board.verdict.value and "into your own cell" in board.verdict.value
    assert Board(kml.hint("98.1", "order")).lines() == board.lines(), "the cell was run again"


def test_a_wrong_line_in_the_place_of_the_right_one_is_named_as_in_check():
    board = Board(kml.hint("98.1", "order"))
    wrong = [*RIGHT[:-1], "    return total, count"]
    assert wrong[-1].strip() in [line.strip() for line in board.lines()]
    board.arrange(wrong)
    board.press("Check")
    assert "The number comes first, then the sum." in board.verdict.value
    assert "Not yet" in board.verdict.value


def test_what_python_cannot_read_and_what_raises_is_a_sentence():
    board = Board(kml.hint("98.1", "order"))
    board.arrange(RIGHT)
    board.choose(RIGHT[3].strip())
    board.press("Outdent", "Check")
    assert "Python cannot read line 5." in board.verdict.value and "expected an indented block" in board.verdict.value
    assert "Indented by 8 spaces." not in board.verdict.value
    board.press("Indent")
    board.choose(RIGHT[0].strip())
    board.press("Leave out, or put back")
    assert "The line is left out." in board.said.value and board.lines()[0] == "    # count, total = 0, 0"
    board.press("Check")
    assert "Your code raised" in board.verdict.value and "7: return count, total" in board.verdict.value


def test_a_line_at_an_end_stays_there_and_no_depth_is_left():
    board = Board(kml.hint("98.1", "order"))
    board.radio.index = 0
    before = board.lines()
    board.press("Move up", "Outdent", "Outdent")
    assert board.lines() == before and board.radio.index == 0
    board.press(*["Indent"] * 20)
    assert board.lines()[0].startswith("    " * steps.DEEPEST) and "24 spaces" in board.said.value


def test_the_bug_is_found_and_its_mistake_is_named():
    listing = kml.hint("98.1", "bug")
    text = repr(listing)
    assert "yours:" in text and "expected:" in text
    place = next(k for k, line in enumerate(RIGHT) if line not in [str(row) for row in listing.rows])
    board = Board(listing)
    board.press("It is this line")
    assert "Choose a line first." in board.said.value
    for k in range(len(RIGHT)):
        board.radio.index = k
        board.press("It is this line")
        if k == place:
            assert any(mistake.because in board.verdict.value for mistake in ABOVE.mistakes)
        else:
            assert f"Line {k + 2} is as it should be." in board.verdict.value
            assert ("further down" if k < place else "further up") in board.verdict.value
        assert RIGHT[place].strip() not in board.verdict.value, "the right line is not given away"
        assert board.radio.index == k


def test_learners_get_orders_of_their_own_and_never_the_right_one(monkeypatch):
    seen = set()
    for learner in range(12):
        monkeypatch.setattr(computer, "recall", lambda name, learner=learner: learner)
        monkeypatch.setattr(steps, "_begun", {})
        rows = [row.text for row in kml.hint("98.1", "order").rows]
        assert [text for text in rows if text in [line.strip() for line in RIGHT]] != [line.strip() for line in RIGHT]
        seen.add(tuple(rows))
    assert len(seen) > 10


def test_steps_are_told_of_with_the_second_hint_and_only_where_there_are_some():
    assert '"order"' not in repr(kml.hint("98.1"))
    assert 'kml.hint("98.1", "order")' in repr(kml.hint("98.1"))
    assert 'kml.hint("98.1", "gaps")' in repr(kml.hint("98.1"))
    for __ in range(3):
        assert '"order"' not in repr(kml.hint("98.2"))


@pytest.mark.parametrize("step", ["gap", "", 3, ["order"], "Order", {}, float("nan")])
def test_another_step_is_a_sentence_that_names_it(step):
    assert 'A step is "gaps", "order" or "bug"; got ' in repr(kml.hint("98.1", step))


@pytest.mark.parametrize("step", ["gaps", "order", "bug"])
def test_a_short_answer_has_no_steps(step):
    assert "The answer to 98.2 has fewer than 4 lines" in repr(kml.hint("98.2", step))
    assert "no exercise 98.7" in repr(kml.hint("98.7", step))


def test_an_exercise_without_a_mistake_of_one_line_has_no_bug(lesson, monkeypatch):
    monkeypatch.setattr(steps, "wrong_lines", lambda *__: [])
    assert "No mistake of this exercise is in one line." in repr(kml.hint("98.1", "bug"))
    assert "Leave out, or put back" not in Board(kml.hint("98.1", "order")).buttons


def test_a_built_page_has_text_and_no_widget(monkeypatch, capsys):
    monkeypatch.setenv("KML_STATIC", "1")
    monkeypatch.setattr(ipywidgets.RadioButtons, "__init__", lambda *a, **k: pytest.fail("a widget was made"))
    listing = kml.hint("98.1", "order")
    listing._ipython_display_()
    assert capsys.readouterr().out.strip() == repr(listing)
