"""Excel workbooks (.xlsx): the values of their sheets as text, and nothing else of them.

An .xlsx is a zip of XML files. Exports of platforms are plain lists, some with a style sheet that libraries for Excel
stumble over; what is read here are the shared texts and the cells, with Python's own means, in a browser, too.
"""

import re
import zipfile
from xml.etree import ElementTree

from kml.core.words import _

LARGEST = 200_000_000  # bytes of one part when unpacked; an honest export has a few million


def is_workbook(archive):
    """Whether an open ZipFile is an Excel workbook."""
    return "xl/workbook.xml" in archive.namelist()


def sheets(archive):
    """Yield (name, rows) of each sheet of an open ZipFile in order; a row is a list of texts, "" for an empty cell.

    Numbers come as Excel wrote them, a date therefore as its serial number. Raises ValueError for a damaged workbook.
    """
    try:
        shared = _shared(archive)
        for name, part in _parts(archive):
            yield name, _rows(_tree(archive, part), shared)
    except (KeyError, IndexError, ValueError, ElementTree.ParseError, zipfile.BadZipFile) as error:
        said = _("The workbook cannot be read ({reason}). Open it in a spreadsheet program and save it as CSV (UTF-8).")
        raise ValueError(said.format(reason=error)) from None


def _tree(archive, part):
    if archive.getinfo(part).file_size > LARGEST:
        raise ValueError(part)
    data = archive.read(part)
    if b"<!DOCTYPE" in data[:1000]:  # Excel writes none; entities could blow a small file up
        raise ValueError(part)
    return ElementTree.fromstring(data)


def _local(element):
    """An element's name without its namespace: there are two of them, of one meaning."""
    return element.tag.rpartition("}")[2]


def _all(tree, name):
    return (element for element in tree.iter() if _local(element) == name)


def _text(element):
    """The text of a shared or an inline string, its runs joined; readings of Japanese (rPh) are left out."""
    if _local(element) == "rPh":
        return ""
    own = element.text or "" if _local(element) == "t" else ""
    return own + "".join(_text(child) for child in element)


def _shared(archive):
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(entry) for entry in _all(_tree(archive, "xl/sharedStrings.xml"), "si")]


def _parts(archive):
    """[(name of a sheet, its file in the archive)] in the workbook's order."""
    links = _all(_tree(archive, "xl/_rels/workbook.xml.rels"), "Relationship")
    files = {link.attrib["Id"]: link.attrib["Target"] for link in links}
    found = []
    for sheet in _all(_tree(archive, "xl/workbook.xml"), "sheet"):
        link = next(value for key, value in sheet.attrib.items() if key.rpartition("}")[2] == "id")
        target = files[link]
        found.append((sheet.attrib["name"], target[1:] if target.startswith("/") else f"xl/{target}"))
    return found


def _rows(tree, shared):
    rows = []
    for row in _all(tree, "row"):
        cells = []
        for cell in (child for child in row if _local(child) == "c"):
            place = _column(cell.attrib["r"]) if "r" in cell.attrib else len(cells)
            cells += [""] * (place - len(cells)) + [_value(cell, shared)]
        rows.append(cells)
    return rows


def _column(reference):
    """The position of a cell by its name: 0 for "A1", 27 for "AB7"."""
    place = 0
    for letter in re.match("[A-Z]+", reference)[0]:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


def _value(cell, shared):
    kind = cell.attrib.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    text = next((child.text or "" for child in cell if _local(child) == "v"), "")
    if kind == "s" and text:
        return shared[int(text)]
    return "" if kind == "e" else text  # e: an error such as #N/A
