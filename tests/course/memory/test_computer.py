"""What the computer remembers: here, how things are shuffled for the learner who sits at it."""

from kml.course.memory import computer


def test_each_learner_has_an_order_and_keeps_it(monkeypatch):
    orders = set()
    for learner in range(40):
        monkeypatch.setattr(computer, "recall", lambda name, learner=learner: learner)
        order = computer.shuffled("03.p1", 3)
        assert sorted(order) == [0, 1, 2] and computer.shuffled("03.p1", 3) == order
        orders.add(tuple(order))
    assert len(orders) == 6


def test_the_draw_is_made_once(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    first = computer.shuffled("03.7", 20)
    drawn = computer.recall("draw")
    assert computer.shuffled("03.7", 20) == first and computer.recall("draw") == drawn
    assert computer.shuffled("03.6", 20) != first
