"""`setup` is the first line of every lesson: it says which creator the learner follows, and sets how the page looks."""

import os

from kml.core import words
from kml.core.arguments import as_a_sentence, choice
from kml.core.page import static
from kml.core.words import _
from kml.course.doors.own_copy import newer_edition
from kml.course.journey.learner import Learner
from kml.course.journey.questions import ask
from kml.course.memory.computer import keep, recall
from kml.course.showing import typography
from kml.personas import CREATORS, DEFAULT


def setup(creator: str | None = None, lang: str = words.SOURCE) -> Learner:
    """Prepare a lesson and return the learner, a Persona who can decide; prints one line.

    A second line says whom the learner followed until now, if `creator` replaces an earlier choice. Below are up to
    three questions from earlier lessons, on days on which some are due.

    `creator` is one of `kml.personas.CREATORS`, and is remembered for the lessons after it; None means the one chosen
    before. The environment variable KML_CREATOR overrides both. `lang` is the language of all that the course says from
    here on, one of `kml.core.words.languages()`; KML_LANG overrides it. Raises ValueError for any other of both.

    >>> import kml
    >>> me = kml.setup("fitness_coach")
    You follow the fitness coach (健身教练).
    >>> me.topic, me.video_s
    ('fitness', 45)
    """
    words.use(lang)
    before = None
    if creator is not None:
        with as_a_sentence():
            choice("creator", creator, list(CREATORS))
    override = os.environ.get("KML_CREATOR")
    if override:
        creator = choice("KML_CREATOR", override, list(CREATORS))
    elif static():  # a build gives the same on every machine, and changes nothing there
        creator = creator or DEFAULT
    else:
        kept = recall("creator")
        before = kept if kept in list(CREATORS) else None
        if creator is None:
            creator = before or DEFAULT
        else:
            keep("creator", creator)
    _style_figures()
    typography.set_style()
    me = Learner(**vars(CREATORS[creator]))
    print(_("You follow the {name} ({other}).").format(**_names(me)))
    if before and before != creator:  # a fresh copy of lesson 00 is run, with the name that stands in it
        print(_("Until now it was the {name} ({other}).").format(**_names(CREATORS[before])))
    _say_if_there_is_a_newer_edition()
    ask()
    return me


def _names(creator):
    """What a creator is called in the learner's language and in the other one."""
    other = creator.chinese if creator.name == creator.english else creator.english
    return {"name": creator.name, "other": other}


def _say_if_there_is_a_newer_edition():
    newer = newer_edition()
    if newer:
        said = _(
            "This lesson has a newer edition, and yours stays as it is. To begin it anew, run in a cell: {command}"
        )
        print(said.format(command=f"!kml lessons --afresh {newer}"))


def _style_figures():
    from kml.core.look import use_style  # matplotlib, which a lesson in the browser may have to wait for

    use_style()
