"""Where each number comes from that an income was computed with: rows, and the same rows as a table to show."""

import html
from dataclasses import dataclass, fields, replace

from kml.core.words import N_, _, ngettext
from kml.monetization.profiles import ASSUMED
from kml.monetization.rules import DEFAULT_RULES
from kml.published import NUMBERS
from kml.published.rows import Number

_AUDIENCE = {  # what is assumed of an audience: its name in code, and what it counts
    "followers": N_("the creator's followers"),
    "videos": N_("published in a month"),
    "reach": N_("views of a video for each follower, on average"),
    "minors": N_("of the viewers are under 18"),
}
_RATES = {  # what is measured of it
    "likes": N_("a view"),
    "follows": N_("a view"),
    "profile_enters": N_("a view"),
    "watch_s": N_("seconds watched a view"),
}
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
        for row in self.said:
            value = f"{row.value:,.4g}" if row.value < 1e4 else f"{row.value:,.0f}"
            yield row.name, f"{value} {row.currency}".strip(), row.unit, row.source, row.date, row.confidence

    def __repr__(self):
        return "\n".join(" | ".join(cells) for cells in self._cells())

    def _repr_html_(self):
        head = "".join(
            f'<th scope="col" style="text-align: left">{name}</th>'
            for name in (_("number"), _("value"), "", _("source"), _("date"), "")
        )
        body = "".join(
            f'<tr><th scope="row" style="text-align: left">{html.escape(name)}</th>'
            + "".join(f'<td style="text-align: left">{html.escape(text)}</td>' for text in cells)
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


def sources(rules=DEFAULT_RULES, audience=None):
    """The Sources of each number in `rules`, and of an `audience` if there is one, in order.

    A number that differs from the published one has no source but the course or you, and is an assumption.

    >>> from kml import monetization
    >>> rows = {row.name: row for row in monetization.sources().rows}
    >>> rows["ads_share"].value, rows["ads_share"].confidence, rows["deals"].confidence
    (0.45, 'confirmed', 'assumption')
    """
    rows = []
    for one in fields(rules):
        if "row" not in one.metadata:
            continue
        row, value = one.metadata["row"], getattr(rules, one.name)
        if row.confidence != "assumption" and value == row.value:
            source, date, confidence = row.source, row.date, row.confidence
        else:
            courses = {one.default, *(changes.get(one.name) for changes in ASSUMED.values())}
            source, date, confidence = _COURSE if value in courses else _YOU, "", "assumption"
        rows.append(replace(row, name=one.name, value=value, source=source, date=date, confidence=confidence))
    return Sources(tuple(rows) + (_of_audience(audience) if audience else ()))


def _of_audience(audience):
    def row(name, unit, source, confidence):
        return Number(name, getattr(audience, name), unit, source, "", confidence)

    spread = NUMBERS["exposure_sigma"]
    return (
        *(row(name, unit, _YOU if name == "followers" else _COURSE, "assumption") for name, unit in _AUDIENCE.items()),
        spread if audience.sigma == spread.value else row("sigma", spread.unit, _YOU, "assumption"),
        *(row(name, unit, _PLATFORM, "simulated") for name, unit in _RATES.items()),
    )
