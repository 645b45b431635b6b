"""Read an export: find the header, recognise the layout, and turn columns into numbers, each step said aloud."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from kml.core.arguments import as_a_sentence
from kml.core.words import N_, _, listed, ngettext
from kml.mychannel import cells
from kml.mychannel.channel import Channel
from kml.mychannel.files import tables
from kml.mychannel.layouts import (
    COUNTS,
    HELPERS,
    LAYOUTS,
    TOTALS,
    VIDEO,
    columns_of,
    currency,
    familiar,
    instead,
    key,
    recognise,
)

HEADER_ROWS = 8  # in which the header is looked for: banners and comments may stand above it
_PERIOD = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})")


@as_a_sentence()
def read(path, export_date=None):
    """Read the analytics that a platform exports of your channel: a Channel. Nothing leaves your machine.

    path: a .csv or .xlsx file, the .zip that YouTube and TikTok give, or the folder it was unpacked to. Which files are
    understood, and how surely, `mychannel.formats()` says; for any other platform fill in `mychannel.template(path)`.
    export_date: the day of the export, such as "2026-11-20"; needed where dates have no year (TikTok). Raises
    ValueError, which says what was found and what is wanted, for a file that is not understood.

    >>> import tempfile, pathlib
    >>> from kml import mychannel
    >>> file = pathlib.Path(tempfile.mkdtemp(), "mine.csv")
    >>> __ = file.write_text("title,published,views,likes,mood\\nFirst,2026-11-01,1.2K,30,good\\nNext,2026-11-08,80,-,")
    >>> channel = mychannel.read(file)
    >>> channel.videos[["title", "views", "likes"]].values.tolist()
    [['First', 1200.0, 30.0], ['Next', 80.0, nan]]
    >>> [name for name, what, __ in channel.found if not what]
    ['mood']
    """
    export_date = _day("export_date", export_date)
    found = []
    for table in tables(path, _best_header):
        at = _header(table.rows)
        name = recognise(table.rows[at]) if table.rows and not instead(table.rows[at]) else None
        found.append((table, at, name))
    known = [one for one in found if one[2]]
    if not known:
        raise ValueError(_not_known(found))
    return assemble(known, export_date, _period(path, known))


def assemble(known, export_date=None, period=None):
    """The Channel of recognised tables, [(Table, row of the header, name of the layout)]: the longest of each kind."""
    known = sorted(known, key=lambda one: (LAYOUTS[one[2]].rows == "days", -len(one[0].rows)))
    layout = LAYOUTS[known[0][2]]
    chosen = {}
    for table, at, name in known:
        if LAYOUTS[name].platform == layout.platform:
            chosen.setdefault(LAYOUTS[name].rows, (table, at, name))
    read, found, warnings, unit = {}, [], [], ""
    for rows, (table, at, name) in chosen.items():
        part = Reading(table, at, name, export_date)
        read[rows] = part.videos() if rows == "videos" else part.days()
        found += part.found
        warnings += part.warnings
        unit = unit or part.currency
    left = [table.name for table, __, __ in known if not any(table is one[0] for one in chosen.values())]
    if left:
        warnings.append(_("Not read, because one table is read at a time: {names}.").format(names=listed(left)))
    if period:
        said = _("The counts are of {first} to {last}: older videos had other views before.")
        warnings.append(said.format(first=period[0].date(), last=period[1].date()))
    return Channel(
        platform=layout.platform,
        videos=read.get("videos", pd.DataFrame(columns=list(VIDEO)).astype({"published": "datetime64[s]"})),
        days=read.get("days", pd.DataFrame()),
        period=period,
        currency=unit,
        found=tuple(found),
        warnings=tuple(warnings),
    )


def _day(name, value):
    if value is None:
        return None
    try:
        day = pd.Timestamp(value)
    except (TypeError, ValueError):
        day = pd.NaT
    if day is pd.NaT:
        said = _('{name} must be a day such as "2026-11-20"; got {value!r}.')
        raise ValueError(said.format(name=name, value=value))
    return day.tz_localize(None).normalize()


def _best_header(rows):
    """The most known names that one of the first rows has."""
    return max(map(familiar, rows[:HEADER_ROWS]), default=0)


def _header(rows):
    """The position of the header: the row with the most different known names."""
    return max(range(min(len(rows), HEADER_ROWS)), key=lambda i: familiar(rows[i]), default=0)


def _period(path, known):
    """(first, last) day that names of files, folders or tables carry, as YouTube's downloads do; None if none does."""
    path = Path(path).expanduser().resolve()
    for name in (path.name, *(table.name for table, __, __ in known), path.parent.name):
        if match := _PERIOD.search(name):
            return tuple(map(pd.Timestamp, match.groups()))
    return None


def _not_known(found):
    """What to say of tables that nobody knows: what is there, and what is wanted."""
    for table, at, __ in found:
        if table.rows and (said := instead(table.rows[at])):
            return f"{table.name}: {said}"
    table, at, __ = max(found, key=lambda one: _best_header(one[0].rows))
    names = [cells.tidy(name) for name in (table.rows[at] if table.rows else []) if cells.tidy(name)]
    if names and all(re.fullmatch(r"[?\ufffd\s]+", name) for name in names):
        said = _(
            "{name}: its characters were lost when it was saved (????). Export it again, and do not open it before."
        )
        return said.format(name=table.name)
    shown = listed(name[:30] for name in names[:12]) or _("nothing")
    wanted = " · ".join(f"{_(one.platform)} ({one.file})" for one in LAYOUTS.values() if one.rows == "videos")
    said = _(
        "{name} is no list of videos that kml knows. Its columns: {shown}. Wanted is one of: {wanted}. "
        "For any other platform, kml.mychannel.template(path) writes a table to fill in."
    )
    return said.format(name=table.name, shown=shown, wanted=wanted)


USED = {  # how a column was used
    "": N_("used"),
    "known": N_("known, not needed"),
    "unknown": N_("not known, left out"),
    "again": N_("a second column of this kind, left out"),
    "unread": N_("could not be read"),
}


class Reading:
    """One table on its way to numbers. `found` and `warnings` are filled in as it goes."""

    def __init__(self, table, at, name, export_date):
        self.layout, self.delimiter, self.export_date = LAYOUTS[name], table.delimiter, export_date
        self.header = table.rows[at]
        self.warnings, self.found, self.where = [], [], {}
        known = columns_of(name)
        for place, column in enumerate(self.header):
            if not cells.tidy(column):
                continue
            what = known.get(key(column))
            use = "unknown" if what is None else "known" if what == "" else "again" if what in self.where else ""
            if not use:
                self.where[what] = place
            said = _((VIDEO | HELPERS)[what]) if what and not use else ""
            self.found.append((cells.tidy(column), said, _(USED[use])))
        self.currency = currency(self.header[self.where["revenue"]]) if "revenue" in self.where else ""
        self.total = None
        self.rows = self._rows(table.rows[at + 1 :])

    def _rows(self, rows):
        """The rows of videos or days: without totals, notes, headers in the middle, and what is empty or shifted."""
        width, kept, shifted = len(self.header), [], 0
        header, last = list(map(key, self.header)), max((i for i, row in enumerate(rows) if any(row)), default=-1)
        for i, row in enumerate(rows):
            filled = [cell for cell in row if cells.tidy(cell)]
            if not filled or list(map(key, row)) == header:
                continue
            if len(filled) == 1 and cells.tidy(row[0]) and width > 2 and i == last:
                said = _("The file ends with the note {note!r}: other videos may be missing.")
                self.warnings.append(said.format(note=cells.tidy(row[0])))
            elif any(map(cells.tidy, row[width:])):
                shifted += 1
            else:
                row = row[:width] + [""] * (width - len(row))
                if self._is_total(row):
                    self.total = row
                else:
                    kept.append(row)
        if shifted:
            said = ngettext(
                "{n} row has more cells than the header has names, and was left out.",
                "{n} rows have more cells than the header has names, and were left out.",
                shifted,
            )
            self.warnings.append(said.format(n=shifted))
        return kept

    def _is_total(self, row):
        """Whether a row sums the others up: it is called so, and has no date. A video may be called Total."""
        date = self.where.get("published", self.where.get("date"))
        dated = date not in (None, 0) and cells.tidy(row[date])
        titled = self.where.get("title", 0) != 0 and cells.tidy(row[self.where["title"]])
        return cells.tidy(row[0]).casefold() in TOTALS and not dated and not titled

    def text(self, what):
        """The cells of a column, "" where the file has none."""
        return [row[self.where[what]] if what in self.where else "" for row in self.rows]

    def column(self, what, read, **options):
        """A column as an array by one of the functions of `cells`; NaN where the file has none."""
        texts = self.text(what)
        if what not in self.where:
            return np.full(len(texts), np.nan)
        name = cells.tidy(self.header[self.where[what]])
        try:
            values, unread = read(texts, **options)
        except ValueError as error:
            raise ValueError(_("Column {name!r}: {reason}").format(name=name, reason=error)) from None
        if unread:
            said = ngettext(
                "Column {name!r}: {n} cell could not be read and counts as missing ({example!r}).",
                "Column {name!r}: {n} cells could not be read and count as missing ({example!r} for one).",
                len(unread),
            )
            self.warnings.append(said.format(name=name, n=len(unread), example=unread[0]))
            if pd.isna(values).all():
                place = next(i for i, one in enumerate(self.found) if one[0] == name)
                self.found[place] = (name, "", _(USED["unread"]))
        return values

    def count(self, what):
        """A column of counts; a number below 0 is none, and missing."""
        values = self.column(what, cells.numbers, delimiter=self.delimiter, whole=True)
        if (values < 0).any():
            name = cells.tidy(self.header[self.where[what]])
            self.warnings.append(_("Column {name!r} has counts below 0, which are taken as missing.").format(name=name))
        return np.where(values < 0, np.nan, values)

    def counts(self):
        """{name: array} of all counts, with what stands in for new followers."""
        values = {what: self.count(what) for what in COUNTS}
        if "follows" not in self.where and "net_follows" in self.where:
            net = self.column("net_follows", cells.numbers, delimiter=self.delimiter, whole=True)
            values["follows"] = net
            self.warnings.append(_("New followers are net: those who left are taken off. Export “gained” to see both."))
        return values

    def watched(self, views, duration):
        """Mean seconds watched per view: as the file has it, from the hours, or from the mean share of the length."""
        if "watch_s" in self.where:
            return self.column("watch_s", cells.seconds, delimiter=self.delimiter)
        if "watch_hours" in self.where:
            hours = self.column("watch_hours", cells.numbers, delimiter=self.delimiter)
            return np.divide(3600 * hours, views, out=np.full(len(views), np.nan), where=views > 0)
        return duration * self.column(
            "watched_share", cells.shares, bare=self.layout.bare, delimiter=self.delimiter, most=np.inf
        )

    def dates(self, what):
        """A column of dates as datetime64, NaT where the file has none."""
        if what not in self.where:
            return np.full(len(self.rows), np.datetime64("NaT", "s"))
        return self.column(what, cells.dates, export_date=self.export_date)

    def videos(self):
        """The table of videos, its columns those of VIDEO."""
        self._leave_out_pictures()
        self._leave_out_copies()
        if not self.rows:
            raise ValueError(_("The table has a header, and no video below it."))
        counts, duration = self.counts(), self.column("duration_s", cells.seconds, delimiter=self.delimiter)
        values = counts | {
            "title": [" ".join(title.split()) for title in self.text("title")],
            "published": self.dates("published"),
            "duration_s": np.where(duration > 0, duration, np.nan),
            "watch_s": self.watched(counts["views"], duration),
            "completion": self.column("completion", cells.shares, bare=self.layout.bare, delimiter=self.delimiter),
            "revenue": self.column("revenue", cells.numbers, delimiter=self.delimiter),
        }
        self._say_what_is_missing(values["views"])
        return pd.DataFrame({name: values[name] for name in VIDEO})

    def days(self):
        """The table of days, oldest first: `date` and counts."""
        days = pd.DataFrame({"date": self.dates("date")} | self.counts())
        return days.dropna(subset="date").sort_values("date", ignore_index=True).dropna(axis="columns", how="all")

    def _leave_out_pictures(self):
        kinds = list(map(cells.tidy, self.text("kind")))
        videos = [row for row, kind in zip(self.rows, kinds, strict=True) if "图文" not in kind]
        if len(videos) < len(self.rows):
            n = len(self.rows) - len(videos)
            said = ngettext("{n} post of pictures was left out.", "{n} posts of pictures were left out.", n)
            self.warnings.append(said.format(n=n))
            self.rows = videos

    def _leave_out_copies(self):
        """Keep the first of rows with the same id, or else with the same title and date."""
        seen, kept = set(), []
        for row, *names in zip(self.rows, self.text("id"), self.text("title"), self.text("published"), strict=True):
            own, title, published = map(cells.tidy, names)
            if re.fullmatch(r"\d\.\d+E\+\d+", own):  # an id that a spreadsheet has rounded
                own = ""
            name = own or (title and published and (title, published))
            if not name or name not in seen:
                kept.append(row)
            seen.add(name)
        if len(kept) < len(self.rows):
            n = len(self.rows) - len(kept)
            said = ngettext("{n} video stood there twice.", "{n} videos stood there twice.", n)
            self.warnings.append(said.format(n=n))
            self.rows = kept

    def _say_what_is_missing(self, views):
        n, limit = len(self.rows), self.layout.limit
        if limit and n >= limit:
            said = _("The list has {n} videos, and {platform} cuts it off at about {limit}: others may be missing.")
            self.warnings.append(said.format(n=n, platform=_(self.layout.platform), limit=limit))
        if self.total:
            total = cells.numbers([self.total[self.where["views"]]], self.delimiter, whole=True)[0][0]
            if total > 0 and np.nansum(views) < 0.99 * total:
                said = _("The videos of this list have {share:.0%} of the channel's views.")
                self.warnings.append(said.format(share=np.nansum(views) / total))
