"""Tables as spreadsheets and learning platforms write them, read and written back in the same way.

A byte order mark, semicolons, decimal commas and line breaks inside a cell are kept. No cell that is written starts a
formula in whatever program opens it.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from kml_classroom import refused
from kml_classroom.grade import report
from kml_classroom.grade.journal import write
from kml_classroom.words import _

_MOST_BYTES = 50_000_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # byte order marks
_DELIMITERS = ",;\t"
_WRAPPED = re.compile(r'=?"(.*)"', re.DOTALL)  # ="00123": how a text is kept from being a number, or a formula
# A program that splits cells there, or takes no line break inside of one, sees a cell begin
_AFTER_A_SEPARATOR = re.compile(r"""([,;\t|\n][\s"']*)(?=[=+\-@＝＋－＠])""")
_KEPT_FROM_BEING_ONE = re.compile(r"""([,;\t|\n][\s"']*)'(?=[=+\-@＝＋－＠])""")  # what `neutral` made of it
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?")


@dataclass(frozen=True)
class Dialect:
    """How a table is written: what stands between cells, the decimal sign, whether a byte order mark is in front."""

    delimiter: str = ","
    decimal: str = "."
    mark: bool = True


@dataclass(frozen=True)
class Table:
    """The heads and rows of a file. Every row is as long as the heads."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    dialect: Dialect = field(default_factory=Dialect)
    file: str = ""

    def column(self, head):
        """The number of the only column with this head. Raises ValueError."""
        found = [number for number, one in enumerate(self.heads) if one == head]
        if len(found) != 1:
            said = _("{file}: there should be one column {head}, there are {n}. The columns: {heads}")
            named = " · ".join(repr(one) for one in self.heads)
            raise ValueError(said.format(file=self.file, head=repr(head), n=len(found), heads=named))
        return found[0]


def read(path, known=(), encoding=None):
    """The Table in a file. `known` are heads (in small letters) by which the right delimiter is recognised.

    Raises ValueError with a sentence where the file is no such table, or its letters cannot be told.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            said = _("{file}: more than {most:,.0f} MB is no table of a class.")
            raise ValueError(said.format(file=path, most=_MOST_BYTES / 1e6))
        data = path.read_bytes()
    except OSError as problem:
        raise ValueError(refused.sentence(problem)) from None
    if data.startswith(b"PK\x03\x04"):
        said = _("{file} is an Excel workbook or a zip file, not a table as text: save it as “CSV UTF-8” first.")
        raise ValueError(said.format(file=path))
    text = _text(path, data, encoding)
    told = re.match(r"sep=(.)\r?\n", text)  # Excel's own way to say it
    if told:
        text = text[told.end() :]
    known = set(known)
    tried = [(one, _parsed(text, one)) for one in (told[1] if told else _DELIMITERS)]
    delimiter, rows = max(tried, key=lambda one: _fits(one[1], known))
    if not rows:
        raise ValueError(_("{file} is empty: there should be a row of heads, and a row a learner.").format(file=path))
    heads = tuple(head.strip() for head in rows[0])
    rows = tuple(_as_long(row, len(heads)) for row in rows[1:])
    return Table(heads, rows, Dialect(delimiter, _decimal(rows), _has_mark(data)), path.name)


def _text(path, data, encoding):
    for mark, name in _MARKS:
        if data.startswith(mark):
            encoding = name
    try:
        return data.decode(encoding or "utf-8")
    except LookupError:
        said = _("encoding must be a name that Python knows, such as gb18030 or cp1252; got {given!r}.")
        raise ValueError(said.format(given=encoding)) from None
    except UnicodeDecodeError:
        said = _(
            "{file} is not in {encoding}. Save it as “CSV UTF-8”, or say in which encoding it is: --encoding gb18030, "
            "--encoding cp1252."
        )
        raise ValueError(said.format(file=path, encoding=(encoding or "utf-8").upper())) from None


def _has_mark(data):
    return any(data.startswith(mark) for mark, __ in _MARKS)


def _parsed(text, delimiter):
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [row for row in rows if any(cell.strip() for cell in row)]
    except csv.Error:
        return []


def _fits(rows, known):
    """How well a table was split: known heads first, then rows that are as long as the heads, then columns."""
    if not rows:
        return (-1, 0, 0)
    heads = [head.strip().casefold() for head in rows[0]]
    same = sum(len(row) == len(heads) for row in rows[1:21])
    return sum(head in known for head in heads), same, len(heads)


def _as_long(row, length):
    return tuple(unwrapped(cell) for cell in [*row, *[""] * length][:length])


def unwrapped(cell):
    """A cell's text, without what keeps a spreadsheet from reading it as a number or a formula.

    >>> unwrapped('="00123"'), unwrapped(" Ada "), unwrapped("'=Ada"), unwrapped("Lovelace, '=Ada")
    ('00123', 'Ada', '=Ada', 'Lovelace, =Ada')
    """
    cell = cell.strip()
    found = _WRAPPED.fullmatch(cell)
    if found:
        return found[1]
    inside = _KEPT_FROM_BEING_ONE.sub(r"\1", cell)
    plain = (inside.removeprefix("'"), inside, cell.removeprefix("'"))
    return next((text for text in plain if neutral(text) == cell), cell)


def _decimal(rows):
    cells = [cell for row in rows for cell in row if _NUMBER.fullmatch(cell)]
    return "," if any("," in cell for cell in cells) and not any("." in cell for cell in cells) else "."


def number(text):
    """A number as a spreadsheet writes it, with a comma or a point; None for anything else.

    >>> number("12,5"), number("14.00"), number("EX")
    (12.5, 14.0, None)
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text) or text.endswith("%"):
        return None
    return float(text.replace(",", "."))


def shown(value, decimal="."):
    """Points as they are written: at most two decimals, none where they are whole.

    >>> shown(14.0), shown(12.5, ","), shown(None)
    ('14', '12,5', '')
    """
    if value is None:
        return ""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", decimal)


def neutral(value):
    """A text of which no program takes a part for a formula, whatever it splits cells at. Numbers stay as they are.

    >>> neutral("=1+1"), neutral("a;=1"), neutral("-3,5"), neutral("Ada")
    ("'=1+1", "a;'=1", '-3,5', 'Ada')
    """
    if _NUMBER.fullmatch(value):
        return value
    lines = "\n".join(value.splitlines())  # a carriage return alone begins a line, too
    return report.cell(_AFTER_A_SEPARATOR.sub(r"\1'", lines))


def written(heads, rows, dialect):
    """The text of a table, every cell neutral, with a byte order mark where the dialect has one or letters need it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerows([neutral(str(cell)) for cell in row] for row in [heads, *rows])
    made = text.getvalue()
    return f"\ufeff{made}" if dialect.mark or not made.isascii() else made


def save(path, heads, rows, dialect=None):
    """Write a table to a file. Raises ValueError with a sentence."""
    put(path, written(heads, rows, dialect or Dialect(mark=False)))


def put(path, data):
    """Write a text or bytes to a file, and make the folder that it belongs to. Raises ValueError with a sentence."""
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, data)
    except OSError as problem:
        raise ValueError(refused.sentence(problem)) from None
