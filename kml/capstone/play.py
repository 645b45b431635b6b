"""Playing a season: a strategy is asked each morning, whatever it does, and what it earned is kept.

A strategy is a function of one dict (see `Channel.state`) that returns a dict (see `read_plan`). One that raises, takes
too long, returns nonsense or tampers with its state ends the season on that day: a sentence says why, and the income up
to then counts. A strategy runs in this very process and can do what any Python code can; whoever grades the work of
others runs it in a sandbox (`kml grade`) and lives the season outside of it.
"""

import copy
import traceback
from dataclasses import dataclass

import pandas as pd

from kml.capstone.channel import DAYS, RENT, Channel
from kml.capstone.plan import read_plan
from kml.core import patience
from kml.core.arguments import number, whole_number
from kml.core.words import _, ngettext, sentences
from kml.monetization import CHANNELS

PATIENCE_S = 2.0  # for one morning


@dataclass(frozen=True)
class Season:
    """What a season of `days_lived` days left behind; all money is simulated yuan.

    earned: all of it. rent: of the whole season. stopped: why it ended early, in a sentence, or "". days: DataFrame
    with day, followers, views and a column for each channel's income. posts: DataFrame with a row for each video.
    notices: [(day, sentence), …] what the platform changed. months: income of each 30 days.
    """

    creator: str
    seed: int
    earned: float
    rent: float
    stopped: str
    days: pd.DataFrame
    posts: pd.DataFrame
    notices: tuple
    months: tuple

    @property
    def days_lived(self):
        return len(self.days)

    @property
    def months_paid(self):
        """In how many of the three months the income covered the rent."""
        return sum(month >= RENT for month in self.months)

    def __repr__(self):
        line = ngettext(
            "{earned:,.0f} simulated yuan in {days} day, rent paid in {paid} of 3 months.",
            "{earned:,.0f} simulated yuan in {days} days, rent paid in {paid} of 3 months.",
            self.days_lived,
        ).format(earned=self.earned, days=self.days_lived, paid=self.months_paid)
        return sentences(line, self.stopped)


def play(strategy, creator, seed=0, patience_s=PATIENCE_S):
    """Let `strategy` run the channel of `creator` (what `kml.setup` returns) for 90 days and return the Season.

    The same seed is the same season: the same viewers in the same moods, the same changes on the same days. Never
    raises for what a strategy does (but Ctrl+C ends it); raises ValueError for a bad seed.

    >>> from kml import capstone
    >>> from kml.personas import CREATORS
    >>> season = capstone.play(capstone.BASELINES["course seller"], CREATORS["coding_teacher"])
    >>> season.days_lived, len(season.posts), len(season.notices)
    (90, 90, 2)
    >>> season = capstone.play(lambda state: "no plan", CREATORS["coding_teacher"])
    >>> season.days_lived, bool(season.stopped)  # a sentence that says why
    (0, True)
    """
    channel = Channel(creator, whole_number("seed", seed))
    patience_s = number("patience_s", patience_s, above=0)
    stopped = ""
    with patience.Watch(patience_s) as watch:
        while channel.today <= DAYS and not stopped:
            given, morning = channel.state(), channel.state()
            try:
                answer = _asked(watch, strategy, given)
                if not _same(given, morning):
                    raise _Stop(_("your strategy changed the state: it is a report, and changing it earns nothing."))
                plan = read_plan(copy.deepcopy(answer))
            except _Stop as reason:
                stopped = str(reason)
            except ValueError as problem:
                stopped = sentences(_("your strategy's plan is not possible."), str(problem))
            except Exception as problem:
                stopped = _("the plan cannot be read ({kind}).").format(kind=type(problem).__name__)
            else:
                channel.day(plan)
    if stopped:
        stopped = _("Stopped on day {day}: {reason}").format(day=channel.today, reason=stopped)
    return _season(channel, stopped)


class _Stop(Exception):
    """Ends a season, with the reason in words."""


def _asked(watch, strategy, state):
    """strategy(state), whatever happens in it: its answer, or _Stop."""
    try:
        return watch.call(strategy, state)
    except KeyboardInterrupt:
        raise
    except patience.TooLong:
        late = _("your strategy took longer than {seconds:g} seconds for one morning; does a loop never end?")
        raise _Stop(late.format(seconds=watch.seconds)) from None
    except BaseException as problem:  # sys.exit() too
        raise _Stop(_("your strategy raised {error}.").format(error=_described(problem))) from None


def _described(problem):
    try:
        message = str(problem)[:200]
    except Exception:
        message = ""
    frames = traceback.extract_tb(problem.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename not in (__file__, patience.__file__)]
    error = f"{type(problem).__name__}: {message}" if message else type(problem).__name__
    return _("{error} (line {line})").format(error=error, line=lines[-1]) if lines else error


def _same(given, morning):
    """Whether a state is still what it was; a comparison that fails is a change, too."""
    try:
        return type(given) is dict and repr(given) == repr(morning)
    except Exception:
        return False


def _season(channel, stopped):
    rows = [
        {"day": d["day"], "followers": d["followers"], "views": d["views"], **{c: d["income"][c] for c in CHANNELS}}
        for d in channel.days
    ]
    days = pd.DataFrame(rows, columns=["day", "followers", "views", *CHANNELS])
    money = days[list(CHANNELS)].sum(axis=1)
    months = tuple(float(money[(days["day"] - 1) // 30 == month].sum()) for month in range(DAYS // 30))
    return Season(
        creator=channel.creator.key,
        seed=channel.seed,
        earned=float(money.sum()),
        rent=RENT * DAYS / 30,
        stopped=stopped,
        days=days,
        posts=pd.DataFrame(channel.posts),
        notices=tuple(channel.notices),
        months=months,
    )
