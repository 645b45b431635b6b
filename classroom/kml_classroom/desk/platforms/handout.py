"""A git repository with lessons, for a class to fork or for one learner, who pushes there what they have done.

What was handed out once is never changed here: learners have worked in it, and would meet a change as a conflict.
"""

import contextlib
import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kml.core import words
from kml.course.doors import own_copy
from kml_classroom.desk.platforms import git
from kml_classroom.grade.journal import write
from kml_classroom.words import _, listed, ngettext

OWN = "own-"  # with which the id of a cell begins that one learner's notebook alone has (see own_work.variants)

_IGNORED = (".ipynb_checkpoints/", ".DS_Store", ".venv/", "__pycache__/", "my_journey.json*", "*.part")
_NUMBER = re.compile(r"(?:.*/)?(\d\d)[_.][^/]*")
_OURS = "README.md", ".gitignore"


@dataclass(frozen=True)
class HandedOut:
    """What `hand_out` did: the names of files that are new, and of lessons that have a newer edition by now."""

    folder: Path
    new: tuple[str, ...]
    newer: tuple[str, ...]

    def lines(self):
        """What the command line says."""
        n = sum(name.endswith(".ipynb") for name in self.new)
        if self.new:
            said = ngettext("{n} notebook is new in {folder}.", "{n} notebooks are new in {folder}.", n)
            yield said.format(n=n, folder=self.folder)
        else:
            yield nothing_new(self.folder)
        if self.newer:
            yield left(self.newer)

    def hint(self):
        """How what is new comes to the class."""
        option = "--push" if git.has_origin(self.folder) else "--push ADDRESS"
        return _("To bring it to where your class gets it: the same command with {option}").format(option=option)


def nothing_new(folder):
    """That all there is to hand out lies in a folder already."""
    return _("Nothing is new: {folder} has it all.").format(folder=folder)


def left(names):
    """Which lessons stay as they were handed out, though there is a newer edition of them."""
    return _("Left as handed out, though there is a newer edition: {names}").format(names=listed(names))


@dataclass(frozen=True)
class Plan:
    """What `carry_out` is to put into the git repository `folder`. `text(name)` is that of a file.

    `address` is where it is going to be pushed, "" where that is not known.
    """

    folder: Path
    text: Callable
    new: tuple[str, ...]
    newer: tuple[str, ...]
    address: str = ""


def hand_out(folder, numbers=(), address=""):
    """Put lessons (all, or those of `numbers`) into the git repository `folder`, as one commit; return a HandedOut.

    `address` is where it is going to be pushed, if that is new. Raises ValueError with a sentence before anything is
    written.
    """
    if address and not (git.is_address(address) or Path(address).is_dir()):
        said = _("An address begins with https:// or ssh://, or is like git@host:path; got {given!r}.")
        raise ValueError(said.format(given=address))
    if address and not git.is_address(address):
        address = str(Path(address).resolve())  # a folder, which git looks for from another place
    return carry_out(plan(folder, numbers, address=address))


def plan(folder, numbers=(), own=None, address=""):
    """The Plan to put lessons into `folder`. `own(name, text)` makes of a file's text that of one learner's.

    Raises ValueError with a sentence where it cannot be carried out; nothing is written yet.
    """
    git.program()
    folder, course = Path(folder), own_copy.handed_out()
    fresh = _is_fresh(folder)
    if fresh and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        said = _("{folder} is not empty, and no git repository: choose another folder.")
        raise ValueError(said.format(folder=folder))
    known = "" if fresh else git.arrived(folder)
    if known and address not in ("", known):
        said = _("{folder} goes to {known} already, and not to {address}. If it has moved: {command}")
        command = shlex.join(["git", "-C", str(folder), "remote", "set-url", "origin", address])
        raise ValueError(said.format(folder=folder, known=known, address=address, command=command))
    tracked = set() if fresh else _handed_out(folder)
    pages = {} if tracked & set(_OURS) else {"README.md": _readme(own), ".gitignore": "\n".join([*_IGNORED, ""])}

    def text(name):  # made when it is asked for: those of a whole class would fill the memory
        if name in pages:
            return pages[name]
        plain = (course / name).read_text(encoding="utf-8")
        return own(name, plain) if own else plain

    names = [*_chosen(numbers), *pages]
    new = [name for name in names if name not in tracked]
    for name in new:
        if (folder / name).exists() and (folder / name).read_bytes() != text(name).encode():
            said = _("{file} lies there already, and is not what would be handed out: move it away first.")
            raise ValueError(said.format(file=folder / name))
    newer = [name for name in names if name in tracked and _is_newer(folder, name, text)]
    return Plan(folder, text, tuple(new), tuple(newer), address)


def carry_out(planned):
    """Do what a Plan says; return a HandedOut."""
    folder = planned.folder
    if _is_fresh(folder) or not _handed_out(folder):  # or what a run has begun that was ended
        folder.mkdir(parents=True, exist_ok=True)
        git.own(folder, "init", "--quiet", "--template=", "--initial-branch=main")
    if planned.address and not git.has_origin(folder):
        git.own(folder, "remote", "add", "origin", planned.address)
    elif planned.address and not git.arrived(folder):  # there was a mistake in the one before
        git.own(folder, "remote", "set-url", "origin", planned.address)
    for name in planned.new:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write(folder / name, planned.text(name))
    if planned.new:
        _commit(folder, planned.new)
    return HandedOut(folder, planned.new, planned.newer)


def _is_fresh(folder):
    return not (folder / ".git").exists()


def _handed_out(folder):
    """The names of all that was committed in a repository; what was only added to its index has to come yet."""
    return {*git.own(folder, "ls-tree", "-r", "-z", "--name-only", "HEAD", check=False).split("\0")} - {""}


def number_of(name):
    """The number of the lesson that a file belongs to, "" for none.

    >>> number_of("zh/03_gradient_descent.ipynb"), number_of("README.md")
    ('03', '')
    """
    found = _NUMBER.fullmatch(name)
    return found[1] if found else ""


def lessons(numbers=()):
    """The numbers of these lessons, or of all. Raises ValueError for one that there is not."""
    known = sorted({*map(number_of, own_copy.files())} - {""})
    unknown = [number for number in numbers if number not in known]
    if unknown:
        said = _("There is no lesson {number}; there is {known}.")
        raise ValueError(said.format(number=unknown[0], known=listed(known)))
    return list(numbers) or known


def _chosen(numbers):
    """The names of what is handed out with these lessons, or with all."""
    wanted = {"", *lessons(numbers)}
    return [name for name in own_copy.files() if number_of(name) in wanted and not name.endswith("README.md")]


def _is_newer(folder, name, text):
    """Whether a lesson has a newer edition than the one handed out; what a learner has made of that does not count."""
    if not name.endswith(".ipynb"):
        return False
    edition = _cells(text(name))
    with contextlib.suppress(OSError):
        if _cells((folder / name).read_bytes()) == edition:
            return False
    added = git.own(folder, "log", "-1", "--diff-filter=A", "--format=%H", "--", name).strip()
    return _cells(git.own(folder, "show", f"{added}:{name}")) != edition


def _cells(text):
    """The texts of a notebook's cells; None where they cannot be read."""
    try:
        return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    except (ValueError, KeyError, TypeError):
        return None


def _commit(folder, names):
    """Commit these files, in the name that git knows or, where it knows none, in that of the program."""
    git.own(folder, "add", "--", *names)
    numbers = sorted({*map(number_of, names)} - {""})
    message = _("Lessons {numbers}").format(numbers=listed(numbers)) if numbers else _("Lessons")
    git.own(folder, *who(folder), "commit", "--quiet", "--no-gpg-sign", "-m", message, "--", *names)


def who(folder):
    """Options of git for a name under which it commits: none where it knows one itself."""
    return () if git.own(folder, "config", "user.email", check=False) else _NOBODY


_NOBODY = "-c", "user.name=kml repository", "-c", "user.email=kml@localhost"


def _readme(own):
    """The first page of a repository for a class or, with `own`, for one learner; in each language of the course."""
    pages = []
    for language in words.languages():
        with words.speaking(language):
            if own:
                whose = _(
                    "This repository is for you alone: some inputs in its notebooks are yours and nobody else's. Keep "
                    "it private, and let your instructor read it. Three commands:"
                )
                later = _("New lessons come with `git pull`.")
            else:
                whose = _(
                    "Fork this repository or make a copy of it as you were told, so that it is yours; keep it private, "
                    "and let your instructor read it. Then three commands:"
                )
                later = _(
                    "New lessons come with `git pull CLASS main`, where CLASS is the address that your instructor gave "
                    "you."
                )
            page = _(
                "# Lessons of the Knowledge Monetization Lab\n\n{whose}\n\n"
                "```sh\n{clone}\n{work}\n{push}\n```\n\n"
                "The first brings it to your machine. The second opens it, where the course (kml-lab) is installed. "
                "The third hands in what you have saved: run it as often as you like, what counts is the last time "
                "before the deadline. {later}"
            )
            commands = {
                "clone": "git clone ADDRESS lessons && cd lessons",
                "work": "jupyter lab",
                "push": 'git add --all && git commit -m "my work" && git push',
            }
            pages.append(page.format(whose=whose, later=later, **commands))
    return "\n\n".join(pages) + "\n"
