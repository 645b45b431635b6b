"""A git repository with lessons for a class, which learners fork or clone and push what they have done to.

What was handed out once is never changed here: learners have worked in it, and would meet a change as a conflict.
"""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from kml.core import words
from kml.course.doors import own_copy
from kml_classroom.desk.platforms import git
from kml_classroom.words import _, listed, ngettext

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
        lessons = sorted({name for name in self.new if name.endswith(".ipynb")})
        n = len(lessons)
        if self.new:
            said = ngettext("{n} notebook is new in {folder}.", "{n} notebooks are new in {folder}.", n)
            yield said.format(n=n, folder=self.folder)
            yield _("To bring it to where your class gets it: {command}").format(
                command=f"git -C {shlex.quote(str(self.folder))} push -u ADDRESS main"
            )
        else:
            yield _("Nothing is new: {folder} has it all.").format(folder=self.folder)
        if self.newer:
            said = _("Left as handed out, though there is a newer edition: {names}")
            yield said.format(names=listed(self.newer))


def hand_out(folder, numbers=()):
    """Put lessons (all, or those of `numbers`) into the git repository `folder`, as one commit; return a HandedOut.

    Raises ValueError with a sentence before anything is written.
    """
    git.program()
    folder, course = Path(folder), own_copy.handed_out()
    texts = {name: (course / name).read_bytes() for name in _chosen(numbers)}
    fresh = not (folder / ".git").exists()
    if fresh and folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        said = _("{folder} is not empty, and no git repository: choose another folder.")
        raise ValueError(said.format(folder=folder))
    tracked = set() if fresh else set(git.own(folder, "ls-files", "-z").split("\0"))
    if not tracked & set(_OURS):
        texts |= {"README.md": _readme().encode(), ".gitignore": "\n".join([*_IGNORED, ""]).encode()}
    new = [name for name in texts if name not in tracked]
    newer = [name for name in texts if name in tracked and name.endswith(".ipynb") and _differs(folder, course, name)]
    for name in new:
        if (folder / name).exists() and (folder / name).read_bytes() != texts[name]:
            said = _("{file} lies there already, and is not what would be handed out: move it away first.")
            raise ValueError(said.format(file=folder / name))
    if fresh:
        folder.mkdir(parents=True, exist_ok=True)
        git.own(folder, "init", "--quiet", "--template=", "--initial-branch=main")
    for name in new:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(texts[name])
    if new:
        _commit(folder, new)
    return HandedOut(folder, tuple(new), tuple(newer))


def _chosen(numbers):
    """The names of what is handed out with these lessons. Raises ValueError for one that there is not."""
    files = [name for name in own_copy.files() if not name.endswith("README.md")]
    number_of = {name: found[1] for name in files if (found := _NUMBER.fullmatch(name))}
    unknown = [number for number in numbers if number not in number_of.values()]
    if unknown:
        said = _("There is no lesson {number}; there is {known}.")
        raise ValueError(said.format(number=unknown[0], known=listed(sorted({*number_of.values()}))))
    return [name for name in files if not numbers or number_of.get(name, numbers[0]) in numbers]


def _differs(folder, course, name):
    """Whether a lesson that was handed out is another edition than the course's."""
    try:
        return own_copy.fingerprint(folder / name) != own_copy.fingerprint(course / name)
    except (OSError, ValueError, KeyError, TypeError):
        return True


def _commit(folder, names):
    """Commit these files, in the name that git knows or, where it knows none, in that of the program."""
    who = () if git.own(folder, "config", "user.email", check=False) else _NOBODY
    git.own(folder, "add", "--", *names)
    lessons = sorted({found[1] for name in names if (found := _NUMBER.fullmatch(name))})
    message = _("Lessons {numbers}").format(numbers=listed(lessons)) if lessons else _("Lessons")
    git.own(folder, *who, "commit", "--quiet", "--no-gpg-sign", "-m", message, "--", *names)


_NOBODY = "-c", "user.name=kml repository", "-c", "user.email=kml@localhost"


def _readme():
    """The first page of the repository, in each language of the course."""
    pages = []
    for language in words.languages():
        with words.speaking(language):
            pages.append(
                _(
                    "# Lessons of the Knowledge Monetization Lab\n\n"
                    "Fork this repository or make a copy of it as you were told, so that it is yours; keep it private, "
                    "and let your instructor read it. Then three commands:\n\n"
                    "```sh\n{clone}\n{work}\n{push}\n```\n\n"
                    "The first brings it to your machine. The second opens it, where the course (kml-lab) is "
                    "installed. The third hands in what you have saved: run it as often as you like, what counts is "
                    "the last time before the deadline. New lessons come with `git pull CLASS main`, where CLASS is "
                    "the address that your instructor gave you."
                ).format(
                    clone="git clone ADDRESS lessons && cd lessons",
                    work="jupyter lab",
                    push='git add --all && git commit -m "my work" && git push',
                )
            )
    return "\n\n".join(pages) + "\n"
