"""The course's questions and terms as notes for Anki: a text file with a tab between fields (File ▸ Import there).

Each note has an id of its own, so that importing a newer file again changes notes and doubles none.
"""

import random
from pathlib import Path

from kml.core.words import _
from kml.course.checking.panels import inline
from kml.course.journey.bank import QUESTIONS
from kml.course.showing.glossary import all_terms

# What Anki reads before the notes: docs.ankiweb.net, "Text files", "File headers" (read 2026-11-27)
_HEAD = "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n#columns:ID\tFront\tBack\tTags\n"


def write(path):
    """Write the file in the language in use, and return its Path. Raises ValueError if its folder is not there."""
    path = in_a_folder(path)
    lines = ["\t".join(note) + "\n" for note in (*map(_asked, QUESTIONS), *map(_told, all_terms()))]
    path.write_text(_HEAD + "".join(lines), encoding="utf-8", newline="\n")
    return path


def in_a_folder(path):
    """`path` as a Path that can be written. Raises ValueError if its folder is not there."""
    path = Path(path).expanduser()
    if not path.parent.is_dir():
        raise ValueError(_("path must lie in a folder that is there; got {path}.").format(path=repr(str(path))))
    return path


def _asked(question):
    order = list(range(len(question.answers)))
    random.Random(question.id).shuffle(order)  # not the right one first
    answers = "".join(f"<li>{_field(_(question.answers[i]))}</li>" for i in order)
    back = f"{_field(_(question.answers[question.right]))}<br>{_field(_(question.why))}"
    return f"kml {question.id}", f"{_field(_(question.text))}<ul>{answers}</ul>", back, f"kml::{question.lesson}"


def _told(term):
    front = f"{_field(term.english)} {_field(term.chinese)}"
    return f"kml {_field(term.english)}", front, _field(_(term.meaning)), f"kml::{term.lesson}"


def _field(text):
    """A text as Anki's HTML: no tab and no end of line, which end a field and a note there."""
    return inline(" ".join(text.split()))
