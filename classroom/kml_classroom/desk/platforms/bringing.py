"""Repositories with lessons go to where learners get them, on top of what was pushed there meanwhile."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from kml_classroom.desk.platforms import git
from kml_classroom.desk.platforms.handout import who
from kml_classroom.words import _, because, each, listed, ngettext

_AT_A_TIME = 8


def bring(folders, watch=iter):
    """Push the repositories in these folders, each to its origin; {folder: why not} of those that could not be.

    `watch` is put around the folders.
    """
    folders = list(folders)
    pool, stopped = ThreadPoolExecutor(_AT_A_TIME), threading.Event()
    try:
        found = dict(zip(watch(folders), pool.map(partial(_why_not, stopped=stopped), folders), strict=True))
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)
    return {folder: why for folder, why in found.items() if why}


def lines(folders, left):
    """What the command line says, when all but those `left`, {folder: why}, were pushed."""
    n = len(folders) - len(left)
    if n:
        yield ngettext("{n} repository pushed.", "{n} repositories pushed.", n).format(n=n)
    if left:
        yield _("Not pushed: {names}").format(names=each(because(Path(one).name, why) for one, why in left.items()))


def _why_not(folder, stopped):
    """Push one; "" or why that was not possible, and then the repository is as it was."""
    if not git.has_origin(folder):
        return _("where to is not known: its address is missing")
    reach = partial(git.reach, folder, stopped)
    try:
        if reach("ls-remote", "--heads", "origin", git.MAIN):
            reach(*who(folder), "pull", "--quiet", "--rebase", "--no-recurse-submodules", "origin", git.MAIN)
        reach("push", "--quiet", "origin", git.MAIN)
    except git.Trouble as trouble:
        both = git.own(folder, "diff", "--name-only", "-z", "--diff-filter=U", check=False).split("\0")[:-1]
        git.own(folder, "rebase", "--abort", check=False)
        if both:
            return _("files with these names are there already, and are others: {names}").format(names=listed(both))
        return str(trouble)
    return ""
