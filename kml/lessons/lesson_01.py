"""Lesson 01, the platform: a channel's own rates beside the simulated ones."""

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from kml.core.look import COLOURS
from kml.core.words import _, pgettext
from kml.mychannel.channel import RATE_NAMES

__all__ = ["FUNNEL", "draw_rates", "per_thousand"]

FUNNEL = ("likes", "profile_enters", "follows")  # what the simulation has beside it
SMALLEST = 0.05  # per 1,000 views: what is less is drawn as a mark at the edge, because a log scale has no 0


def draw_rates(ax, rates):
    """The rates of FUNNEL per 1,000 views, own ones with their intervals above the simulated ones.

    rates: what `Channel.rates` gives. A rate that the export does not have is drawn as the simulated one alone.
    """
    names = []
    for y, name in enumerate(FUNNEL):
        row = 1000 * rates.loc[name, ["own", "low", "high", "simulated"]]
        events, views = rates.loc[name, ["events", "views"]]
        said = _(RATE_NAMES[name])
        if np.isnan(row["own"]):
            names.append(_("{what}\nnot in this export").format(what=said))
        else:
            names.append(_("{what}\n{events:,.0f} in {views:,.0f} views").format(what=said, events=events, views=views))
            own, low, high = row[["own", "low", "high"]].clip(lower=SMALLEST)
            ax.plot([low, high], [y - 0.12] * 2, "-", color=COLOURS.blue, lw=4, alpha=0.5, solid_capstyle="butt")
            marker = "o" if own > SMALLEST else "<"
            ax.plot(own, y - 0.12, marker, color=COLOURS.blue, label=_("this channel, 95 % interval"))
        ax.plot(row["simulated"], y + 0.12, "D", color=COLOURS.orange, label=_("simulated platform"))
    handles, labels = ax.get_legend_handles_labels()
    one_each = dict(zip(labels, handles, strict=True))
    ax.legend(one_each.values(), one_each, loc="upper center", bbox_to_anchor=(0.5, -0.22), ncols=2, frameon=False)
    ax.set(
        xscale="log",
        xlabel=_("per 1,000 views (log scale)"),
        title=_("What views bring"),
        ylim=(-0.5, len(FUNNEL) - 0.5),
    )
    ax.set_yticks(range(len(FUNNEL)), labels=names)
    ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, __: f"{value:g}"))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.invert_yaxis()
    ax.grid(False, axis="y")


def per_thousand(rates):
    """The rates of FUNNEL per 1,000 views as a table, in the learner's language."""
    table = 1000 * rates.loc[list(FUNNEL), ["own", "low", "high", "simulated", "shrunk"]]
    table.index = [_(RATE_NAMES[name]) for name in FUNNEL]
    table.columns = [
        pgettext("column of rates", "own"),
        pgettext("column of rates", "from"),
        pgettext("column of rates", "to"),
        pgettext("column of rates", "simulated"),
        pgettext("column of rates", "shrunk"),
    ]
    return table.rename_axis(_("per 1,000 views")).round(2)
