"""What an operating system refuses, told in one sentence: which file it is about, and what to do."""

import errno

from kml_classroom.words import _

_FULL = errno.ENOSPC, errno.EDQUOT, errno.EFBIG
_FORBIDDEN = errno.EACCES, errno.EPERM, errno.EROFS


def sentence(problem):
    """What an exception says; where the system has raised it, a sentence about its file.

    >>> sentence(OSError(errno.ENOSPC, "No space left on device", "grades/totals.csv")).split(", ")[0]
    'The disk is full: grades/totals.csv was not written'
    >>> sentence(ValueError("There is no lesson 99."))
    'There is no lesson 99.'
    """
    number, file = getattr(problem, "errno", None), getattr(problem, "filename", None)
    if number is None or file is None:
        return str(problem)
    if number == errno.ENOENT:
        said = _("There is no file {file}.")
    elif number == errno.EISDIR:
        said = _("{file} is a folder: a file belongs here.")
    elif number in _FULL:
        said = _(
            "The disk is full: {file} was not written, and what was there before is whole; make room, and run the same "
            "command again."
        )
    elif number in _FORBIDDEN:
        said = _(
            "{file} may not be read or written here ({problem}): change its rights or name another place, and run the "
            "same command again."
        )
    else:
        said = _("{file} cannot be read or written: {problem}.")
    return said.format(file=file, problem=problem.strerror)
