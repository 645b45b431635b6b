"""What was computed once is written small, and is read back as it was, but for the digits left out."""

import json

from kml_classroom.author.storing import store


def test_numbers_are_rounded_and_nothing_else_changes(tmp_path):
    file = tmp_path / "worlds.json"
    store([{"mean": 1 / 3, "seed": 7, "names": ["0.123456"]}], file, digits=3)
    assert file.read_text(encoding="utf-8") == '[{"mean":0.333,"seed":7,"names":["0.123456"]}]\n'
    assert json.loads(file.read_text(encoding="utf-8"))[0]["mean"] == 0.333
