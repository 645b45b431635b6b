"""A channel as its export tells it: the videos, and what follows from them with 95 % intervals."""

import html
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from kml.core import digits
from kml.core.arguments import choice, number
from kml.core.words import N_, _, ngettext, pgettext, sentences
from kml.monetization.profiles import RATES
from kml.mychannel.intervals import (
    design_effect,
    median_interval,
    pace_interval,
    rate_interval,
    spread_interval,
)
from kml.personas import CREATORS, DEFAULT

# Rates per view that `rates` has, in the order of the funnel, and how they are called
RATE_NAMES = {
    "likes": N_("likes"),
    "comments": N_("comments"),
    "shares": N_("shares"),
    "saves": N_("saves"),
    "profile_enters": N_("visits to the profile"),
    "follows": N_("follows"),
}
_COUNTED = {  # and how many of each there are
    "likes": N_("{number} likes"),
    "comments": N_("{number} comments"),
    "shares": N_("{number} shares"),
    "saves": N_("{number} saves"),
    "profile_enters": N_("{number} visits to the profile"),
    "follows": N_("{number} follows"),
}
# What the simulated rate counts beside your own events (an assumption). A Gamma distribution of 4 events puts 95 % of
# creators between 0.27 and 2.2 times the simulated rate.
PRIOR_EVENTS = 4.0
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Channel:
    """What `read` or `sample` found. A notebook shows it in a few lines; nothing of it leaves the machine.

    videos: a row a video, columns as in `mychannel.template()`, NaN where the export has none. days: a row a day, with
    `date` and counts, from exports that have days in place of videos; else empty. period: (first, last day) that the
    counts are about, if the file says so, or None. found: (name in the file, what it is or "", how it was used) for
    each column, which `columns` shows as a table. warnings: sentences about what to know before you trust a number.
    """

    platform: str
    videos: pd.DataFrame
    days: pd.DataFrame = field(default_factory=pd.DataFrame)
    period: tuple | None = None
    currency: str = ""
    found: tuple = ()
    warnings: tuple = ()

    @property
    def columns(self):
        """Each column of the file, what it was understood as, and how it is used: a table, nothing left out."""
        table = pd.DataFrame(self.found, columns=["name", "what", "use"])
        return table.set_axis([_("column of the file"), _("understood as"), _("how it is used")], axis="columns")

    def rates(self, creator=DEFAULT, prior_events=PRIOR_EVENTS):
        """Rates per view with 95 % intervals, beside the course's simulated ones of a creator (a key of CREATORS).

        DataFrame by name of the rate: `events` in so many `views` make `own`, from `low` to `high` (a Beta distribution
        with Jeffreys' prior; the views are divided by the design effect, because videos differ). `simulated` is the
        rate of `monetization.profiles`, NaN where it has none. `shrunk`, from `shrunk_low` to `shrunk_high`, is your
        own pulled towards it (empirical Bayes): the simulated rate counts like `prior_events` events, an assumption of
        the course, so that a small channel hears mostly the simulation, and a large one itself. Videos without a count
        are left out of that rate, not taken for 0. Platforms count a view differently: compare with care.

        >>> from kml import mychannel
        >>> rates = mychannel.sample().rates()
        >>> rates.loc["likes", ["events", "views"]].tolist()
        [740.0, 58790.0]
        """
        simulated = RATES[choice("creator", creator, CREATORS)]
        prior_events = number("prior_events", prior_events, above=0)
        rows = {name: self._rate(name, simulated.get(name, np.nan), prior_events) for name in RATE_NAMES}
        return pd.DataFrame.from_dict(rows, orient="index")

    def _rate(self, name, simulated, prior_events):
        events, views = self._counted(name)
        total = float(
            np.clip(events.sum(), 0, views.sum())
        )  # net followers may be negative, profile visits more than views
        row = {"events": total if len(events) else np.nan, "views": views.sum()}
        effect = design_effect(events, views)
        counts = total / effect, views.sum() / effect
        row["own"] = total / views.sum() if len(events) else np.nan
        row["low"], row["high"] = rate_interval(*counts)[1:] if len(events) else (np.nan, np.nan)
        row["simulated"] = simulated
        if np.isnan(simulated):  # nothing to be pulled towards
            shrunk = row["own"], row["low"], row["high"]
        else:
            shrunk = rate_interval(*counts, prior_events, simulated)
        return row | dict(zip(("shrunk", "shrunk_low", "shrunk_high"), shrunk, strict=True))

    def _counted(self, name):
        """(events, views) of the videos, or else of the days, that have both."""
        for table in (self.videos, self.days):
            if name in table and "views" in table:
                known = table[["views", name]].dropna()
                known = known[known["views"] > 0]
                if len(known):
                    return known[name].to_numpy(np.float64), known["views"].to_numpy(np.float64)
        return np.zeros(0), np.zeros(0)

    def reach(self):
        """How far videos reach: DataFrame with `value`, `low` and `high` (95 %), NaN where there are too few.

        Rows: `median_views` (order statistics), `sigma` of the logarithm of views (χ²; the course's law of reach has
        such a σ), `videos_a_month` (Poisson, from the first to the last upload). Where the counts are of a period, only
        videos published in it are taken: older ones got most of their views before.

        >>> from kml import mychannel
        >>> mychannel.sample().reach().round(1).loc["videos_a_month"].tolist()
        [9.6, 6.4, 13.8]
        """
        videos = self.videos
        if self.period and videos["published"].notna().any():
            first, last = self.period
            videos = videos[videos["published"].between(first, last + pd.Timedelta(days=1))]
        views = videos["views"].dropna().to_numpy(np.float64)
        published = videos["published"].dropna()
        days = (published.max() - published.min()) / pd.Timedelta(days=1) if len(published) > 1 else 0
        rows = {
            "median_views": median_interval(views),
            "sigma": spread_interval(np.log(views[views >= 1])),
            "videos_a_month": pace_interval(len(published) - 1, days / DAYS_A_MONTH) if days >= 1 else (np.nan,) * 3,
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"]).astype(np.float64)

    def summary(self, creator=None):
        """The channel in a few sentences, in the learner's language.

        With a `creator` (a key of CREATORS), the simulated rates of that one stand beside the channel's own.

        >>> from kml import mychannel
        >>> print(mychannel.sample().summary()[:58])
        30 videos on a made-up channel, from 2026-07-27 to 2026-10
        """
        return sentences(self._what(), *self._how_far(), *self._how_often(creator))

    def _what(self):
        platform, n = _(self.platform), len(self.videos)
        if not n:
            n = len(self.days)
            return ngettext("{n} day on {platform}.", "{n} days on {platform}.", n).format(n=n, platform=platform)
        published = self.videos["published"].dropna()
        if len(published):
            said = ngettext(
                "{n} video on {platform}, from {first} to {last}.",
                "{n} videos on {platform}, from {first} to {last}.",
                n,
            )
            return said.format(n=n, platform=platform, first=published.min().date(), last=published.max().date())
        return ngettext("{n} video on {platform}.", "{n} videos on {platform}.", n).format(n=n, platform=platform)

    def _how_far(self):
        reach = self.reach()
        median, sigma = reach.loc["median_views"], reach.loc["sigma"]
        if np.isnan(median["value"]):
            return
        if np.isnan(median["low"]):
            yield _("The middle one has {views:,.0f} views; there are too few for an interval.").format(
                views=median["value"]
            )
            return
        yield _("The middle one has {views:,.0f} views (95 %: {low:,.0f} to {high:,.0f}).").format(
            views=median["value"], low=median["low"], high=median["high"]
        )
        if not np.isnan(sigma["value"]):
            times = np.exp(sigma["value"])
            yield _("One in six has more than {times:.1f} times as many, if views follow the course's law.").format(
                times=times
            )

    def _how_often(self, creator=None):
        for name, row in self.rates(DEFAULT if creator is None else creator).iterrows():
            if np.isnan(row["own"]):
                continue
            values = {part: digits.said(1000 * row[part]) for part in ("own", "low", "high", "simulated")}
            said = _("1,000 views bring {counted} (95 %: {low} to {high}).")
            if creator is not None and not np.isnan(row["simulated"]):
                said = _("1,000 views bring {counted} (95 %: {low} to {high}; simulated {simulated}).")
            counted = _(_COUNTED[name]).format(number=values["own"])
            yield said.format(counted=counted, **values)

    def _repr_html_(self):
        used = [name for name, what, __ in self.found if what]
        unused = [name for name, what, __ in self.found if not what]
        parts = [f"<p>{html.escape(sentences(self._what(), *self._how_far()))}</p>", _listed(self._how_often())]
        for title, items in (
            (_("Before you trust it"), self.warnings),
            (_("Columns that were understood"), used),
            (_("Columns that are not used"), unused),
        ):
            if items:
                summary = pgettext("a list's title, and how many are in it", "{title} ({n})")
                summary = summary.format(title=title, n=len(items))
                parts.append(f"<details><summary>{summary}</summary>{_listed(items)}</details>")
        return "".join(parts)

    def __repr__(self):
        return self.summary()


def _listed(items):
    """HTML of a list of texts."""
    return "<ul>" + "".join(f"<li>{html.escape(item)}</li>" for item in items) + "</ul>"
