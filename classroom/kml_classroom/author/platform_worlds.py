"""Compute and store the worlds behind lesson 01's intervals: `python -m kml_classroom.author.platform_worlds`.

Some seconds. `kml.lessons.lesson_01` reads what this writes. Each world is built as the lesson builds its own, from
another seed: a day of recommended videos and a day of random ones.
"""

from kml.core.page import bar
from kml.lessons.lesson_01 import STORED, WORLDS, a_day, findings, topic_findings
from kml.personas import CREATORS
from kml_classroom.author.storing import store


def measure(seed):
    """One world: {"all": what the lesson says of it, topic: what it says of each creator's topic}."""
    world, log, random_log = a_day(seed)
    topics = [creator.topic for creator in CREATORS.values()]
    return {"all": findings(world, log, random_log)} | {t: topic_findings(world, log, t) for t in topics}


def main():
    """Measure WORLDS and write STORED."""
    store([measure(seed) for seed in bar(WORLDS, True)], STORED, digits=5)


if __name__ == "__main__":
    main()
