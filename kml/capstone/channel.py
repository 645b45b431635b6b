"""A creator's channel on the simulated platform, day by day: videos are tried on viewers, pushed further, and paid.

The push is the platform's in small: a new video is shown to a first group of viewers; where enough of them stay, it
goes on to a group four times as large that fits it a little less, and so on. Viewers behave as `kml.behaviour` says,
money is `kml.monetization.settle`'s. Group sizes, bars, hours and what a style is worth are assumptions of the course.
All of it is simulated, the yuan too.
"""

from dataclasses import replace

import numpy as np

from kml import behaviour, log, metrics, monetization, platform
from kml.capstone.plan import HOURS, STYLES, video_hours
from kml.core.words import N_, _

DAYS = 90
RENT = 5000.0  # simulated yuan for 30 days; most live streamers in China earn 3,000-5,000 a month (Global Times, 2021)
START_FOLLOWERS = 1000
PANEL = 2000  # viewers from whom every group is drawn
SAMPLE = 150  # of them stand for a group, whatever its size
FIRST_GROUP = 200
GROWTH = 4
CANDIDATES = (20, 14, 9, 6, 4, 3)  # of so many viewers the one who fits best is shown the video; fewer in later groups
FOLLOWER_SHARE = 0.1  # of the followers see a new video, before anybody else
BARS = {"valid_play": (0.42, 0.45, 0.48, 0.51, 0.54), "long_view": (0.29, 0.32, 0.35, 0.38, 0.41)}
STYLE_QUALITY = (0.7, 0.1, -0.5)  # in standard deviations of quality; which style has which, each season decides anew
TIRED = 0.4  # by so much quality falls with each video that was made before on the same day
RPM_CUT = 0.4  # Bilibili's creators were paid a third to a half of the year before (Southern Finance, 2023)
CHANGES = (40, 50)  # between these days both changes come
NOTICES = {  # what the platform announces; the key is the word with which a notice begins, in every language
    "rpm": N_("from today ads pay {cut:.0%} of what they paid per 1,000 views"),
    "push": N_("from today videos are pushed by long views ({long:g} s or more) instead of valid plays (more than "
               "{valid:g} s)"),
}  # fmt: skip


class Channel:
    """The hidden state of one season. `day(plan)` lives a day, `state()` is what a strategy may know.

    >>> from kml import capstone
    >>> from kml.personas import CREATORS
    >>> channel = capstone.Channel(CREATORS["coding_teacher"], seed=0)
    >>> channel.day(capstone.read_plan({"posts": [{"seconds": 60, "style": "show"}]}))
    >>> (post,) = channel.state()["posts"]
    >>> channel.today, post["style"], post["views"]  # 100 followers, and groups of 200, 800 and 3,200 viewers
    (2, 'show', 4300)
    """

    def __init__(self, creator, seed, rules=monetization.DEFAULT_RULES):
        self.creator, self.seed, self.rules = creator, seed, rules
        hidden = np.random.default_rng([seed, 0])
        self.style_quality = dict(zip(STYLES, hidden.permutation(STYLE_QUALITY), strict=True))
        self.rpm_day, self.policy_day = hidden.choice(np.arange(CHANGES[0], CHANGES[1] + 1), size=2, replace=False)
        world = platform.world(PANEL, 600, seed=int(hidden.integers(2**31)))
        self.taste, self.level, self.express = world.viewer_taste, world.viewer_level, world.viewer_expressiveness
        own = world.video_taste[:, world.video_topic == platform.TOPICS.index(self.creator.topic)]
        self.topic = _unit(own.mean(axis=1))
        self.today, self.followers = 1, START_FOLLOWERS
        self.judged_by = "valid_play"
        self.posts, self.days, self.notices = [], [], []
        self.bank = 0.0
        self.open = monetization.gates(monetization.Counts(views=0.0, followers=self.followers, days=1), rules)
        self._announce()

    def state(self):
        """What the creator knows this morning: a new dict of numbers, strings, lists and dicts at each call."""
        last = self.days[-1]["income"] if self.days else dict.fromkeys(monetization.CHANNELS, 0.0)
        return {
            "day": self.today,
            "days": DAYS,
            "creator": self.creator.key,
            "usual_s": self.creator.video_s,
            "hours": HOURS,
            "followers": int(self.followers),
            "bank": round(self.bank, 2),
            "rent": RENT,
            "ads_per_1000": self.rules.ads_per_1000,
            "open": {name: bool(is_open) for name, is_open in self.open.items()},
            "yesterday": {name: round(money, 2) for name, money in last.items()},
            "posts": [dict(post) for post in self.posts],
            "notices": [list(notice) for notice in self.notices],
        }

    def day(self, plan):
        """Live one day under a checked Plan."""
        total = dict.fromkeys(("views", *log.SUMS, "hours"), 0.0)
        for i, (seconds, style) in enumerate(plan.posts):
            got = self.push(seconds, style, i, np.random.default_rng([self.seed, 1, self.today, i]))
            for name in total:
                total[name] += got[name]
            self.posts.append(_report(self.today, seconds, style, got))
        self.followers += total["follows"]
        selling = max(0.0, 1 - plan.hours / HOURS)
        counts = monetization.Counts(**total, followers=self.followers, days=1)
        if plan.price != self.rules.course_price:
            self.rules = replace(self.rules, course_price=plan.price)
        effort = {name: share * selling for name, share in plan.effort}
        income = monetization.settle(counts, self.rules, effort, np.random.default_rng([self.seed, 2, self.today]))
        self.open = monetization.gates(counts, self.rules)
        self.bank += sum(income.values())
        self.days.append({"day": self.today, "followers": int(self.followers), "income": income, **total})
        self.today += 1
        self._announce()

    def _announce(self):
        if self.today == self.rpm_day:
            self.rules = replace(self.rules, ads_per_1000=self.rules.ads_per_1000 * RPM_CUT)
            self.notices.append((self.today, notice("rpm")))
        if self.today == self.policy_day:
            self.judged_by = "long_view"
            self.notices.append((self.today, notice("push")))

    def push(self, seconds, style, before, rng):
        """Show one new video to followers and then to one group after another; sums over all of them."""
        p = platform.DEFAULT
        own = rng.standard_normal(platform.FACTORS)
        taste = _unit(p.topic_taste * self.topic + (1 - p.topic_taste) * _unit(own))
        quality = self.style_quality[style] - TIRED * before + rng.standard_normal()
        fit = behaviour.affinity(self.taste, taste[:, None])
        total = self._show(self.followers * FOLLOWER_SHARE, CANDIDATES[0], fit, quality, seconds, rng)
        for group, candidates in enumerate(CANDIDATES):
            got = self._show(FIRST_GROUP * GROWTH**group, candidates, fit, quality, seconds, rng)
            total = {name: total[name] + got[name] for name in total}
            if group < len(CANDIDATES) - 1 and got[self.judged_by + "s"] < BARS[self.judged_by][group] * got["views"]:
                break
        return total

    def _show(self, size, candidates, fit, quality, seconds, rng):
        """Let SAMPLE viewers watch, who stand for `size` of them."""
        asked = rng.integers(0, PANEL, size=(SAMPLE, candidates))
        guess = fit[asked] + platform.DEFAULT.score_noise * rng.standard_normal(asked.shape)
        who = asked[np.arange(SAMPLE), guess.argmax(axis=1)]
        appeal = behaviour.appeal(self.level[who], quality, fit[who], seconds)
        mood, moment = rng.standard_normal((2, SAMPLE))
        leave, loops = rng.random((2, SAMPLE))
        watched = behaviour.watched(appeal, seconds, mood, moment, leave, loops)
        did = behaviour.chances(appeal, watched, seconds, self.express[who])
        came, weight = log.flags(watched, seconds, did), size / SAMPLE
        sums = {name: weight * float(came[column].sum()) for name, column in log.SUMS.items()}
        return {"views": float(size), **sums, "hours": weight * watched.sum() / 3600}


def notice(about):
    """What the platform announces about "rpm" or "push": this word, a colon, and a sentence in the language in use."""
    said = _(NOTICES[about]).format(cut=RPM_CUT, long=metrics.LONG_VIEW_S, valid=metrics.VALID_PLAY_S)
    return f"{about}: {said}"


def _report(day, seconds, style, got):
    return {
        "day": day,
        "seconds": seconds,
        "style": style,
        "work_hours": round(video_hours(seconds), 2),
        "views": round(got["views"]),
        "valid_play": round(got["valid_plays"] / got["views"], 4),
        "long_view": round(got["long_views"] / got["views"], 4),
        "watch_s": round(3600 * got["hours"] / got["views"], 2),
        "likes": round(got["likes"]),
        "follows": round(got["follows"]),
        "profile_enters": round(got["profile_enters"]),
    }


def _unit(vector):
    return vector / np.sqrt(np.sum(vector**2))
