"""Play and store the seasons behind lesson 11's figures: `python -m kml_classroom.author.seasons`, some minutes.

For each creator, SEASONS seasons of a strategy that uses every skill of the course, the same seasons without one of
them at a time, and seasons for each number of TRIES. It needs the reference answers of lesson 11, and so cannot stand
where learners look.
"""

import json
import multiprocessing

from kml import capstone
from kml.core.page import bar
from kml.lessons.answers.answers_11 import best_mix, choose_price, choose_style, yardstick
from kml.lessons.lesson_11 import SEASONS, SKILLS, STORED, TRIES
from kml.personas import CREATORS

FIRST = 1_000  # seed of the first season


def playing(without="", tries=6):
    """A strategy with all SKILLS but one: the reference answer of exercise 11.5 if none is left out.

    notices: the yardstick stays at valid plays. label: nothing is labelled. testing: the style is a guess, and another
    guess after the push has changed. price: the usual one. mix: all effort on the channel that is worth most.
    """

    def strategy(state):
        measure = yardstick([] if without == "notices" else state["notices"])
        style = choose_style(state["posts"], measure, tries)
        if without == "testing":
            style = "explain" if measure == "valid_play" else "show"
        worth = capstone.worth(state)
        best = max(worth, key=worth.get)
        return {
            "posts": [{"seconds": 30, "style": style}] * 2,
            "effort": {best: 1.0} if without == "mix" else best_mix(worth),
            "price": state["budget"] if without == "price" else choose_price(state),
            "course": min(4, capstone.COURSE_HOURS - state["course_hours"]),
            "label": without != "label",
        }

    return strategy


def _earned(task):
    creator, seed, how = task
    return round(capstone.play(playing(**how), CREATORS[creator], seed).earned)


def main():
    """Play all seasons and write STORED."""
    runs = {("skills", skill): {"without": "" if skill == "all" else skill} for skill in SKILLS}
    runs |= {("tries", str(tries)): {"tries": tries} for tries in TRIES}
    stored = {part: {creator: {} for creator in CREATORS} for part in ("skills", "tries")}
    with multiprocessing.Pool(2) as pool:
        for (part, name), how in bar(runs.items(), True):
            for creator in CREATORS:
                tasks = [(creator, FIRST + season, how) for season in range(SEASONS)]
                stored[part][creator][name] = pool.map(_earned, tasks)
    STORED.write_text(json.dumps(stored) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
