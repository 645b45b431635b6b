"""From a path to tables of text, whatever the file is called: what it is, its first bytes say."""

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kml.core.words import _, listed, ngettext
from kml.mychannel.workbook import is_workbook, sheets

LARGEST = 100_000_000  # bytes of a file; the largest export that is known has 1,000 rows
MOST_FILES = 60  # in a folder or a zip: an unpacked download, not somebody's documents
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".zip")
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Table:
    """Rows of texts out of a file, and what stood between their cells ("" in a workbook, where nothing does)."""

    name: str
    rows: list
    delimiter: str = ""


def tables(path, familiar):
    """All Tables of a file, of a zip, or of the files in a folder.

    `familiar(rows)` counts the names of columns that one knows: it chooses between encodings and between delimiters.
    Raises ValueError, which says what was found, where there is no table.
    """
    path = Path(path).expanduser()
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
        if not files:
            said = _("The folder {name!r} has no file that ends in {endings}.")
            raise ValueError(said.format(name=path.name, endings=listed(SUFFIXES)))
        _few(path.name, len(files))
        return [table for file in files for table in _of_bytes(file.name, _bytes(file), familiar)]
    if not path.is_file():
        said = _("There is no file {path!r}. Is it in another folder? The folder in use is {folder!r}.")
        raise ValueError(said.format(path=str(path), folder=Path.cwd().name))
    return _of_bytes(path.name, _bytes(path), familiar)


def _few(name, files):
    if files > MOST_FILES:
        said = ngettext(
            "{name!r} has {n} file, more than any download of a platform: name the one that you mean.",
            "{name!r} has {n} files, more than any download of a platform: name the one that you mean.",
            files,
        )
        raise ValueError(said.format(name=name, n=files))


def _bytes(file):
    size = file.stat().st_size
    if size > LARGEST:
        said = _("{name!r} has {size:,.0f} MB, more than any table of videos.")
        raise ValueError(said.format(name=file.name, size=size / 1e6))
    return file.read_bytes()


def _of_bytes(name, data, familiar):
    if not data.strip():
        raise ValueError(_("{name!r} is empty.").format(name=name))
    if data.startswith(b"PK"):
        return _of_zip(name, data, familiar)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        said = _("{name!r} is an old Excel file (.xls) or one with a password. Save it as .xlsx or as CSV (UTF-8).")
        raise ValueError(said.format(name=name))
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if data.startswith(b"%PDF") or start in (b"<", b"{", b"["):
        said = _("{name!r} is no table but a PDF, a web page or JSON. Export the list of your videos as CSV or Excel.")
        raise ValueError(said.format(name=name))
    return [_of_text(name, data, familiar)]


def _of_zip(name, data, familiar):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if is_workbook(archive):
                return [Table(f"{name} ▸ {sheet}", rows) for sheet, rows in sheets(archive)]
            inside = [
                member
                for member in archive.infolist()
                if member.filename.lower().endswith(SUFFIXES) and "__MACOSX" not in member.filename
            ]
            if not inside:
                raise ValueError(_("{name!r} is a zip without a table in it.").format(name=name))
            _few(name, len(inside))
            if sum(member.file_size for member in inside) > LARGEST:
                raise ValueError(_("{name!r} is too large when unpacked.").format(name=name))
            return [
                table
                for member in inside
                for table in _of_bytes(Path(member.filename).name, archive.read(member), familiar)
            ]
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):  # cut off, with a password, packed in a rare way
        said = _("{name!r} is a damaged or locked zip or Excel file. Download it again, or save it as CSV (UTF-8).")
        raise ValueError(said.format(name=name)) from None


def texts(data):
    """The texts that these bytes may be, the likeliest first: one only where the bytes leave no doubt.

    >>> from kml.mychannel.files import texts
    >>> [next(texts(data)) for data in ("观看".encode("gb18030"), "Views".encode("utf-16"), b"\\xef\\xbb\\xbfViews")]
    ['观看', 'Views', 'Views']
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif data.count(0) > len(data) / 10:  # every digit and comma has one
        encodings = ("utf-16-le",)
    else:
        encodings = ("utf-8-sig",)
        try:
            data.decode("utf-8-sig")
        except UnicodeDecodeError:  # saved by Excel or WPS: in China, or in Western Europe
            encodings = ("gb18030", "cp1252")
    for encoding in encodings:
        try:
            yield data.decode(encoding)
        except UnicodeDecodeError:
            continue


def _of_text(name, data, familiar):
    candidates = [
        Table(name, rows, delimiter)
        for text in texts(data)
        if "\0" not in text
        for delimiter in DELIMITERS
        for rows in [_parsed(text, delimiter)]
    ]
    if not candidates:
        said = _("{name!r} is no text in UTF-8, UTF-16 or GB18030. Save it as CSV (UTF-8) or as .xlsx.")
        raise ValueError(said.format(name=name))
    return max(candidates, key=lambda table: (familiar(table.rows), max(map(len, table.rows[:8]), default=0)))


def _parsed(text, delimiter):
    first, __, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):  # a hint for Excel
        text = rest
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []
