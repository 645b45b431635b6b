"""Lesson 11: what was decided in the lessons before it, as the strategy to start from, and what became of it."""

from dataclasses import dataclass

from kml import capstone, monetization
from kml.capstone import COURSE_HOURS, HOURS, STYLES
from kml.capstone.channel import MONTH
from kml.core.words import NP_, _, pgettext
from kml.course.checking.exercises import checkpoint
from kml.course.journey.decisions import DECISIONS
from kml.personas import Persona

YOURS, USUAL, OPEN = (
    NP_("whose decision", "yours"),
    NP_("whose decision", "the course's"),
    NP_("whose decision", "open"),
)
_COURSE_HOURS_A_DAY = 4.0  # for making the course, as long as it is not made


def usual(creator):
    """What the course takes where nothing was decided: what is usual for this creator, and an even mix."""
    even = 1 / len(monetization.CHANNELS)
    return {
        "length_s": creator.video_s,
        "explore": 0.0,
        "price": monetization.assumed_rules(creator.key).course_budget,
        "mix": dict.fromkeys(monetization.CHANNELS, even),
        "test": 6,
        "rules": {"label": True, "sells": "goods"},
    }


@dataclass(frozen=True)
class Start:
    """What a learner comes with: `values` of all decisions by name, None where one is open; `own` names theirs."""

    creator: Persona
    values: dict
    own: frozenset

    def __getitem__(self, name):
        return self.values[name]

    def whose(self, name):
        """Whose a decision is, in the learner's language."""
        whose = YOURS if name in self.own else OPEN if self.values[name] is None else USUAL
        return pgettext("whose decision", whose)

    def table(self):
        """A DataFrame in words, a row for each decision: its lesson, what it is about, its value, and whose it is."""
        import pandas as pd

        return pd.DataFrame([self._row(name) for name in DECISIONS])

    def __repr__(self):
        said = pgettext("a line of a learner's way", "{lesson} · {decision}: {value} ({whose})")
        names = "lesson", "decision", "value", "whose"
        rows = (zip(names, self._row(name).values(), strict=True) for name in DECISIONS)
        return "\n".join(said.format(**dict(row)) for row in rows)

    def _repr_html_(self):
        return whole(self.table())

    def _row(self, name):
        decision, value = DECISIONS[name], self.values[name]
        return {
            _("lesson"): decision.lesson,
            _("decision"): _(decision.title),
            _("when you came"): _nothing() if value is None else decision.words(value),
            _("whose"): self.whose(name),
        }


def whole(table):
    """A DataFrame as HTML without its index, each text to its end."""
    import pandas as pd

    with pd.option_context("display.max_colwidth", None):
        return table.to_html(index=False, border=0)


def start(me):
    """The Start of this learner: their own decisions, and the usual ones where there is none."""
    usually = usual(me)
    own = {name: me.decided(name) for name in DECISIONS}
    values = {name: usually.get(name) if value is None else value for name, value in own.items()}
    values["rules"] = usually["rules"] | values["rules"]  # one who decided one of the two rules
    return Start(me, values, frozenset(name for name, value in own.items() if value is not None))


def strategy(begun):
    """The decisions of a Start as a strategy: one video a day, and the same answer every day.

    Each style is tried `test` times, then the best so far is kept, but for a share `explore` of the days.
    """

    def as_decided(state):
        seconds = begun["length_s"]
        free = max(0.0, HOURS - capstone.video_hours(seconds))
        return {
            "posts": [{"seconds": seconds, "style": _style(state, begun["test"], begun["explore"])}],
            "effort": begun["mix"],
            "price": begun["price"],
            "course": min(_COURSE_HOURS_A_DAY, free, COURSE_HOURS - state["course_hours"]),
            **begun["rules"],
        }

    return as_decided


def _style(state, tries, explore):
    rates = {style: [post["valid_play"] for post in state["posts"] if post["style"] == style] for style in STYLES}
    rarest = min(STYLES, key=lambda style: len(rates[style]))
    day = state["day"]
    if len(rates[rarest]) < tries or int(day * explore) > int((day - 1) * explore):
        return rarest
    return max(STYLES, key=lambda style: sum(rates[style]) / len(rates[style]))


def player(given, creator, seed):
    """(name, strategy) of who plays the scoreboard and the report: the learner's own if it lives to the last day.

    The check of 11.5 need not have passed it: a season that is poor is theirs all the same. One that ends early leaves
    its place to what `kml.checkpoint` returns.
    """
    if capstone.play(given, creator, seed).days_lived == capstone.DAYS:
        return capstone.YOU, given
    allowed = checkpoint("11.5", given)
    return (capstone.YOU if allowed is given else capstone.COURSE), allowed


def to_the_end(begun, first, last):
    """The way from the Start to the `last` Season: its table, with what the last month of that season did.

    `first` is the Season that the decisions of the Start earned, of the same seed; a DataFrame in words.
    """
    import pandas as pd

    now = _last_month(last)
    heading = _("in the last month")
    rows = [{**begun._row(name), heading: now.get(name, _nothing())} for name in DECISIONS]
    earned = {
        _("lesson"): "11",
        _("decision"): _("what ninety days left after costs (simulated)"),
        _("when you came"): _yuan(first.earned),
        _("whose"): _nothing(),
        heading: _yuan(last.earned),
    }
    return pd.DataFrame([*rows, earned])


def _last_month(season):
    """{decision: what the last 30 days of a season did, in words}, as far as it can be seen from outside."""
    if len(season.days) < MONTH or not len(season.posts):
        return {}
    days = season.days.iloc[-MONTH:]
    posts = season.posts[season.posts["day"] > days["day"].iloc[0] - 1]
    income = days[list(monetization.CHANNELS)].sum()
    said = {"price": DECISIONS["price"].words(days["price"].iloc[-1])}
    if income.sum() > 0:
        shares = (income / income.sum()).round(2)
        said["mix"] = _("of the income: {shares}").format(shares=DECISIONS["mix"].words(shares[shares > 0].to_dict()))
    if len(posts):
        said["length_s"] = DECISIONS["length_s"].words(int(posts["seconds"].median()))
        said["explore"] = DECISIONS["explore"].words(1 - posts["style"].value_counts(normalize=True).iloc[0])
    visits, buyers = days["profile_enters"].sum(), days["buyers"].sum()
    if visits > 0 and len(posts):
        said["funnel"] = _("valid plays {valid:.1%}, visits {visits:.2%}, of these buyers {buyers:.2%}").format(
            valid=posts["valid_play"].mean(), visits=visits / days["views"].sum(), buyers=buyers / visits
        )
    return said


def _yuan(money):
    return _("{money:,.0f} yuan").format(money=money)


def _nothing():
    return "–"
