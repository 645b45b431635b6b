"""Where each number comes from that an income was computed with: rows, and the same rows as a table to show."""

import html
from dataclasses import dataclass, fields

from kml.core.words import N_, _
from kml.monetization.profiles import ASSUMED
from kml.monetization.rules import DEFAULT_RULES
from kml.published.money import Parameter, parameter

_AUDIENCE = {
    "followers": N_("the creator's followers"),
    "videos": N_("published in a month"),
    "reach": N_("views of a video for each follower, on average"),
    "minors": N_("of the viewers are under 18"),
}
_RATES = ("likes", "follows", "profile_enters", "watch_s")


@dataclass(frozen=True)
class Sources:
    """Parameter rows that a notebook shows as a table, folded away below its first line."""

    rows: tuple

    def _cells(self):
        for row in self.rows:
            value = f"{row.value:,.4g}" if row.value < 1e4 else f"{row.value:,.0f}"
            texts = row.unit, row.source, row.date, row.confidence
            yield row.name, f"{value} {row.currency}".strip(), *map(say, texts)

    def __repr__(self):
        return "\n".join(" | ".join(cells) for cells in self._cells())

    def _repr_html_(self):
        head = "".join(
            f'<th scope="col" style="text-align: left">{_(name)}</th>'
            for name in (N_("number"), N_("value"), "", N_("source"), N_("date"), "")
        )
        body = "".join(
            f'<tr><th scope="row" style="text-align: left">{html.escape(name)}</th>'
            + "".join(f'<td style="text-align: left">{html.escape(text)}</td>' for text in cells)
            + "</tr>"
            for name, *cells in self._cells()
        )
        count = sum(row.confidence == "assumption" for row in self.rows)
        summary = _("Where the {n} numbers come from ({count} are assumptions)").format(n=len(self.rows), count=count)
        return (
            f"<details><summary>{summary}</summary>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>"
        )


def sources(rules=DEFAULT_RULES, audience=None):
    """The Sources of each number in `rules`, and of an `audience` if there is one, in order.

    A number that differs from the published one has no source but the course or you, and is an assumption.
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
            source, date, confidence = _("the course") if value in courses else "you", "", "assumption"
        rows.append(Parameter(one.name, value, row.unit, row.currency, source, date, confidence))
    return Sources(tuple(rows) + (_of_audience(audience) if audience else ()))


def _of_audience(audience):
    assumed = [
        Parameter(name, getattr(audience, name), unit, "", "you" if name == "followers" else _("the course"), "",
                  "assumption")
        for name, unit in _AUDIENCE.items()
    ]  # fmt: skip
    spread = parameter("exposure_sigma")
    if audience.sigma == spread.value:
        assumed.append(spread)
    else:
        assumed.append(Parameter("sigma", audience.sigma, spread.unit, "", "you", "", "assumption"))
    unit = {"watch_s": _("seconds watched a view")}
    simulated = [
        Parameter(name, getattr(audience, name), unit.get(name, "a view"), "", _("measured on the course's platform"), "",
                  "simulated")
        for name in _RATES
    ]  # fmt: skip
    return tuple(assumed + simulated)
