"""`setup` is the first line of every lesson: it says which creator the learner follows and sets the figures' style."""

import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

from kml.core import words
from kml.core.arguments import choice
from kml.core.page import static
from kml.core.words import say


@dataclass(frozen=True)
class Persona:
    """A creator to follow through the course. `video_s` is the course's choice of a usual video length in seconds."""

    key: str
    english: str
    chinese: str
    topic: str  # programming, technology, fitness or health: a topic of the simulated platform
    video_s: int
    question: str

    @property
    def name(self):
        """What the creator is, in the learner's language: "coding teacher" or "教育博主"."""
        return self.english if words.language() == "en" else self.chinese


CREATORS = {
    creator.key: creator
    for creator in (
        Persona(
            "coding_teacher", "coding teacher", "教育博主", "programming", 120,
            "How many people must watch my free lessons before my course pays the rent?",
        ),
        Persona(
            "technology_expert", "technology expert", "技术专家", "technology", 180,
            "Do long explanations earn more than short ones, or do they only take longer to make?",
        ),
        Persona(
            "fitness_coach", "fitness coach", "健身教练", "fitness", 45,
            "My workouts are watched to the end: which way of earning turns that into income?",
        ),
        Persona(
            "health_adviser", "health adviser", "健康顾问", "health", 75,
            "How do I earn on advice without losing trust or breaking a rule?",
        ),
    )
}  # fmt: skip

_DEFAULT = "coding_teacher"


def setup(creator=None, lang="en"):
    """Prepare a lesson and return the learner's Persona; prints one line.

    `creator` is one of "coding_teacher", "technology_expert", "fitness_coach", "health_adviser", and is remembered for
    the lessons after it; None means the one chosen before. The environment variable KML_CREATOR overrides both.
    `lang` is the language of all that the course says from here on, "en" or "zh"; KML_LANG overrides it.
    Raises ValueError for any other creator or language.
    """
    words.use(lang)
    _say_errors()
    if creator is not None:
        choice("creator", creator, list(CREATORS))
    override = os.environ.get("KML_CREATOR")
    if override:
        creator = choice("KML_CREATOR", override, list(CREATORS))
    elif static():  # a build gives the same on every machine, and changes nothing there
        creator = creator or _DEFAULT
    elif creator is None:
        creator = _remembered()
    else:
        _remember(creator)
    _style_figures()
    me = CREATORS[creator]
    other = me.chinese if me.name == me.english else me.english
    both = f"{me.name} ({other})"
    print(say(f"You follow the {both}."))
    return replace(me, question=say(me.question))


def _say_errors():
    """Let a notebook show the sentence of a ValueError, by which kml refuses an argument, in the language in use."""
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return

    def show(shell, kind, error, trace, tb_offset=None):
        said = kind(*(say(part) if isinstance(part, str) else part for part in error.args))
        shell.showtraceback((kind, said, trace), tb_offset=tb_offset)

    shell.set_custom_exc((ValueError,) if words.language() != "en" else (), show)


def _style_figures():
    from kml.course.showing import figures

    figures.use_style()


def _file():
    """Where the choice is kept. Raises RuntimeError where there is no home folder."""
    folder = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA")
    return Path(folder or Path.home() / ".config") / "kml" / "creator.json"


def _remembered():
    try:
        creator = json.loads(_file().read_text(encoding="utf-8"))["creator"]
        return creator if creator in CREATORS else _DEFAULT
    except (OSError, RuntimeError, ValueError, KeyError, TypeError):
        return _DEFAULT


def _remember(creator):
    try:
        file = _file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"creator": creator}), encoding="utf-8")
    except (OSError, RuntimeError):
        pass  # a read-only home: the next lesson then starts with the default creator
