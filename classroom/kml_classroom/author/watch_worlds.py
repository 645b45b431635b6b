"""Compute and store the worlds behind lesson 05's section 9: `python -m kml_classroom.author.watch_worlds`, a minute.

Each world is built as the lesson builds its own, from another seed: two days of a feed that plays by itself, three
models fitted on the first four fifths, and what their rankings of forty offered videos do to viewers and creators.
"""

from kml import platform
from kml.core.page import bar
from kml.lessons.lesson_05 import STORED, WORLDS, three_rankings
from kml_classroom.author.storing import store


def measure(seed):
    """One world: {ranking: {what: the simulated outcome}}, as the lesson's table has them."""
    world = platform.world(viewers=600, videos=2000, seed=seed)
    log = platform.simulate_day(world, days=2, seed=seed)
    return three_rankings(world, log[log["tab"] == 1], seed)


def main():
    """Measure WORLDS and write STORED."""
    store([measure(seed) for seed in bar(WORLDS, True)], STORED, digits=4)


if __name__ == "__main__":
    main()
