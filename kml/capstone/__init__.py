"""The capstone: ninety days of a creator's channel on the simulated platform, run by a strategy of the learner's.

Everything in it is simulated, the money too.
"""

from kml.capstone.baselines import BASELINES, COURSE, YOU, in_words, scoreboard
from kml.capstone.business import trials, worth
from kml.capstone.channel import DAYS, FOLLOWERS, PAID_PER_1000, RENT, Channel, notice
from kml.capstone.diagnosis import diagnose
from kml.capstone.plan import COURSE_HOURS, HOURS, STYLES, read_plan, video_hours
from kml.capstone.play import Season, play
from kml.capstone.report import draw_followers, draw_income, draw_posts, draw_work, report

__all__ = [
    "BASELINES",
    "COURSE",
    "COURSE_HOURS",
    "DAYS",
    "FOLLOWERS",
    "HOURS",
    "PAID_PER_1000",
    "RENT",
    "STYLES",
    "YOU",
    "Channel",
    "Season",
    "diagnose",
    "draw_followers",
    "draw_income",
    "draw_posts",
    "draw_work",
    "in_words",
    "notice",
    "play",
    "read_plan",
    "report",
    "scoreboard",
    "trials",
    "video_hours",
    "worth",
]
