"""A creator's channel on the simulated platform, day by day: videos are tried on viewers, pushed, and paid.

Reach is `kml.monetization.reach`'s law, as in lesson 08: what is luck there is partly skill here. A new video is shown
to a sample of viewers; how well it does with them, by the platform's yardstick and beside what is usual for its length,
moves its reach, and luck moves it more. Money is `kml.monetization.settle`'s, under the creator's own rules. What
stands in capitals below without a source is an assumption of the course. All of it is simulated, the yuan too.
"""

import functools
from dataclasses import replace

import numpy as np

from kml import log, metrics, monetization, published
from kml.capstone.plan import COURSE_HOURS, HOURS, video_hours
from kml.capstone.viewers import MEASURES, styles, usual, watch
from kml.core.arguments import choice, number
from kml.core.words import N_, _

DAYS, MONTH = 90, 30
OLD = 21  # days after which the numbers of a video stand still
RENT = 1500.0  # simulated yuan for 30 days: a room in a smaller city (assumption); half of what lesson 08 asks
FOLLOWERS = 30_000  # at the start
# Correlation of a video's log views with how well it does with its first viewers: a quarter of the variance
SKILL = 0.5
LATER = 0.6  # each further video of a day gets so much of the reach of the one before
RPM_CUT = 0.4  # Bilibili's creators were paid a third to a half of the year before (Southern Finance, 2023)
CHANGES = (40, 50)  # between these days ads and push change
LABELS = (20, 30)  # between these days the label is announced, which is checked for from NOTICE days later on
NOTICE = 7
FOUND = (0.01, 0.3)  # chance a day that selling without a label is found, before and after that
BLOCKED = 10  # days without selling if it is
# Of the log of what an audience would pay: `course_budget` may lie between 80 and 500 (kml.monetization)
BUDGET_SD = 0.9
BASKETS = 5.0  # people put the course into their basket for each that would buy
PAID_PER_1000 = 20.0  # yuan for 1,000 views of paid reach; 5 to 60 would be no surprise
SELLING = ("courses", "commerce", "brands")  # what a label belongs to, and what is blocked
NOTICES = {  # what the platform announces; the key is the word with which a notice begins, in every language
    "label": N_("from day {day} on we look at everything that sells; where the label “advertisement” is missing, "
                "selling is blocked for {blocked} days"),
    "rpm": N_("from today ads pay {cut:.0%} of what they paid per 1,000 views"),
    "push": N_("from today videos are pushed by long views ({long:g} s or more) instead of valid plays (more than "
               "{valid:g} s)"),
}  # fmt: skip
_SUMS = ("views", *log.SUMS, "hours")


class Channel:
    """The hidden state of one season. `day(plan)` lives a day, `state()` is what a strategy may know.

    followers: at the start. credential: whether the creator has the one that the field asks for, if it asks for any.

    >>> from kml import capstone
    >>> from kml.personas import CREATORS
    >>> channel = capstone.Channel(CREATORS["coding_teacher"], seed=0)
    >>> channel.day(capstone.read_plan({"posts": [{"seconds": 60, "style": "show"}]}))
    >>> (post,) = channel.state()["posts"]
    >>> channel.today, post["style"], post["views"] > 0
    (2, 'show', True)
    """

    def __init__(self, creator, seed, followers=FOLLOWERS, credential=True, reach=monetization.DEFAULT_REACH):
        self.creator, self.seed, self.reach = creator, seed, reach
        self.followers = self.start = number("followers", followers, low=0)
        self.credential = choice("credential", credential, (False, True))
        self.field = published.field_of(creator)
        self.needs_credential = "verified account" in _bound(self.field, None)
        self.rules = monetization.assumed_rules(creator.key)
        self.assumed_budget = self.rules.course_budget
        hidden = np.random.default_rng([seed, 0])
        self.kinds = styles(hidden)
        self.rpm_day, self.push_day = hidden.choice(np.arange(CHANGES[0], CHANGES[1] + 1), size=2, replace=False)
        self.label_day = int(hidden.integers(LABELS[0], LABELS[1] + 1))
        self.levels = reach.month_levels(DAYS // MONTH, hidden)
        self.arrived = [reach.arrived(days) for days in range(MONTH + 1)]
        self.sale = 0.0  # what one buyer of the course leaves
        # another season's audience has more to spend and fewer who do, or the other way round
        richer = float(np.exp(BUDGET_SD * hidden.standard_normal()))
        self.set_budget(self.assumed_budget * richer)
        self._set_price(self.assumed_budget)
        self.today, self.bank, self.course_hours, self.blocked_until = 1, 0.0, 0.0, 0
        self.judged_by = "valid_play"
        self.waiting = dict.fromkeys(_SUMS, 0.0)  # what is still to come of the videos so far
        self.videos, self.posts, self.days, self.notices, self.blocks = [], [], [], [], []
        self.open = self._open(self._counts(dict.fromkeys(_SUMS, 0.0)))
        self._announce()

    def set_budget(self, budget):
        """Let this audience have another `budget`: twice as much, and half as many who buy at all."""
        share = self.rules.course_buy * self.rules.course_budget / budget
        self.rules = replace(self.rules, course_budget=budget, course_buy=min(1.0, share))

    def state(self):
        """What the creator knows this morning: a new dict of numbers, strings, lists and dicts at each call."""
        return {
            "day": self.today,
            "days": DAYS,
            "creator": self.creator.key,
            "credential": self.credential or not self.needs_credential,
            "usual_s": self.creator.video_s,
            "budget": self.assumed_budget,
            "hours": HOURS,
            "course_hours": self.course_hours,
            "followers": int(self.followers),
            "bank": round(self.bank, 2),
            "rent": RENT,
            "ads_per_1000": self.rules.ads_per_1000,
            "open": dict(self.open),
            "blocked": max(0, self.blocked_until - self.today),
            "posts": [dict(post) for post in self.posts],
            "history": [dict(day) for day in self.days],
            "notices": [list(notice) for notice in self.notices],
        }

    def hidden(self):
        """What no strategy may know, told when all is over: {name: value}."""
        return {
            "budget": self.rules.course_budget,
            "assumed budget": self.assumed_budget,
            "kinds": dict(self.kinds),
            "push day": int(self.push_day),
            "course hours": self.course_hours,
            "needs credential": self.needs_credential and not self.credential,
            "blocks": tuple(self.blocks),
        }

    def day(self, plan):
        """Live one day under a checked Plan: make, sell, be watched, be paid, pay."""
        self._set_price(self.assumed_budget if plan.price is None else plan.price)
        self.course_hours += plan.course
        blocked = self._blocked(plan)
        paid = self._publish(plan)
        came = self._arrive()
        self._report()
        self.followers += came["follows"]
        counts = self._counts(came)
        self.open = self._open(counts)
        selling = max(0.0, 1 - plan.hours / HOURS)
        effort = {
            name: share * selling
            for name, share in plan.effort
            if self.open[name] and not (blocked and name in SELLING)
        }
        income = monetization.settle(counts, self.rules, effort, self._luck(2))
        costs = self.rules.video_cost * len(plan.posts) + self.rules.fixed_costs / MONTH + paid
        self.bank += sum(income.values()) - costs
        asked = self.rules.list_share * counts.profile_enters + counts.follows
        baskets = BASKETS * asked * float(monetization.buying(self.rules.course_price, self.rules))
        self.days.append({
            "day": self.today,
            "followers": int(self.followers),
            **{name: round(came[name], 2) for name in _SUMS},
            **{name: round(money, 2) for name, money in income.items()},
            "costs": round(costs, 2),
            "price": self.rules.course_price,
            "asked": round(asked, 2),
            "baskets": int(self._luck(4).poisson(baskets)),
            "buyers": round(income["courses"] / self.sale) if income["courses"] else 0,
            "making": plan.making,
            "course": plan.course,
            "selling": HOURS * selling,
            "effort": round(sum(share for __, share in plan.effort), 4),
            "to_courses": dict(plan.effort).get("courses", 0.0),
            "shut": ", ".join(name for name, share in plan.effort if share and name not in effort),
            "blocked": blocked,
            "paid": paid,
        })  # fmt: skip
        self.today += 1
        self._announce()

    def _luck(self, purpose, *more):
        """What is drawn today for one purpose, whatever is drawn for another."""
        return np.random.default_rng([self.seed, purpose, self.today, *more])

    def reach_of(self, seconds, kind, before, rng):
        """(views in all, rates a view) of a new video of today, before which so many others were made."""
        rates = watch(seconds, kind, rng.standard_normal(), rng)
        mean, sd = usual(seconds)[self.judged_by]
        did = (rates[MEASURES[self.judged_by]] - mean) / sd
        sigma, level = self.reach.sigma, self.levels[min(self.today - 1, DAYS - 1) // MONTH]
        luck = np.sqrt(max(0.0, sigma**2 * (1 - SKILL**2) - self.reach.month_sd**2)) * rng.standard_normal()
        z = SKILL * did + (level + luck) / sigma
        return float(self.reach.views(self.followers, z)) * LATER**before, rates

    def _publish(self, plan):
        """Make the day's videos, and buy reach for the newest; returns what was paid for it."""
        for i, (seconds, style) in enumerate(plan.posts):
            rng = self._luck(1, i)
            views, rates = self.reach_of(seconds, self.kinds[style], i, rng)
            video = _Video(self.today, i + 1, seconds, style, rates)
            self.videos.append(video)
            self.posts.append(video.seen)
            self._push(video, views)
        if not self.videos:
            return 0.0
        self._push(self.videos[-1], 1000 * plan.paid / PAID_PER_1000)
        return plan.paid

    def _push(self, video, views):
        video.final += views
        self.waiting["views"] += views
        self.waiting["hours"] += views * video.rates["watch_s"] / 3600
        for name in log.SUMS:
            self.waiting[name] += views * video.rates[name]

    def _arrive(self):
        """What comes on this day of all that is on its way: the same part of it every day, so half in a half-life."""
        part = self.arrived[1]
        came = {name: part * left for name, left in self.waiting.items()}
        self.waiting = {name: left - came[name] for name, left in self.waiting.items()}
        return came

    def _report(self):
        """Bring what the creator sees of the videos up to date; an old one gets nothing any more."""
        for video in reversed(self.videos):
            if video.day <= self.today - OLD:
                break
            video.report(self.today, self.arrived)

    def _counts(self, came):
        """The day's Counts. Gates look at the last month's hours, and brands at its videos."""
        recent = self.days[1 - MONTH :]
        hours = (sum(day["hours"] for day in recent) + came["hours"]) / (len(recent) + 1)
        views = [video.views(self.today, self.arrived) for video in self.videos if video.day > self.today - MONTH]
        return monetization.Counts(
            **{**came, "hours": hours},
            followers=self.followers,
            recent_views=float(np.mean(views)) if views else 0.0,
            days=1,
            credential=self.credential or not self.needs_credential,
        )

    def _open(self, counts):
        """Which channels are open: the gates of the rules, and the course has to be made first."""
        is_open = {name: bool(gate) for name, gate in monetization.gates(counts, self.rules).items()}
        return is_open | {"courses": is_open["courses"] and self.course_hours >= COURSE_HOURS}

    def _blocked(self, plan):
        """Whether selling is blocked today; it may be found today that what sells has no label, or may have no link."""
        sells = {"courses": "course", "commerce": plan.sells, "brands": "goods"}
        offered = [sells[name] for name, share in plan.effort if share and name in sells and self.open[name]]
        rules = set().union(*(_bound(self.field, one) for one in offered))
        against = "no link" if "no link" in rules else "ad label" if "ad label" in rules and not plan.label else ""
        chance = FOUND[self.today >= self.label_day + NOTICE]
        if against and self.today >= self.blocked_until and self._luck(3).random() < chance:
            self.blocked_until = self.today + BLOCKED
            self.blocks.append((self.today, against))
        return self.today < self.blocked_until

    def _set_price(self, price):
        """Ask this price from now on; and what one buyer leaves, from which buyers are counted."""
        if price != self.rules.course_price or not self.sale:
            self.rules = replace(self.rules, course_price=price)
            one = monetization.settle(monetization.Counts(0.0, follows=1.0), self.rules)["courses"]
            self.sale = one / float(monetization.buying(price, self.rules))

    def _announce(self):
        for key, day in (("label", self.label_day), ("rpm", self.rpm_day), ("push", self.push_day)):
            if self.today == day:
                self.notices.append((day, notice(key, day + NOTICE)))
        if self.today == self.rpm_day:
            self.rules = replace(self.rules, ads_per_1000=self.rules.ads_per_1000 * RPM_CUT)
        if self.today == self.push_day:
            self.judged_by = "long_view"


class _Video:
    """A video that is out: what a view of it brings, how many come in the end, and `seen`, what its creator sees."""

    def __init__(self, day, place, seconds, style, rates):
        self.day, self.final = day, 0.0
        self.rates = {name: float(rate) for name, rate in rates.items()}
        self.seen = {
            "day": day,
            "place": place,
            "seconds": seconds,
            "style": style,
            "work_hours": round(video_hours(seconds), 2),
            "views": 0,
            "valid_play": round(self.rates["valid_plays"], 4),
            "long_view": round(self.rates["long_views"], 4),
            "watch_s": round(self.rates["watch_s"], 2),
        }

    def views(self, today, arrived):
        """Views so far, at the end of `today`, if arrived[n] of all have come after n days."""
        return self.final * arrived[today + 1 - self.day]

    def report(self, today, arrived):
        """Bring what the creator sees up to the end of `today`."""
        views = self.views(today, arrived)
        self.seen["views"] = round(views)
        for name in ("likes", "follows", "profile_enters"):
            self.seen[name] = round(views * self.rates[name], 1)


def notice(about, day=0):
    """What the platform announces about "label", "rpm" or "push": this word, a colon, and a sentence in the language.

    day: from which on it looks for labels.
    """
    said = _(NOTICES[about]).format(
        cut=RPM_CUT, long=metrics.LONG_VIEW_S, valid=metrics.VALID_PLAY_S, day=day, blocked=BLOCKED
    )
    return f"{about}: {said}"


@functools.cache
def _bound(field, sells):
    """Keys of the rules that bind a creator of this field in China who sells this (lesson 10)."""
    plan = {"place": "China", "field": field, "sells": sells, "live": False, "ai": False}
    return frozenset(published.binding(plan))
