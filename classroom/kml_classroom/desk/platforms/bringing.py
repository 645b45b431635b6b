"""Repositories with lessons go to where learners get them, on top of what was pushed there meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kml_classroom.desk.platforms import git
from kml_classroom.desk.platforms.handout import who
from kml_classroom.words import _, because, each, ngettext

_AT_A_TIME = 8
_MAIN = "main"


def bring(folders, watch=iter):
    """Push the repositories in these folders, each to its origin; {folder: why not} of those that could not be.

    `watch` is put around the folders.
    """
    folders = list(folders)
    pool = ThreadPoolExecutor(_AT_A_TIME)
    try:
        found = dict(zip(watch(folders), pool.map(_why_not, folders), strict=True))
    finally:
        pool.shutdown(cancel_futures=True)
    return {folder: why for folder, why in found.items() if why}


def lines(folders, left):
    """What the command line says, when all but those `left`, {folder: why}, were pushed."""
    n = len(folders) - len(left)
    if n:
        yield ngettext("{n} repository pushed.", "{n} repositories pushed.", n).format(n=n)
    if left:
        yield _("Not pushed: {names}").format(names=each(because(Path(one).name, why) for one, why in left.items()))


def _why_not(folder):
    """Push one; "" or why that was not possible, and then the repository is as it was."""
    if not git.has_origin(folder):
        return _("where to is not known: its address is missing")
    try:
        if git.reach(folder, "ls-remote", "--heads", "origin", _MAIN):
            git.reach(folder, *who(folder), "pull", "--quiet", "--rebase", "--no-recurse-submodules", "origin", _MAIN)
        git.reach(folder, "push", "--quiet", "origin", _MAIN)
    except git.Trouble as trouble:
        git.own(folder, "rebase", "--abort", check=False)  # where both have a file of that name
        return str(trouble)
    return ""
