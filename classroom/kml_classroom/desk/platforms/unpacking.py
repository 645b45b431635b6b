"""Takes files out of a download, a zip or a folder, and lets nothing in it reach any other place or fill the disk.

No name in a download is ever used as a path: each file is written where `collecting` says, under a name made safe here.
"""

import contextlib
import os
import re
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kml_classroom.words import _

MOST_FILES = 100_000
MOST_OF_ONE = 100_000_000  # bytes of one file; kml grade itself takes less
MOST_OF_ALL = 20_000_000_000
_CHUNK = 1 << 20
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # in a name, on one system or another
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)  # names that Windows keeps for itself
_LONGEST = 100
_NOBODYS = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints")


class TooMuch(Exception):
    """The file is larger than it may be, or than it says."""


@dataclass(frozen=True)
class Entry:
    """A file in a download. `parts` are the folders and the name, `trouble` says why it is not taken, or ""."""

    parts: tuple[str, ...]
    size: int
    open: Callable
    trouble: str = ""

    @property
    def name(self):
        """All parts, for people to read."""
        return "/".join(self.parts)


@contextlib.contextmanager
def opened(source):
    """Within this context the Entries of a zip file or a folder. Raises ValueError with a sentence."""
    source = Path(source)
    if source.is_dir():
        yield _checked(source, list(_of_folder(source)))
        return
    if not source.is_file():
        raise ValueError(_("There is no file {file}.").format(file=source))
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError):
        said = _("{file} is no zip file, or it is damaged: download it once more.")
        raise ValueError(said.format(file=source)) from None
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        yield _checked(source, [_of_zip(archive, info) for info in infos])


def _checked(source, entries):
    entries = [one for one in entries if not any(part in _NOBODYS for part in one.parts)]
    if len(entries) > MOST_FILES:
        said = _("{file} holds {n:,} files, more than {most:,}.")
        raise ValueError(said.format(file=source, n=len(entries), most=MOST_FILES))
    size = sum(one.size for one in entries if not one.trouble)
    if size > MOST_OF_ALL:
        said = _("{file} would be {size:,.1f} GB when unpacked, more than {most:,.0f} GB.")
        raise ValueError(said.format(file=source, size=size / 1e9, most=MOST_OF_ALL / 1e9))
    return entries


def _of_zip(archive, info):
    name = info.filename
    if not info.flag_bits & 0x800:  # not marked as UTF-8; many programs write it all the same
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))
    trouble = ""
    if name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        trouble = _("its path leads out of the download")
    elif stat.S_ISLNK(info.external_attr >> 16):
        trouble = _("a link, which is not followed")
    elif info.flag_bits & 1:
        trouble = _("it is encrypted")
    elif info.file_size > MOST_OF_ONE:
        trouble = too_large(info.file_size)
    return Entry(parts or ("?",), info.file_size, partial(archive.open, info), trouble)


def _of_folder(source):
    for place, folders, files in os.walk(source):
        folders.sort()
        for name in sorted(files):
            path = Path(place) / name
            parts = path.relative_to(source).parts
            about = path.lstat()
            trouble = ""
            if not stat.S_ISREG(about.st_mode):
                trouble = _("a link or no plain file")
            elif about.st_size > MOST_OF_ONE:
                trouble = too_large(about.st_size)
            yield Entry(parts, about.st_size, partial(open, path, "rb"), trouble)


def too_large(size):
    """Why a file of so many bytes is not taken."""
    return _("{size:,.0f} MB, more than {most:,.0f} MB").format(size=size / 1e6, most=MOST_OF_ONE / 1e6)


def safe(name, instead="_"):
    """A name that is a file's on every system, leads nowhere, and is drawn as it is written.

    >>> safe("../a:b"), safe("CON.ipynb"), safe(".hidden"), safe("李雷.ipynb")
    ('_a_b', '_CON.ipynb', '_hidden', '李雷.ipynb')
    """
    name = unicodedata.normalize("NFC", _FORBIDDEN.sub("_", name))
    name = "".join(letter for letter in name if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")).strip()
    name = re.sub(r"^(\.+_?)+", "_", name).rstrip(". ")
    if _DEVICES.match(name):
        name = f"_{name}"
    if len(name.encode("utf-8", "replace")) > _LONGEST:
        stem, dot, ending = name.rpartition(".")
        ending = f".{ending}" if dot and len(ending) <= 10 else ""
        stem = (stem if ending else name).encode("utf-8")[: _LONGEST - len(ending)].decode("utf-8", "ignore")
        name = stem.rstrip(". ") + ending
    return name or instead


def free_name(name, taken):
    """A name that is not among those `taken` (folded), which it is then put to: a second "a.txt" is "a (2).txt".

    >>> taken = set()
    >>> free_name("a.txt", taken), free_name("A.txt", taken)
    ('a.txt', 'A (2).txt')
    """
    stem, dot, ending = name.rpartition(".") if "." in name[1:] else (name, "", "")
    given, n = name, 1
    while given.casefold() in taken:
        n += 1
        given = f"{stem} ({n}){dot}{ending}"
    taken.add(given.casefold())
    return given


def room_for(entries, folder):
    """Raise ValueError if the disk has no room for these Entries."""
    size, free = sum(one.size for one in entries), shutil.disk_usage(folder).free
    if size > free:
        said = _("{folder}: {size:,.1f} MB are needed there, {free:,.1f} MB are free.")
        raise ValueError(said.format(folder=folder, size=size / 1e6, free=free / 1e6))


def copy(entry, path):
    """Write an Entry to a file; return "" or why it could not be read, and then nothing is left there."""
    try:
        with entry.open() as inside, open(path, "xb") as outside:
            left = min(MOST_OF_ONE, entry.size)
            while chunk := inside.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise TooMuch
                outside.write(chunk)
        return ""
    except OSError as problem:
        problem.filename = problem.filename or str(path)  # a full disk does not say which file it is about
        raise
    except TooMuch:
        why = _("it is larger than it says")
    except (zipfile.BadZipFile, zlib.error, EOFError):
        why = _("it is damaged")
    except NotImplementedError:
        why = _("it is packed in a way that Python cannot unpack")
    path.unlink(missing_ok=True)
    return why
