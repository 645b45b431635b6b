"""Where each number comes from that an income was computed with: rows, and the same rows as a table to show."""

import html
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from kml.core import digits
from kml.core.words import N_, _, ngettext
from kml.monetization.profiles import ASSUMED
from kml.monetization.rules import DEFAULT_RULES
from kml.published.rows import Number

if TYPE_CHECKING:
    from kml.monetization.months import Audience
    from kml.monetization.rules import Rules

_AUDIENCE = {  # what is assumed of an audience: its name in code, what it counts, and its range
    "followers": (N_("the creator's followers"), None),
    "videos": (N_("published in a month"), (4, 30)),
    "minors": (N_("of the viewers are under 18"), (0.0, 0.25)),
}
_RATES = {  # what is measured of it; another channel's may be half or twice as high
    "likes": N_("a view"),
    "follows": N_("a view"),
    "profile_enters": N_("a view"),
    "watch_s": N_("seconds watched a view"),
}
# How the cells after a row's name are set: what the number is not a word a line, addresses in as many as they need, its
# date and how it was read in one
_ONE_LINE = "; white-space: nowrap"
_LOOKS = ("", "", "; min-width: 9em", "; min-width: 11em; overflow-wrap: anywhere", _ONE_LINE, _ONE_LINE)
_COURSE, _YOU, _PLATFORM = N_("the course"), N_("you"), N_("measured on the course's platform")


@dataclass(frozen=True)
class Sources:
    """Rows (`kml.published.Number`) that a notebook shows as a table, folded away below its first line."""

    rows: tuple

    @property
    def said(self):
        """The same rows with their texts in the learner's language."""
        return tuple(row.said for row in self.rows)

    def _cells(self):
        for row, said in zip(self.rows, self.said, strict=True):
            ends = "" if row.low in (None, row.high) else f"{digits.said(row.low)} – {digits.said(row.high)}"
            value = f"{_value(row)} {said.currency}".strip()
            yield row.name, value, ends, said.unit, said.source, said.date, said.confidence

    def __repr__(self):
        return "\n".join(" | ".join(cells) for cells in self._cells())

    def _repr_html_(self):
        names = (_("number"), _("value"), _("may lie in"), _("what it is"), _("source"), _("date"), _("how read"))
        head = "".join(f'<th scope="col" style="text-align: left">{name}</th>' for name in names)
        body = "".join(
            f'<tr><th scope="row" style="text-align: left">{_may_break(name)}</th>'
            + "".join(
                f'<td style="text-align: left{look}">{html.escape(text)}</td>'
                for look, text in zip(_LOOKS, cells, strict=True)
            )
            + "</tr>"
            for name, *cells in self._cells()
        )
        assumed = sum(row.confidence == "assumption" for row in self.rows)
        summary = ngettext(
            "Where the {n} numbers come from ({assumed} is an assumption)",
            "Where the {n} numbers come from ({assumed} are assumptions)",
            assumed,
        ).format(n=len(self.rows), assumed=assumed)
        return (
            f"<details><summary>{summary}</summary>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>"
        )


def _may_break(name):
    """A name in code as HTML, which may go on in the next line after each underscore."""
    return html.escape(name).replace("_", "_<wbr>")


def _value(row):
    """What was read or set, as it is; of what was computed, three digits."""
    if row.confidence in ("derived", "simulated"):
        return digits.said(row.value, 3)
    return f"{row.value:,.4g}" if row.value < 1e4 else f"{row.value:,.0f}"


def sources(rules: "Rules" = DEFAULT_RULES, audience: "Audience | None" = None) -> Sources:
    """The Sources of each number in `rules`, and of an `audience` if there is one, in order.

    A number that differs from the published one has no source but the course or you, and is an assumption. One of
    yours has no range: you know it.

    >>> from kml import monetization
    >>> rows = {row.name: row for row in monetization.sources().rows}
    >>> rows["ads_share"].value, rows["ads_share"].confidence, rows["deals"].confidence
    (0.45, 'second-hand', 'assumption')
    >>> rows["deals"].low, rows["deals"].high
    (0.2, 3.0)
    """
    rows = _of_fields(rules)
    return Sources(tuple(rows + (_of_audience(audience) if audience else [])))


def _of_fields(instance):
    """Rows of all fields of Rules or Reach that have one; those of a platform come with its rules (PlatformRules)."""
    rows, own = [], getattr(instance, "rows", {})
    for one in fields(instance):
        if "row" not in one.metadata:
            continue
        row, value = one.metadata["row"], getattr(instance, one.name)
        if one.name in own and value == own[one.name].value:
            rows.append(replace(own[one.name], name=one.name))
            continue
        low, high = one.metadata["range"]
        if row.confidence != "assumption" and value == row.value:
            source, date, confidence = row.source, row.date, row.confidence
        else:
            courses = {one.default, *(changes.get(one.name) for changes in ASSUMED.values())}
            source, date, confidence = _COURSE if value in courses else _YOU, "", "assumption"
        if source == _YOU:  # what a learner set is known
            low = high = None
        elif low is not None and row.value and value != row.value:  # a creator's own assumption moves the range along
            low, high = low * value / row.value, high * value / row.value
        rows.append(
            replace(
                row, name=one.name, value=value, source=source, date=date, confidence=confidence, low=low, high=high
            )
        )
    return rows


def _of_audience(audience):
    def row(name, unit, source, confidence, ends=None):
        low, high = ends or (None, None)
        return Number(name, getattr(audience, name), unit, source, "", confidence, "", low, high)

    def assumed(name, unit, ends):
        value = getattr(audience, name)
        mine = name == "followers" or (ends and not ends[0] <= value <= ends[1])
        return row(name, unit, _YOU if mine else _COURSE, "assumption", None if mine else ends)

    return [
        *(assumed(name, unit, ends) for name, (unit, ends) in _AUDIENCE.items()),
        *_of_fields(audience.reach),
        *(
            row(name, unit, _PLATFORM, "simulated", (getattr(audience, name) / 2, 2 * getattr(audience, name)))
            for name, unit in _RATES.items()
        ),
    ]
