"""What depends on the creator is found; that every lesson runs for every creator is test_chinese's."""

from creators import OTHERS, depending


def test_there_are_three_others():
    assert len(OTHERS) == 3 and "coding_teacher" not in OTHERS


def test_what_depends_on_the_creator_is_found():
    cells = ["me = 1", "a = 2", "def f():\n    return me", "b = f()", "a + 1", "b = 3", "b + 1", "a += me", "print(a)"]
    assert [cells.index(cell) for cell in depending(cells)] == [0, 2, 3, 5, 7, 8]
