"""A class whose answers to one exercise are told apart: those that the lessons' tests hold, and copies of them."""

import importlib.util
import json
import re

from downloading import graded, write_grades
from needs import ROOT

ID = "05.7"
LESSON = ID[:2]


def answers():
    """The sources of many different answers to the exercise, none of them right, all written by hand."""
    path = ROOT / "tests" / "lessons" / "undeclared" / f"lesson_{LESSON}.py"
    spec = importlib.util.spec_from_file_location(f"undeclared_{LESSON}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [one[1].strip() + "\n" for one in module.WRONG if one[0] == ID]


def disguised(source):
    """The same answer with other names, comments, numbers written otherwise, and lines broken elsewhere."""
    own = {name for name in re.findall(r"^ +(\w+) = ", source, re.MULTILINE)}
    for n, name in enumerate(sorted(own)):
        source = re.sub(rf"\b{name}\b", f"my_{n}", source)
    lines = [f"{row}  # mine" if row.strip() else row for row in source.split("\n")]
    return "\n".join(["import math", "", *lines, "print('done')"])


def write_class(out, sources, id=ID):
    """A folder as kml grade leaves it: {learner: source of the answer to one exercise}."""
    (out / ".journal" / "pages").mkdir(parents=True)
    grades = []
    for n, (learner, source) in enumerate(sources.items()):
        grades.append(graded(learner, lesson=id[:2], digest=f"d{n}"))
        shown = [{"kind": "code", "source": source, "outputs": [], "exercise": id}]
        (out / ".journal" / "pages" / f"{id[:2]}-d{n}.json").write_text(json.dumps(shown), encoding="utf-8")
    return write_grades(out, grades)
