"""Compute and store the worlds behind lesson 05's section 9: `python -m kml_classroom.author.watch_worlds`, a minute.

Each world is built as the lesson builds its own, from another seed: two days of a feed that plays by itself, three
models fitted on the first four fifths, and what their rankings of forty offered videos do to viewers and creators.
"""

import json

from kml import platform
from kml.core.page import bar
from kml.lessons.lesson_05 import STORED, WORLDS, three_rankings


def measure(seed):
    """One world: {ranking: {what: the simulated outcome}}, as the lesson's table has them."""
    world = platform.world(viewers=600, videos=2000, seed=seed)
    log = platform.simulate_day(world, days=2, seed=seed)
    return three_rankings(world, log[log["tab"] == 1], seed)


def main():
    """Measure WORLDS and write STORED."""
    found = [measure(seed) for seed in bar(WORLDS, True)]
    rounded = [{way: {what: round(float(value), 4) for what, value in row.items()} for way, row in world.items()}
               for world in found]  # fmt: skip
    STORED.write_text(json.dumps(rounded, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
