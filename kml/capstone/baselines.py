"""Five strategies to beat, from the naive to the careful, and the scoreboard."""

import numpy as np
import pandas as pd

from kml.capstone.plan import STYLES
from kml.capstone.play import play
from kml.core.arguments import whole_number
from kml.core.page import bar
from kml.core.words import N_, _


def ads_only(state):
    """One lecture a day of the usual length, and advertising pays for it."""
    return {"posts": [{"seconds": state["usual_s"], "style": "explain"}], "effort": {"ads": 1.0}}


def many_shorts(state):
    """Four videos of 15 seconds a day, in turn of every style; tips and ads."""
    posts = [{"seconds": 15, "style": STYLES[i % 3]} for i in range(4)]
    return {"posts": posts, "effort": {"tips": 0.5, "ads": 0.5}}


def a_bit_of_all(state):
    """One video a day, a style a day in turn, and a fifth of the effort for each channel."""
    post = {"seconds": state["usual_s"], "style": STYLES[state["day"] % 3]}
    return {"posts": [post], "effort": dict.fromkeys(("ads", "tips", "courses", "commerce", "brands"), 0.2)}


def course_seller(state):
    """One lecture a day of the usual length, and a course for 199 yuan."""
    return {"posts": [{"seconds": state["usual_s"], "style": "explain"}], "effort": {"courses": 1.0}, "price": 199}


def tester(state):
    """Tries every style for five days with two videos of a minute, then keeps the one that held most viewers."""
    day = state["day"]
    style = STYLES[day % 3] if day <= 15 else best_style(state["posts"])
    posts = [{"seconds": 60, "style": style}] * 2
    return {"posts": posts, "effort": {"courses": 0.7, "commerce": 0.3}, "price": 229}


def best_style(posts):
    """The style whose videos had the highest mean share of valid plays."""
    rates = {style: [post["valid_play"] for post in posts if post["style"] == style] for style in STYLES}
    return max(STYLES, key=lambda style: np.mean(rates[style]) if rates[style] else 0.0)


BASELINES = {
    N_("ads only"): ads_only,
    N_("many shorts"): many_shorts,
    N_("a bit of all"): a_bit_of_all,
    N_("course seller"): course_seller,
    "tester": tester,
}


def scoreboard(strategy, creator, seeds=range(5), name="you", progress=True):
    """Let `strategy` and the five baselines play the same seasons; a DataFrame, the best first.

    Columns: mean, worst and best income (simulated yuan), rent paid (share of months), stopped (seasons that ended
    early). `seeds`: whole numbers.
    """
    seeds = [whole_number("seeds", seed) for seed in seeds]
    players = {**BASELINES, name: strategy}
    rows = {}
    for who in bar(players, progress, unit="player"):
        seasons = [play(players[who], creator, seed) for seed in seeds]
        earned = [season.earned for season in seasons]
        rows[who] = {
            "mean": np.mean(earned),
            "worst": min(earned),
            "best": max(earned),
            _("rent paid"): np.mean([season.months_paid / 3 for season in seasons]),
            "stopped": sum(bool(season.stopped) for season in seasons),
        }
    return pd.DataFrame(rows).T.sort_values("mean", ascending=False).astype({"stopped": int})
