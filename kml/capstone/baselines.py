"""Five strategies to beat, from the naive to the careful, and the scoreboard."""

import numpy as np
import pandas as pd

from kml.capstone.plan import COURSE_HOURS, STYLES
from kml.capstone.play import play
from kml.core.arguments import whole_number
from kml.core.page import bar
from kml.core.words import NP_, pgettext


def ads_only(state):
    """One lecture a day of the usual length, and advertising pays for it."""
    return {"posts": [{"seconds": state["usual_s"], "style": "explain"}], "effort": {"ads": 1.0}}


def many_shorts(state):
    """Four videos of 15 seconds a day, in turn of every style; tips and ads."""
    posts = [{"seconds": 15, "style": STYLES[i % 3]} for i in range(4)]
    return {"posts": posts, "effort": {"tips": 0.5, "ads": 0.5}}


def a_bit_of_all(state):
    """One video a day, a style a day in turn, a fifth of the effort for each channel; the course is made by the way."""
    post = {"seconds": state["usual_s"], "style": STYLES[state["day"] % 3]}
    effort = dict.fromkeys(("ads", "tips", "courses", "commerce", "brands"), 0.2)
    return {"posts": [post], "effort": effort, "course": course_work(state, 2.0), "label": True}


def course_seller(state):
    """One lecture a day of the usual length, and the course at the usual price."""
    post = {"seconds": state["usual_s"], "style": "explain"}
    return {"posts": [post], "effort": {"courses": 1.0}, "course": course_work(state, 4.0), "label": True}


def tester(state):
    """Tries every style for six days with two videos of half a minute, then keeps the one that held most viewers."""
    day = state["day"]
    style = STYLES[day % 3] if day <= 18 else best_style(state["posts"])
    effort = {"courses": 0.7, "commerce": 0.3}
    posts = [{"seconds": 30, "style": style}] * 2
    return {"posts": posts, "effort": effort, "course": course_work(state, 4.0), "label": True}


def course_work(state, hours):
    """Hours of today for making the course: so many, until it is made."""
    return min(hours, COURSE_HOURS - state["course_hours"])


def best_style(posts):
    """The style whose videos had the highest mean share of valid plays."""
    rates = {style: [post["valid_play"] for post in posts if post["style"] == style] for style in STYLES}
    return max(STYLES, key=lambda style: np.mean(rates[style]) if rates[style] else 0.0)


BASELINES = {
    NP_("player", "ads only"): ads_only,
    NP_("player", "many shorts"): many_shorts,
    NP_("player", "a bit of all"): a_bit_of_all,
    NP_("player", "course seller"): course_seller,
    NP_("player", "tester"): tester,
}
YOU, COURSE = NP_("player", "you"), NP_("player", "the course's answer")
COLUMNS = {  # of the scoreboard, and what a reader calls them
    "mean": NP_("income of seasons", "mean, yuan"),
    "worst": NP_("income of seasons", "worst, yuan"),
    "best": NP_("income of seasons", "best, yuan"),
    "rent paid": NP_("income of seasons", "rent paid, share of months"),
    "stopped": NP_("income of seasons", "stopped"),
}


def scoreboard(strategy, creator, seeds=range(5), name=YOU, progress=True):
    """Let `strategy` and the five baselines play the same seasons; a DataFrame, the best first.

    Columns: mean, worst and best of what is left after costs (whole simulated yuan), rent paid (share of months),
    stopped (seasons that ended early). `seeds`: whole numbers. `in_words` names rows and columns for a reader.

    >>> from kml import capstone
    >>> from kml.personas import CREATORS
    >>> def idle(state):
    ...     return {}
    >>> board = capstone.scoreboard(idle, CREATORS["coding_teacher"], seeds=[0], name="idle", progress=False)
    >>> list(board.index)  # the best first
    ['tester', 'course seller', 'a bit of all', 'idle', 'ads only', 'many shorts']
    """
    seeds = [whole_number("seeds", seed) for seed in seeds]
    players = {**BASELINES, name: strategy}
    rows = {}
    for who in bar(players, progress, unit=pgettext("progress", "player")):
        seasons = [play(players[who], creator, seed) for seed in seeds]
        earned = [season.earned for season in seasons]
        rows[who] = {
            "mean": round(np.mean(earned)),
            "worst": round(min(earned)),
            "best": round(max(earned)),
            "rent paid": np.mean([season.months_paid / 3 for season in seasons]),
            "stopped": sum(bool(season.stopped) for season in seasons),
        }
    return pd.DataFrame.from_dict(rows, orient="index").sort_values("mean", ascending=False)


def player_in_words(name):
    """What a strategy of the scoreboard is called in the learner's language; a name that is not the course's stays.

    >>> from kml.capstone.baselines import player_in_words
    >>> player_in_words("tester"), player_in_words("Ann's")
    ('tester', "Ann's")
    """
    return pgettext("player", name) if name in (*BASELINES, YOU, COURSE) else name


def in_words(board):
    """What `scoreboard` returned, with players and columns called as the learner calls them.

    >>> import pandas as pd
    >>> from kml import capstone
    >>> capstone.in_words(pd.DataFrame({"mean": [0.0]}, index=["tester"])).index.tolist()
    ['tester']
    """
    columns = {name: pgettext("income of seasons", words) for name, words in COLUMNS.items()}
    return board.rename(index=player_in_words, columns=columns)
