"""Playing a season: a strategy is asked each morning, whatever it does, and what it earned is kept.

A strategy is a function of one dict (see `Channel.state`) that returns a dict (see `read_plan`). One that raises, takes
too long, returns nonsense or tampers with its state ends the season on that day: a sentence says why, and the income up
to then counts. A strategy runs in this very process and can do what any Python code can; whoever grades the work of
others runs it in a sandbox (`kml grade`) and lives the season outside of it.
"""

import copy
import html
import traceback
from dataclasses import dataclass

import pandas as pd

from kml.capstone.channel import DAYS, FOLLOWERS, MONTH, RENT, Channel
from kml.capstone.diagnosis import diagnose
from kml.capstone.plan import read_plan
from kml.core import patience
from kml.core.arguments import number, whole_number
from kml.core.words import _, listed, ngettext, sentences
from kml.monetization import CHANNELS

PATIENCE_S = 2.0  # for one morning


@dataclass(frozen=True)
class Season:
    """What a season of `days_lived` days left behind; all money is simulated yuan.

    earned: what is left of the income after costs, before tax. rent: of the whole season. stopped: why it ended early,
    in a sentence, or "". days: DataFrame with a row for each day: followers, views, a column for each channel's income,
    costs, price, buyers, hours. posts: DataFrame with a row for each video. notices: [(day, sentence), …] what the
    platform changed. months: what is left of each 30 days. hidden: what no strategy could see, by name.
    """

    creator: str
    seed: int
    followers: float
    earned: float
    rent: float
    stopped: str
    days: pd.DataFrame
    posts: pd.DataFrame
    notices: tuple
    months: tuple
    hidden: dict

    @property
    def days_lived(self):
        return len(self.days)

    @property
    def months_paid(self):
        """In how many of the three months the income after costs covered the rent."""
        return sum(month >= RENT for month in self.months)

    @property
    def keeps_the_rent(self):
        """Whether the whole season earned the rent of its 90 days."""
        return self.earned >= self.rent

    @property
    def diagnosis(self):
        """What cost most, a tuple of sentences in the learner's language: see `kml.capstone.diagnosis`."""
        return diagnose(self)

    @property
    def _summary(self):
        line = ngettext(
            "{earned:,.0f} simulated yuan in {days} day after costs, rent paid in {paid} of 3 months.",
            "{earned:,.0f} simulated yuan in {days} days after costs, rent paid in {paid} of 3 months.",
            self.days_lived,
        ).format(earned=self.earned, days=self.days_lived, paid=self.months_paid)
        return sentences(line, self.stopped)

    def __repr__(self):
        return "\n".join((self._summary, *(f"- {said}" for said in self.diagnosis)))

    def _repr_html_(self):  # JupyterLab breaks long lines of plain text anywhere, in the middle of a word, too
        causes = "".join(f"<li>{html.escape(said)}</li>" for said in self.diagnosis)
        return f"<p>{html.escape(self._summary)}</p>" + (f"<ul>{causes}</ul>" if causes else "")


def play(strategy, creator, seed=0, followers=FOLLOWERS, credential=True, patience_s=PATIENCE_S):
    """Let `strategy` run the channel of `creator` (what `kml.setup` returns) for 90 days and return the Season.

    followers: at the start. credential: whether the creator has the one that the field asks for, if it does. The same
    seed is the same season: the same viewers in the same moods, the same changes on the same days. Never raises for
    what a strategy does (but Ctrl+C ends it); raises ValueError for a bad argument.

    >>> from kml import capstone
    >>> from kml.personas import CREATORS
    >>> season = capstone.play(capstone.BASELINES["course seller"], CREATORS["coding_teacher"])
    >>> season.days_lived, len(season.posts), len(season.notices)
    (90, 90, 3)
    >>> season = capstone.play(lambda state: "no plan", CREATORS["coding_teacher"])
    >>> season.days_lived, bool(season.stopped)  # a sentence that says why
    (0, True)
    """
    channel = Channel(creator, whole_number("seed", seed), followers, credential)
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
    keys, empty = tuple(state), [name for name in ("posts", "history", "notices") if not state[name]]
    try:
        return watch.call(strategy, state)
    except KeyboardInterrupt:
        raise
    except patience.TooLong:
        late = _("your strategy took longer than {seconds:g} seconds for one morning; does a loop never end?")
        raise _Stop(late.format(seconds=watch.seconds)) from None
    except BaseException as problem:  # sys.exit() too
        raised = _("your strategy raised {error}.").format(error=_described(problem))
        raise _Stop(sentences(raised, _misspelt(problem, keys), _too_early(problem, empty))) from None


def _misspelt(problem, keys):
    """A sentence with the keys that there are, if `problem` is about one that is none of them; "" else."""
    if type(problem) is not KeyError or not problem.args or type(problem.args[0]) is not str or problem.args[0] in keys:
        return ""
    return _("There is no such key; `state` has {keys}.").format(keys=listed(f"`{key}`" for key in keys))


def _too_early(problem, empty):
    """A sentence with the lists in which there is nothing yet, if `problem` is what comes of an empty one; "" else."""
    if not empty or type(problem) not in (IndexError, ValueError, ZeroDivisionError):
        return ""
    return _("Still empty on this morning: {lists}.").format(lists=listed(f"`{name}`" for name in empty))


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
        return type(given) is dict and bool(given == morning)
    except Exception:
        return False


def _season(channel, stopped):
    days = pd.DataFrame(
        channel.days, columns=None if channel.days else ["day", "followers", "views", *CHANNELS, "costs"]
    )
    left = days[list(CHANNELS)].sum(axis=1) - days["costs"]
    months = tuple(float(left[(days["day"] - 1) // MONTH == month].sum()) for month in range(DAYS // MONTH))
    return Season(
        creator=channel.creator.key,
        seed=channel.seed,
        followers=channel.start,
        earned=float(left.sum()),
        rent=RENT * DAYS / MONTH,
        stopped=stopped,
        days=days,
        posts=pd.DataFrame(channel.posts),
        notices=tuple(channel.notices),
        months=months,
        hidden=channel.hidden(),
    )
