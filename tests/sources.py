"""The lessons' sources, each read when it is first asked for: to read them all takes a second, in each process."""

import functools

from kml_classroom.author.source import read_source
from needs import ROOT

NAMES = [path.stem for path in sorted((ROOT / "solutions").glob("[0-9]*.md"))]
WITHOUT_TORCH = [name for name in NAMES if name[:2] not in ("04", "05", "06")]


@functools.cache
def source(name):
    return read_source(ROOT / "solutions" / f"{name}.md")
