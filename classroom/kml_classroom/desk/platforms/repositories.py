"""Learners' git repositories as `collecting` takes a download: whose each is, which commit counts, which notebooks.

What counts is the newest commit of the default branch or, where there is a deadline, the newest from before it. The
date of a commit is what its author's machine says, and may be set by hand; so it is kept, too, when `kml collect` first
saw it, and one that says it is older than a look at which it was not there is named.
"""

import contextlib
import datetime
import functools
import hashlib
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from kml.core.page import bar
from kml.course.doors import own_copy
from kml_classroom.desk.platforms import git, unpacking
from kml_classroom.desk.platforms.downloads import Handed
from kml_classroom.desk.platforms.handout import OWN
from kml_classroom.desk.platforms.people import folded
from kml_classroom.words import _, ngettext

COLUMNS = ("git", "commit", "dated", "seen", "looked")  # of the list that kml collect writes
_AT_A_TIME = 8
_MOST_NOTEBOOKS = 50  # of one repository
_MOST_NAMED = 5
_A_DAY = 86_400
_PLAIN, _LINK, _ANOTHER = ("100644", "100755"), "120000", "160000"  # git's modes
_POINTER = b"version https://git-lfs"


@dataclass(frozen=True)
class Rules:
    """What counts: `due` is a deadline (seconds, None for none); with `late` what came after it counts, as late."""

    due: float | None = None
    late: bool = False


@dataclass(frozen=True)
class Gathered:
    """What was handed in, and Entries that are nobody's or say what was left out.

    `troubles` are {folded address: (whether something was handed in, why nothing was fetched)}.
    """

    platform: str
    handed: list = field(default_factory=list)
    left_out: list = field(default_factory=list)
    troubles: dict = field(default_factory=dict)


def deadline(text):
    """The seconds of a deadline with its offset. Raises ValueError for anything else.

    >>> deadline("1970-01-02T00:00+08:00")
    57600.0
    """
    with contextlib.suppress(ValueError):
        when = datetime.datetime.fromisoformat(text)
        if when.tzinfo is not None:
            return when.timestamp()
    said = _("must be a date, a time and their offset, such as 2026-12-01T23:59+08:00; got {given!r}")
    raise ValueError(said.format(given=text))


def is_list(source):
    """Whether a file has an address a line, and no heads."""
    return _first_line(source) is not None


def _first_line(source):
    """The first line of a file, if it is an address; a folder has none."""
    if not Path(source).is_file():
        return None
    with open(source, encoding="utf-8-sig", errors="replace") as file:
        first = file.readline(2000).strip()
    return first if git.is_address(first) else None


@contextlib.contextmanager
def opened(source, register, lesson, rules, progress=True):
    """Within this context what is Gathered from the repositories that `source` names, or holds.

    `source` is a file with an address a line, a folder of repositories, or the table that `register` was made of.
    Raises ValueError with a sentence.
    """
    git.program()
    wanted, local = _wanted(Path(source), register), Path(source).is_dir()
    gathered, stopped = Gathered("git"), threading.Event()
    with git.scratch() as scratch, ThreadPoolExecutor(_AT_A_TIME) as pool:
        fetch = partial(_fetched, lesson=lesson, rules=rules, stopped=stopped, local=local)
        places = [Path(scratch) / str(n) for n in range(len(wanted))]
        try:
            done = pool.map(fetch, wanted, wanted.values(), places)
            for address, (handed, left_out, trouble) in bar(
                zip(wanted, done, strict=True), progress, total=len(wanted), desc=_("Fetching")
            ):
                gathered.handed.extend([handed] if handed else [])
                gathered.left_out.extend(left_out)
                if trouble:
                    gathered.troubles[folded(address)] = "no" if trouble.nothing else "", str(trouble)
                    gathered.left_out.append(_entry((address,), str(trouble)))  # as it is in the table
        finally:
            stopped.set()
        yield gathered


def _wanted(source, register):
    """{address: what it is called} of all that is to be fetched. What is no address is kept, and told of later."""
    if source.is_dir():
        inside = sorted(path.resolve() for path in source.iterdir() if path.is_dir() and not path.is_symlink())
        found = {str(path): path.name for path in inside if (path / ".git").exists() or (path / "HEAD").is_file()}
        if not found:
            raise ValueError(_("There is no git repository in {folder}.").format(folder=source))
        return found
    if is_list(source):
        lines = source.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        return {line.strip(): _called(line.strip()) for line in lines if line.strip()}
    addresses = [person.keys["git"] for person in register.persons if person.keys.get("git")] if register else []
    if not addresses:
        said = _(
            "{file} has no column with addresses of git repositories. Call it git, or say what it is called: "
            "--columns git=…"
        )
        raise ValueError(said.format(file=source))
    return {address: _called(address) for address in addresses}


def _called(address):
    """What a repository is called, with whose it is: ada/lessons."""
    path = re.split(r"[/:]", re.sub(r"(\.git)?/*$", "", address))
    return "/".join(path[-2:])


def _entry(parts, trouble):
    return unpacking.Entry(parts, 0, None, trouble)


def _fetched(address, name, place, lesson, rules, stopped, local):
    """(what was Handed in or None, Entries that were left out, the Trouble or None) of one repository."""
    left_out = []
    try:
        if not local and not git.is_address(address):
            raise git.Trouble(_("this is no address that begins with https:// or ssh://, or is like git@host:path"))
        place.mkdir()
        with git.scratch() as folder:
            repository = git.Repository(address, folder, stopped, local)
            commit, second, days, note = _counted(repository, lesson, rules)
            files, found = [], _notebooks(repository.tree(commit), lesson)
            for n, (mode, one, size, path) in enumerate(found):
                trouble = _why_not(mode, size) if n < _MOST_NOTEBOOKS else _("more than can be looked at")
                file = place / str(len(files))
                if not trouble:
                    repository.save(one, file)
                    trouble = _("its content is in Git LFS, which is not fetched") if _is_pointer(file) else ""
                if trouble:
                    left_out.append(_entry((name, path), trouble))
                else:
                    files.append((path, unpacking.Entry((name, path), size, partial(open, file, "rb"))))
        # of the languages in which a lesson was handed out, the one in which somebody has worked
        files = [one for one in files if not _is_untouched(one[1])] or files[:1]
        if not files:
            raise git.Trouble(_("there is no notebook of the lesson in it"), nothing=True)
        about = {"git": address, "commit": commit, "dated": shown(second)}
        late = None if rules.due is None else days > 0
        of_git = {"late_days": days if late else None, "about": about, "note": note}
        return Handed({"git": address}, name, late, tuple(files), **of_git), left_out[:_MOST_NAMED], None
    except git.Trouble as trouble:
        return None, left_out[:_MOST_NAMED], trouble


def _counted(repository, lesson, rules):
    """(commit that counts, second of its date, days late, a note) of a repository."""
    tip, second = repository.commits()[0]
    if rules.due is None or second <= rules.due:
        return tip, second, 0, ""
    repository.fetch(git.DEPTH)
    commits = repository.commits()
    before = next(((commit, when) for commit, when in commits if when <= rules.due), None)
    now = _state(repository, tip, lesson)
    if before and now == _state(repository, before[0], lesson):
        return *before, 0, ""
    changed = max((when for __, when in repository.commits(sorted(now))[:1] if now), default=second)
    days = max(1, -int(-(changed - rules.due) // _A_DAY))
    if before and not rules.late:
        said = ngettext(
            "changed {n} day after the deadline, which does not count",
            "changed up to {n} days after the deadline, which does not count",
            days,
        )
        return *before, 0, said.format(n=days)
    return tip, changed, days, ""


def _state(repository, commit, lesson):
    """{path: id} of a lesson's notebooks in a commit."""
    return {path: one for mode, one, __, path in _notebooks(repository.tree(commit), lesson) if mode in _PLAIN}


def _notebooks(tree, lesson):
    """What may be a lesson's notebook, by its name or, where none has its number, those that have no other's."""
    tree = [one for one in tree if not any(part.startswith(".") for part in one[3].split("/"))]
    others = [one for one in tree if one[0] == _ANOTHER]
    found = [one for one in tree if one[0] != _ANOTHER and one[3].lower().endswith(".ipynb")]
    if lesson:
        numbers = {one: re.match(r"\D*(\d\d)(?!\d)", one[3].rpartition("/")[2]) for one in found}
        mine = [one for one in found if numbers[one] and numbers[one][1] == lesson]
        found = mine or [one for one in found if not numbers[one]]
    return found + others


def _why_not(mode, size):
    if mode == _ANOTHER:
        return _("another repository in it, which is not fetched")
    if mode == _LINK:
        return _("a link, which is not followed")
    return "" if size <= unpacking.MOST_OF_ONE else unpacking.too_large(size)


def _is_untouched(entry):
    """Whether a notebook is the very file that this course hands out, but for cells that one learner alone has."""
    with entry.open() as inside:
        data = inside.read()
    return _digest(data) in _as_handed_out() or _digest(_without_own(data)) in _as_handed_out()


def _without_own(data):
    """The bytes of a notebook without the cells that were drawn for one learner, where these are as they were."""
    if f'"{OWN}'.encode() not in data:
        return data
    try:
        notebook = json.loads(data)
        notebook["cells"] = [cell for cell in notebook["cells"] if not _is_own(cell)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # a stranger's file
        return data
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _is_own(cell):
    return cell["id"].startswith(OWN) and "".join(cell["source"]).endswith(" = None")


def _digest(data):
    return hashlib.sha256(data).digest()


@functools.cache
def _as_handed_out():
    course = own_copy.handed_out()
    names = (name for name in own_copy.files() if name.endswith(".ipynb"))
    return {_digest((course / name).read_bytes()) for name in names}


def _is_pointer(file):
    with open(file, "rb") as inside:
        return inside.read(len(_POINTER)) == _POINTER


def shown(second):
    """A second as it is written in the list.

    >>> shown(0)
    '1970-01-01T00:00:00+00:00'
    """
    try:
        return datetime.datetime.fromtimestamp(second, datetime.UTC).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):  # a date that somebody has set by hand
        return f"@{second}"


def looked_at(rows, before, rules, now):
    """Put into the rows of the list when each commit was first seen, and a note where its date cannot be true."""
    earlier = {folded(row["git"]): row for row in before if row["git"]}
    for row in rows:
        was = earlier.get(folded(row["git"]))
        if not row["git"] or row is was:
            continue
        same = was and was["commit"] == row["commit"]
        row["seen"] = was["seen"] if same else shown(now) if row["commit"] else ""
        row["looked"] = shown(now) if row["handed_in"] else was["looked"] if was else ""
        if same or not was or not row["commit"] or rules.due is None or not was["looked"]:
            continue
        if row["dated"] <= shown(rules.due) < was["looked"]:
            said = _("dated {dated}, and not yet there on {looked}: the date of a commit can be set by hand")
            row["notes"] = (row["notes"] + "; " if row["notes"] else "") + said.format(
                dated=row["dated"], looked=was["looked"]
            )
