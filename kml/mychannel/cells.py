"""Cells of an export as numbers and dates, a column at a time: what one cell leaves open, its neighbours often settle.

Each function takes a list of texts and returns (values, unread): an array with NaN where a cell is empty or says that
nothing is known, and the texts that could not be read. Missing is never 0.
"""

import math
import re
import unicodedata

import numpy as np
import pandas as pd

from kml.core.words import _

# empty, a dash (Douyin), "undefined" (TikTok), and what spreadsheet programs make of missing values
MISSING = {"", "-", "--", "---", "–", "—", "undefined", "nan", "null", "none", "n/a", "#n/a"}
UNITS = {"": 1, "千": 1e3, "万": 1e4, "萬": 1e4, "w": 1e4, "亿": 1e8, "億": 1e8, "k": 1e3, "m": 1e6, "b": 1e9}
# Characters without width: soft hyphens in German headers of YouTube, marks of byte order and of direction
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_NUMBER = re.compile(r"([+-]?)(\d[\d., '’]*|[.,]\d+)")
_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(\{mark}\d{{3}})+") for mark in ".,"}
# the first three letters in English, German and Spanish
_MONTHS = {"jan": 1, "ene": 1, "feb": 2, "mar": 3, "mär": 3, "apr": 4, "abr": 4, "may": 5, "mai": 5, "jun": 6, "jul": 7,
           "aug": 8, "ago": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12, "dic": 12}  # fmt: skip
_TIME = r"(?:[T ,]*(\d{1,2})[:时時](\d{1,2})(?:[:分](\d{1,2}))?(?:\.\d+)?[秒分]?(?: ?Z| ?[+-]\d\d:?\d\d)?)?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + _TIME)
_MONTH_WORD = re.compile(r"([^\W\d_]{3,})\.? (\d{1,2})(?:,? (\d{4}))?" + _TIME)  # Sep 20, 2026 and February 28
_DAY_WORD = re.compile(r"(\d{1,2})\.? (?:de )?([^\W\d_]{3,})\.?(?: (?:de )?(\d{4}))?" + _TIME)  # 14 sept 2026
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME)
_CHINESE_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_LASTS = re.compile(r"(?:(\d+)(?:小时|小時|h) ?)?(?:(\d+)(?:分钟|分鐘|分|min|m) ?)?(?:([\d.,]+)(?:秒|s|sec))?")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_EXCEL_DAY_0 = pd.Timestamp("1899-12-30")


def tidy(text):
    """A cell without invisible characters, full-width forms and spaces around it.

    >>> from kml.mychannel.cells import tidy
    >>> tidy("Ge\\u00adsamt "), tidy("（％）")
    ('Gesamt', '(%)')
    """
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip()


def is_missing(text):
    """Whether a cell says that nothing is known."""
    return tidy(text).lower() in MISSING


def decimal_mark(cells, delimiter=",", whole=False):
    """ "." or ",": what stands before the decimals of a column. Where no cell tells, a file with semicolons has commas.

    `whole` says that the column counts, so that "1.234" is more than a thousand. Raises ValueError if one cell allows
    only points and another only commas.

    >>> from kml.mychannel.cells import decimal_mark
    >>> decimal_mark(["1.234", "8,5"]), decimal_mark(["1,234"]), decimal_mark(["1,234"], delimiter=";")
    (',', '.', ',')
    """
    told = {}
    for cell in cells:
        text = tidy(cell)
        number = re.sub(r"[^\d.,]", "", text)
        marks = [mark for mark in ".," if mark in number]
        if len(marks) == 2:  # the last one stands before the decimals
            told.setdefault(max(marks, key=number.rfind), text)
        elif marks and not _GROUPED[marks[0]].fullmatch(number):
            told.setdefault(marks[0], text)
        elif marks and (number.count(marks[0]) > 1 or (whole and number == text)):
            told.setdefault("," if marks[0] == "." else ".", text)
    if len(told) == 2:
        said = _("{one!r} and {other!r} stand in one column: is the decimal mark a point or a comma?")
        raise ValueError(said.format(one=told["."], other=told[","]))
    return next(iter(told), "," if delimiter == ";" else ".")


def numbers(cells, delimiter=",", whole=False):
    """Numbers with thousands separators and units: "1,234", "1.2K", "1.2万", "2亿"; `whole` numbers in a count.

    >>> from kml.mychannel.cells import numbers
    >>> numbers(["1,234", "1.2万", "-", "0", "many"])
    (array([ 1234., 12000.,    nan,     0.,    nan]), ['many'])
    """
    mark = decimal_mark([cell for cell in cells if not is_missing(cell)], delimiter, whole)
    return _each(cells, lambda text: _number(text, mark))


def seconds(cells, delimiter=","):
    """Lengths of time in seconds: "9.53", "14.73秒", "1:32", "0:00:41", "1分32秒".

    >>> from kml.mychannel.cells import seconds
    >>> seconds(["14.73秒", "1:32", "01:00:00", "1分32秒", ""])[0].tolist()
    [14.73, 92.0, 3600.0, 92.0, nan]
    """
    mark = decimal_mark([cell for cell in cells if not is_missing(cell) and ":" not in cell], delimiter)
    return _each(cells, lambda text: _seconds(text, mark))


def shares(cells, bare, delimiter=",", most=1.0):
    """Shares from 0 to `most`. A number with a % sign is a percentage, one without is what the platform means by it.

    `bare`: "percent", "fraction", or "" where nobody knows, so that such numbers stay unread. A bound such as "<0.1%"
    is no number.

    >>> from kml.mychannel.cells import shares
    >>> shares(["0.86"], "percent")[0].tolist(), shares(["0.86", "4.41%", "<0.1%"], "fraction")
    ([0.0086], (array([0.86  , 0.0441,    nan]), ['<0.1%']))
    """
    mark = decimal_mark([cell for cell in cells if not is_missing(cell)], delimiter)

    def share(text):
        value = _number(text.removesuffix("%").strip(), mark)
        if value is not None and not text.endswith("%"):
            value = {"fraction": value, "percent": value / 100}.get(bare)
        elif value is not None:
            value /= 100
        return None if value is None or not 0 <= value <= most else round(value, 12)

    return _each(cells, share)


def _each(cells, read):
    """Values of cells, and the texts for which `read`, given a tidy text, returns None."""
    values, unread = np.full(len(cells), np.nan), []
    for i, cell in enumerate(cells):
        if is_missing(cell):
            continue
        value = read(tidy(cell))
        if value is None:
            unread.append(cell.strip())
        else:
            values[i] = value
    return values, unread


def _number(text, mark="."):
    if re.fullmatch(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+", text):  # a workbook's own way of writing
        return float(text)
    match = _NUMBER.match(text)
    if not match:
        return None
    unit = text[match.end() :].strip().lower()
    sign, digits = match[1], re.sub(r"(?<=\d)[ '’](?=\d{3})", "", match[2].strip())
    other = "," if mark == "." else "."
    if _GROUPED[other].fullmatch(digits.partition(mark)[0]):
        digits = digits.replace(other, "")
    digits = digits.replace(mark, ".")
    if unit not in UNITS or not re.fullmatch(r"\d*\.?\d+|\d+\.", digits):
        return None
    return round(float(sign + digits) * UNITS[unit], 6)


def _seconds(text, mark):
    parts = text.split(":")
    if len(parts) in (2, 3) and all(re.fullmatch(r"\d+(\.\d+)?", part) for part in parts):
        return math.fsum(float(part) * 60**power for power, part in enumerate(reversed(parts)))
    match = _LASTS.fullmatch(text.lower())
    if match and any(match.groups()):
        last = _number(match[3] or "0", mark)
        return None if last is None else 3600 * float(match[1] or 0) + 60 * float(match[2] or 0) + last
    return _number(text, mark)


def dates(cells, export_date=None):
    """Dates as an array of datetime64, NaT where there is none.

    A day without a year lies in the twelve months up to `export_date`. Raises ValueError where that is not given, and
    where "08-05-2020" and its like may be May or August.

    >>> from kml.mychannel.cells import dates
    >>> dates(["Sep 20, 2026", "2026年06月03日 16:41:25", "46233"])[0].astype("datetime64[D]").astype(str).tolist()
    ['2026-09-20', '2026-06-03', '2026-07-30']
    """
    month_first = _month_first(cells)
    values, unread = np.full(len(cells), np.datetime64("NaT", "s")), []
    for i, cell in enumerate(cells):
        if is_missing(cell):
            continue
        parts = _parts(tidy(cell), month_first)
        if _lacks_year(parts):
            parts = _with_year(cell, parts, export_date)
        try:
            moment = pd.Timestamp(*parts) if isinstance(parts, tuple) else parts
        except ValueError:  # there is no such day
            moment = None
        if moment is None:
            unread.append(cell.strip())
        else:
            values[i] = np.datetime64(moment)
    return values, unread


def _parts(text, month_first=False):
    """(year or None, month, day, hour, minute, second) of a date; a Timestamp for Excel's serial number; or None."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day, *time = match.groups()
    elif match := _YEAR_LAST.fullmatch(text):
        first, __, second, year, *time = match.groups()
        month, day = (first, second) if month_first and match[2] != "." else (second, first)
    elif (match := _MONTH_WORD.fullmatch(text)) and match[1].lower()[:3] in _MONTHS:
        month, day, year, *time = match.groups()
    elif (match := _DAY_WORD.fullmatch(text)) and match[2].lower()[:3] in _MONTHS:
        day, month, year, *time = match.groups()
    elif match := _CHINESE_DAY.fullmatch(text):
        (month, day), year, time = match.groups(), None, ()
    elif _SERIAL.fullmatch(text) and 20_000 < float(text) < 80_000:
        return (_EXCEL_DAY_0 + pd.Timedelta(days=float(text))).round("s")
    else:
        return None
    month = _MONTHS[month.lower()[:3]] if month[0].isalpha() else month
    return tuple(None if part is None else int(part) for part in (year, month, day)) + tuple(
        int(part or 0) for part in time
    )


def _lacks_year(parts):
    return isinstance(parts, tuple) and parts[0] is None


def _month_first(cells):
    """Whether dates such as 08-05-2020 have the month in front: only if a day above 12 says so.

    Raises ValueError if no cell tells, or if cells tell different things.
    """
    found = [match for cell in cells if (match := _YEAR_LAST.fullmatch(tidy(cell))) and match[2] != "."]
    day_first, month_first = ([int(match[part]) > 12 for match in found] for part in (1, 3))
    if found and any(day_first) == any(month_first):
        said = _(
            "The date {date!r} can be read in two ways, and no other date of the column tells which. "
            "Write the year first, as in 2026-05-08."
        )
        raise ValueError(said.format(date=found[0][0]))
    return any(month_first)


def _with_year(cell, parts, export_date):
    if export_date is None:
        said = _(
            "The dates of this file have no year ({date!r}). Say on which day you exported it: "
            'read(path, export_date="2026-11-20").'
        )
        raise ValueError(said.format(date=cell.strip()))
    __, month, day, *time = parts
    for year in range(export_date.year, export_date.year - 8, -1):  # 29 February may be years ago
        try:
            date = pd.Timestamp(year, month, day, *time)
        except ValueError:
            continue
        if date.normalize() <= export_date:
            return date
    return None
