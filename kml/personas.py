"""The four creators whom the course follows: who they are is said here once, and nowhere else."""

from dataclasses import dataclass

from kml.core.words import N_, _


@dataclass(frozen=True)
class Persona:
    """A creator to follow through the course. `video_s` is the course's choice of a usual video length in seconds.

    `english` and `chinese` are what such a creator is called where they publish.

    >>> from kml.personas import CREATORS
    >>> CREATORS["fitness_coach"].topic
    'fitness'
    """

    key: str
    english: str
    chinese: str
    topic: str  # programming, technology, fitness or health: a topic of the simulated platform
    video_s: int
    asks: str

    @property
    def name(self):
        """What the creator is, in the learner's language: "coding teacher" or "教育博主"."""
        return _(self.english)

    @property
    def subject(self):
        """What the creator's videos are about: the topic in the learner's language."""
        return _(self.topic)

    @property
    def question(self):
        """What the creator wants to know, in the learner's language."""
        return _(self.asks)


CREATORS = {
    creator.key: creator
    for creator in (
        Persona(
            "coding_teacher", N_("coding teacher"), "教育博主", N_("programming"), 120,
            N_("How many people must watch my free lessons before my course pays the rent?"),
        ),
        Persona(
            "technology_expert", N_("technology expert"), "技术专家", N_("technology"), 180,
            N_("Do long explanations earn more than short ones, or do they only take longer to make?"),
        ),
        Persona(
            "fitness_coach", N_("fitness coach"), "健身教练", N_("fitness"), 45,
            N_("My workouts are watched to the end: which way of earning turns that into income?"),
        ),
        Persona(
            "health_adviser", N_("health adviser"), "健康顾问", N_("health"), 75,
            N_("How do I earn on advice without losing trust or breaking a rule?"),
        ),
    )
}  # fmt: skip
DEFAULT = "coding_teacher"
