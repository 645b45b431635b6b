"""A channel of nobody's for those who have no export yet, and an empty table for those whose platform is not known."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from kml.core.arguments import choice, rng, whole_number
from kml.core.words import N_, _
from kml.monetization.profiles import RATES
from kml.monetization.reach import DEFAULT_REACH
from kml.mychannel.files import Table
from kml.mychannel.layouts import VIDEO
from kml.mychannel.reading import assemble
from kml.personas import CREATORS, DEFAULT

MADE_UP = N_("a made-up channel")
FOLLOWERS = 2_000
SPREAD = 0.3  # sd of the logarithm of a video's own rates (assumption)
# Per view, made up: the course simulates neither
OTHER_RATES = {"comments": 0.003, "shares": 0.004, "saves": 0.006}
EXAMPLE = {
    "title": "My first video",
    "published": "2026-11-20",
    "duration_s": 90,
    "views": 1234,
    "watch_s": 21.5,
    "completion": "12%",
    "likes": 18,
    "comments": 2,
    "follows": 1,
}


def sample(creator=DEFAULT, videos=30, seed=4):
    """A made-up channel of a creator (a key of CREATORS) with 2,000 followers: nobody's, the same at each call.

    Views follow the course's law of reach (`monetization.Reach`), the counts its simulated rates, a little different
    from video to video. It goes the way of a real export: it is written as a table, and read.

    >>> from kml import mychannel
    >>> channel = mychannel.sample()
    >>> channel.platform, len(channel.videos)
    ('a made-up channel', 30)
    """
    draws, videos = rng(seed), whole_number("videos", videos, 1)
    usual = RATES[choice("creator", creator, CREATORS)]
    rates = {name: usual[name] for name in ("likes", "follows", "profile_enters")} | OTHER_RATES
    views = DEFAULT_REACH.views(FOLLOWERS, draws.standard_normal(videos)).astype(np.int64)
    length = np.rint(CREATORS[creator].video_s * np.exp(0.4 * draws.standard_normal(videos)))
    first = pd.Timestamp("2026-07-27")
    days = np.sort(draws.choice(95, size=videos, replace=videos > 95))
    columns = {
        "title": [_("Lesson {n}").format(n=n) for n in range(1, videos + 1)],
        "published": [(first + pd.Timedelta(days=int(day))).date() for day in days],
        "duration_s": length.astype(int),
        "views": views,
        "watch_s": np.minimum(length, usual["watch_s"] * np.exp(0.2 * draws.standard_normal(videos))).round(1),
    }
    for name, rate in rates.items():
        own = rate * np.exp(SPREAD * draws.standard_normal(videos) - SPREAD**2 / 2)
        columns[name] = draws.binomial(views, np.minimum(own, 1))
    rows = [list(columns), *([str(cell) for cell in row] for row in zip(*columns.values(), strict=True))]
    return replace(assemble([(Table(MADE_UP, rows), 0, "template")]), platform=MADE_UP)


def template(path=None):
    """The columns of a table that `read` understands for any platform; with a `path`, also write it, to be filled in.

    Only `title` and `views` are needed; leave a cell empty where you do not know. The example row of the written file
    is to be deleted. Raises ValueError where there is a file already.

    >>> from kml import mychannel
    >>> mychannel.template().loc["views"].tolist()
    ['views, as the platform counts them', '1234']
    """
    rows = [(_(said), str(EXAMPLE.get(name, ""))) for name, said in VIDEO.items()]
    if path is not None:
        path = Path(path).expanduser()
        if path.exists():
            raise ValueError(_("There is a file {path!r} already: choose another name.").format(path=str(path)))
        text = io.StringIO()
        csv.writer(text).writerows([list(VIDEO), [EXAMPLE.get(name, "") for name in VIDEO]])
        path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")  # with a mark that Excel looks for
    return pd.DataFrame(rows, index=pd.Index(VIDEO, name=_("column")), columns=[_("what it is"), _("for example")])
