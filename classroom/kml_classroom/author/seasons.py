"""Play and store the seasons behind lesson 11's figure: `python -m kml_classroom.author.seasons`, about a minute.

SEASONS seasons for each creator and each number of TRIES, by a strategy that tries every style so many times and then
keeps the best. It needs the reference answer of exercise 11.2, and so cannot stand where learners look.
"""

import json

from kml import capstone
from kml.core.page import bar
from kml.lessons.answers.answers_11 import choose_style
from kml.lessons.lesson_11 import SEASONS, STORED, TRIES
from kml.personas import CREATORS


def trying(tries):
    """A strategy that tries each style `tries` times: two videos of a minute a day, and a course."""

    def strategy(state):
        style = choose_style(state["posts"], "valid_play", tries)
        return {"posts": [{"seconds": 60, "style": style}] * 2, "effort": {"courses": 1.0}}

    return strategy


def main():
    """Play all seasons and write STORED."""
    incomes = {
        key: {
            tries: [round(capstone.play(trying(tries), me, seed).earned) for seed in range(SEASONS)] for tries in TRIES
        }
        for key, me in bar(CREATORS.items(), True)
    }
    STORED.write_text(json.dumps(incomes) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
