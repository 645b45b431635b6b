"""Opens what was handed in, whatever it is, and says in words what is wrong with it. Never raises for a bad file."""

import dataclasses
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from kml_classroom.grade.grades import Submission
from kml_classroom.words import N_, _, listed, ngettext

_MOST_FILES = 500
_MOST_NOTEBOOKS, _MOST_BYTES = 200, 200_000_000  # of one learner's folder
_MOST_NAMED = 20
_TOOLS = {".ipynb_checkpoints", ".git", ".vscode", ".idea", ".venv", ".cache", ".Trash"}  # nobody means these
_MOST_CELLS = 2000
_MOST_LETTERS, _MOST_CODE = 200_000, 400_000  # of one cell, and of all code cells
_MOST_OUTPUTS, _MOST_PRINTED, _MOST_PICTURE = 20, 5_000, 1_000_000  # of one cell, and letters of each
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
_NAME = re.compile(r"\.ipynb(\.(txt|json))?$", re.IGNORECASE)
_WRONG_KIND = (  # how a file begins
    (b"PK\x03\x04", N_("This is a zip archive, not a notebook.")),
    (b"%PDF", N_("This is a PDF, not a notebook.")),
    (b"\x1f\x8b", N_("This is a compressed archive, not a notebook.")),
    (b"\x89PNG", N_("This is a picture, not a notebook.")),
)
_MARKS = (  # byte order marks
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)


class Unreadable(Exception):
    """The sentence says why nothing can be read."""


@dataclass(frozen=True)
class RawCell:
    """A cell as it was handed in. `id` is "" where it has none; of the outputs only texts and pictures are kept."""

    kind: str  # "code" or "markdown"
    source: str
    id: str = ""
    tags: tuple[str, ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()  # (text/plain or image/png, data)


@dataclass(frozen=True)
class RawNotebook:
    """The cells of a notebook, what had to be put right to read them, and the Python version that it names, or ""."""

    cells: tuple[RawCell, ...]
    repairs: tuple[str, ...]
    reviews: tuple[str, ...]
    python: str = ""


# ── files ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def collect(path, limits):
    """The Submissions that one entry of the inbox may mean: one for each notebook in it, at least one."""
    path = Path(path)
    learner = learner_of(path)
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            return [Submission(learner, path.name, refused=_link())]
        if not stat.S_ISDIR(kind):
            return [_open(learner, path, path.name, limits)]
        os.scandir(path).close()  # a folder that may not be read is not an empty one
        found, left_out = _notebooks(path)
    except OSError as problem:
        return [Submission(learner, path.name, refused=_cannot_be_opened(problem))]
    if not found:
        why = _("There is no notebook (.ipynb) in the folder; it is empty.")
        if left_out:
            why = _("There is no notebook (.ipynb) in the folder; it holds {names}.").format(names=listed(left_out[:5]))
        return [Submission(learner, "", refused=why)]
    opened, left = [], _MOST_BYTES
    for name in found:
        one = _open(path.name, path / name, name, limits)
        if left < len(one.data) or len(opened) == _MOST_NOTEBOOKS:
            left_out.append(_("{name} (more than can be looked at)").format(name=name))
        else:
            opened.append(one)
            left -= len(one.data)
    notes = tuple(_("left out: {name}").format(name=name) for name in left_out[:_MOST_NAMED])
    if len(left_out) > _MOST_NAMED:
        more = len(left_out) - _MOST_NAMED
        notes += (ngettext("left out: {n} more file", "left out: {n} more files", more).format(n=more),)
    return [dataclasses.replace(one, notes=notes) for one in opened]


def learner_of(path):
    """Whose an entry of the inbox is: the name of the folder, or of the file without its ending."""
    named = not path.is_dir() or path.is_symlink()
    return (_NAME.sub("", path.name) if named else path.name) or path.name


def _notebooks(folder):
    """(notebooks, what was left out) in a folder and the folders below, as names relative to it."""
    found, left_out, seen = [], [], 0
    for place, folders, files in os.walk(folder):
        hidden = [name for name in folders if name.startswith(".") and name not in _TOOLS]
        left_out += [_("{name} (hidden)").format(name=os.path.relpath(os.path.join(place, name), folder))
                     for name in sorted(hidden)]  # fmt: skip
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in [*folders, *sorted(files)]:
            full = os.path.join(place, name)
            label = os.path.relpath(full, folder)
            if os.path.islink(full):
                left_out.append(_("{name} (a link, which is not followed)").format(name=label))
            elif name in folders:
                continue
            elif name.startswith("."):
                left_out += [_("{name} (hidden)").format(name=label)] if _NAME.search(name) else []
            elif _NAME.search(name):
                found.append(label)
            else:
                left_out.append(_("{name} (not a notebook)").format(name=label))
            seen += 1
        if seen > _MOST_FILES:
            left_out.append(_("whatever comes after the first {n} files").format(n=_MOST_FILES))
            break
    return found, left_out


def _open(learner, path, label, limits):
    """One file's bytes; refuses what is no plain file, without waiting for it."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_symlink():
            return Submission(learner, label, refused=_link())
        with os.fdopen(os.open(path, flags), "rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                why = _("This is no plain file (a pipe, a socket or a device).")
                return Submission(learner, label, refused=why)
            if about.st_size > limits.file_bytes:
                why = _("{size:,.0f} MB, more than {most:,.0f} MB: clear its outputs and hand it in again.").format(
                    size=about.st_size / 1e6, most=limits.file_bytes / 1e6
                )
                return Submission(learner, label, refused=why)
            return Submission(learner, label, file.read(limits.file_bytes))
    except OSError as problem:
        return Submission(learner, label, refused=_cannot_be_opened(problem))


def _link():
    return _("This is a link, not a file. Links are not followed.")


def _cannot_be_opened(problem):
    if isinstance(problem, FileNotFoundError):
        return _("There is no file {file}.").format(file=Path(problem.filename).name)
    return _("It cannot be opened: {problem}.").format(problem=problem.strerror)


# ── bytes → cells ──────────────────────────────────────────────────────────────────────────────────────────────────


def read(data):
    """The RawNotebook in these bytes. Raises Unreadable."""
    repairs, reviews = [], []
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(_("The file is empty."))
    for start, why in _WRONG_KIND:
        if data.startswith(start):
            raise Unreadable(_(why))
    text = _text(data, repairs)
    notebook = _json(text)
    if not isinstance(notebook, dict):
        raise Unreadable(_("This is JSON, but not a notebook."))
    raw = _cells(notebook, repairs)
    if len(raw) > _MOST_CELLS:
        raise Unreadable(_("It has {n:,} cells, more than {most:,}.").format(n=len(raw), most=_MOST_CELLS))
    _kernel(notebook, repairs)
    cells, odd, code = [], 0, 0
    for one in raw:
        cell = _cell(one)
        odd += cell is None
        code += len(cell.source) if cell and cell.kind == "code" else 0
        if cell and (len(cell.source) > _MOST_LETTERS or code > _MOST_CODE):
            reviews.append(_("a cell of {n:,} letters was left out").format(n=len(cell.source)))
        elif cell:
            cells.append(cell)
    if odd:
        repairs.append(ngettext("{n} damaged cell left out", "{n} damaged cells left out", odd).format(n=odd))
    if not cells:
        raise Unreadable(_("The notebook has no cells."))
    return RawNotebook(tuple(cells), tuple(repairs), tuple(reviews[:3]), _python(notebook))


def _text(data, repairs):
    name = next((name for mark, name in _MARKS if data.startswith(mark)), None) or json.detect_encoding(data)
    if name == "utf-8-sig":
        repairs.append(_("a byte order mark left out"))
    elif name != "utf-8":
        repairs.append(_("read as {encoding}").format(encoding=name.upper()))
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        pass
    repairs.append(_("read as Latin-1, because it is not UTF-8: letters outside ASCII may be wrong"))
    return data.decode("latin-1")


def _json(text):
    if re.match(r"\s*<(!doctype|html|\?xml)", text[:200], re.IGNORECASE):
        raise Unreadable(_("This is a web page, not a notebook: download the .ipynb file itself."))
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable(_("It is not a notebook: brackets within brackets without end.")) from None
    except ValueError as problem:
        if re.search(r"^(<{7}|>{7}) ", text, re.MULTILINE):
            raise Unreadable(_("It holds the marks of an unfinished merge (<<<<<<<).")) from None
        if not text.lstrip().startswith("{"):
            raise Unreadable(_("This is text, but not a notebook.")) from None
        at = getattr(problem, "pos", 0)
        if at >= len(text.rstrip()) - 1 or "Unterminated" in str(problem):
            raise Unreadable(_("The file breaks off: it was not saved or sent completely.")) from None
        why = _("The file is damaged at character {at:,}: it is not JSON from there.").format(at=at)
        raise Unreadable(why) from None


def _cells(notebook, repairs):
    """The list of cells, from any version of the format."""
    version = notebook.get("nbformat")
    if isinstance(notebook.get("worksheets"), list):
        repairs.append(_("read from an old format (3), before there were cell ids"))
        sheets = [sheet.get("cells") for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        return [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(notebook.get("cells"), list):
        raise Unreadable(_("This is JSON, but not a notebook: it has no cells."))
    if version != 4:
        repairs.append(_("the format is said to be {version}, read as 4").format(version=str(version)[:20]))
    return notebook["cells"]


def _kernel(notebook, repairs):
    about = notebook.get("metadata")
    about = about if isinstance(about, dict) else {}
    spec = about.get("kernelspec")
    name = spec.get("name", "python3") if isinstance(spec, dict) else "python3"
    if name != "python3":
        repairs.append(_("the kernel was {name}, graded with python3").format(name=repr(str(name)[:40])))


def _python(notebook):
    """The version of the Python that the notebook was last run with, or ""."""
    about = notebook.get("metadata")
    language = about.get("language_info") if isinstance(about, dict) else None
    version = language.get("version") if isinstance(language, dict) else None
    return version if isinstance(version, str) and re.fullmatch(r"\d\.\d{1,2}(\.\w{1,9})?", version) else ""


def _cell(raw):
    """A RawCell, or None if it is none."""
    if not isinstance(raw, dict):
        return None
    kind = raw.get("cell_type")
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if not isinstance(source, str) or not isinstance(kind, str):
        return None
    source = source.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    if kind == "heading":
        kind, source = "markdown", f"### {source}"
    id, about = raw.get("id"), raw.get("metadata")
    tags = about.get("tags") if isinstance(about, dict) else None
    return RawCell(
        kind="code" if kind == "code" else "markdown",
        source=source,
        id=id if isinstance(id, str) and len(id) <= 100 else "",
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        outputs=tuple(_outputs(raw.get("outputs"))),
    )


def _outputs(raw):
    """What a person may see of a cell's outputs: no HTML, no scripts, no SVG, and not too much."""
    for output in raw[:_MOST_OUTPUTS] if isinstance(raw, list) else []:
        if not isinstance(output, dict):
            continue
        data = output.get("data")
        data = data if isinstance(data, dict) else {"text/plain": output.get("text", output.get("evalue", ""))}
        for kind in ("image/png", "text/plain"):
            text = data.get(kind)
            text = "".join(part for part in text if isinstance(part, str)) if isinstance(text, list) else text
            if not isinstance(text, str) or not text:
                continue
            if kind == "text/plain":
                yield kind, text[:_MOST_PRINTED].encode("utf-8", "replace").decode()
            elif len(text) <= _MOST_PICTURE and _BASE64.fullmatch(text := "".join(text.split())):
                yield kind, text
            else:
                continue
            break
