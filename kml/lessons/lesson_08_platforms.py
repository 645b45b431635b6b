"""Lesson 08: the same month on eight platforms, drawn with its ranges and with what nobody publishes."""

import re
from dataclasses import dataclass

import pandas as pd

from kml import monetization as money
from kml.core.look import COLOURS
from kml.core.words import _, listed, pgettext

_MARKS = {
    "ads": (COLOURS.blue, "o"),
    "tips": (COLOURS.purple, "s"),
    "courses": (COLOURS.orange, "P"),
    "commerce": (COLOURS.green, "D"),
    "brands": (COLOURS.red, "^"),
}
_LEAST = 1.0  # yuan a month: what is less is not drawn


@dataclass(frozen=True)
class Shown:
    """A table of words as a notebook shows it: whole, each cell from the left.

    >>> Shown(pd.DataFrame({"shop": ["a tenth"]}, index=["here"]))._repr_html_().count("text-align: left")
    4
    """

    table: pd.DataFrame

    def __repr__(self):
        return self.table.to_string()

    def _repr_html_(self):
        with pd.option_context("display.max_colwidth", None):  # or pandas cuts what is long
            shown = self.table.to_html(border=0)
        return re.sub("<(t[dh])>", r'<\1 style="text-align: left">', shown)


def draw_platforms(ax, months):
    """A row for each platform: income by channel with its range, hollow where weak; at the right what is missing."""
    nowhere = [name for name in money.CHANNELS if not any(row[name] for row in months.values())]
    drawn = [name for name in money.CHANNELS if any(row[name] and row[name].high >= _LEAST for row in months.values())]
    for place, row in enumerate(months.values()):
        for i, channel in enumerate(drawn):
            month = row[channel]
            if month is None or month.high < _LEAST:
                continue
            colour, mark = _MARKS[channel]
            y = place + 0.16 * (i - (len(drawn) - 1) / 2)
            ax.plot([max(month.low, _LEAST), month.high], [y, y], color=colour, linestyle="-", linewidth=2)
            filled = "white" if month.confidence == "weak" else colour
            ax.plot(max(month.expected, _LEAST), y, mark, color=colour, markerfacecolor=filled, markersize=6)
        ax.text(1.02, place, _missing(row, nowhere), transform=ax.get_yaxis_transform(), va="center", fontsize=8.5)
    ax.set_xscale("log")
    ax.set_yticks(range(len(months)), [_(money.PLATFORMS[name].name) for name in months])
    label = _("simulated yuan a month, each channel alone")
    if nowhere:
        label += "\n" + _("not found for any platform: {channels}").format(channels=_listed(nowhere))
    ax.set(ylim=(len(months) - 0.5, -0.5), xlabel=label)
    ax.xaxis.set_major_formatter(lambda yuan, __: f"{yuan:,.0f}")
    ax.grid(axis="y", visible=False)
    for edge in range(1, len(months)):
        ax.axhline(edge - 0.5, color="#E3E3E3", linewidth=0.8)
    for channel in drawn:
        colour, mark = _MARKS[channel]
        ax.plot([], [], mark, color=colour, linestyle="-", label=pgettext("channel", channel))
    ax.plot([], [], "o", color=COLOURS.grey, markerfacecolor="white", linestyle="-", label=_("weak number"))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)


def _missing(row, nowhere):
    """What a platform's row does not show: channels whose number was not found here alone, and those below a gate."""
    unknown = [name for name, month in row.items() if month is None and name not in nowhere]
    closed = [name for name, month in row.items() if month is not None and month.high == 0]
    lines = [_("not found: {channels}").format(channels=_listed(unknown))] if unknown else []
    lines += [_("closed: {channels}").format(channels=_listed(closed))] if closed else []
    return "\n".join(lines)


def _listed(channels):
    return listed(pgettext("channel", name) for name in channels)
