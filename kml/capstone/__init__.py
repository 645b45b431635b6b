"""The capstone: ninety days of a creator's channel on the simulated platform, run by a strategy of the learner's.

Everything in it is simulated, the money too.
"""

from kml.capstone.baselines import BASELINES, in_words, scoreboard
from kml.capstone.business import worth
from kml.capstone.channel import DAYS, RENT, START_FOLLOWERS, Channel, notice
from kml.capstone.plan import HOURS, STYLES, read_plan, video_hours
from kml.capstone.play import Season, play
from kml.capstone.report import draw_income, draw_posts, report

__all__ = [
    "BASELINES",
    "DAYS",
    "HOURS",
    "RENT",
    "START_FOLLOWERS",
    "STYLES",
    "Channel",
    "Season",
    "draw_income",
    "draw_posts",
    "in_words",
    "notice",
    "play",
    "read_plan",
    "report",
    "scoreboard",
    "video_hours",
    "worth",
]
