"""How fast a class is graded: `make bench-grade`, results in bench/results/grade.json.

A class of 300 is made from a lesson's solution: right and wrong answers, untouched lessons, honest mistakes (lost cell
ids, duplicated and deleted cells, renamed functions), broken files, and some that loop, crash or ask for memory. It is
graded in the sandbox, two submissions at a time, as `kml grade` does, without the gradebook. It is then graded again by
a process that is killed over and over, until it has nothing left to do: the grades must be the same.
"""

import argparse
import collections
import copy
import datetime
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

from kml_classroom.grade.batch import grade_class
from kml_classroom.grade.lesson import find_course, find_lesson

RESULTS = Path(__file__).parent / "results" / "grade.json"
LEAST = 60  # submissions a minute


def make_class(folder, number, count):
    """Write `count` submissions of every sort into `folder`."""
    (path,) = (find_course() / "solutions").glob(f"{number}_*.ipynb")
    solved = json.loads(path.read_text(encoding="utf-8"))
    for one in solved["cells"]:
        one |= {"outputs": []} if one["cell_type"] == "code" else {}  # what the checks said of the right answers
    untouched = json.loads((find_course() / "lessons" / path.name).read_text(encoding="utf-8"))
    names = [task.exercise.name for task in find_lesson(number).tasks]
    for n in range(count):
        notebook = copy.deepcopy(untouched if n % 12 == 0 else solved)
        data = SORTS[n % len(SORTS)](notebook, names[n % len(names)])
        place = folder / f"learner {n:03d}"
        place.mkdir()
        if not isinstance(data, bytes):
            data["cells"].append(cell(f"# handed in by {n}"))
            data = json.dumps(data).encode()
        (place / path.name).write_bytes(data)


def cell(text):
    """A new code cell."""
    return {"cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": None}


def right(notebook, name):
    return notebook


def changed(change):
    """A sort in which the cell that defines `name` is changed."""

    def sort(notebook, name):
        found = [n for n, one in enumerate(notebook["cells"]) if f"def {name}(" in "".join(one["source"])]
        change(notebook["cells"], found[0], name)
        return notebook

    return sort


def body(text):
    """A sort in which the function does `text`."""

    def change(cells, at, name):
        cells[at]["source"] = f"import os, sys, time\nimport numpy as np\ndef {name}(*given):\n    {text}"

    return changed(change)


def without_ids(notebook, name):
    for one in notebook["cells"]:
        del one["id"]
        one["metadata"] = {}
    return notebook


def renamed(cells, at, name):
    cells[at]["source"] = "".join(cells[at]["source"]).replace(f"def {name}(", f"def my_{name}(")


def commented(cells, at, name):
    cells[at]["source"] = "".join(cells[at]["source"]) + "\n# checked twice"


# of 60: 36 right, 14 wrong, 8 damaged or changed by mistake, one that loops and one that takes all the memory it can
SORTS = [
    *[right] * 16, *[changed(commented)] * 20, *[body("return given[0]")] * 6, *[body("return np.nan")] * 3,
    *[body("raise ValueError('no idea')")] * 3, body("return None"), body("sys.exit()"), without_ids, without_ids,
    changed(lambda cells, at, name: cells.insert(at, dict(cells[at]))), changed(lambda cells, at, name: cells.pop(at)),
    changed(renamed), lambda notebook, name: json.dumps(notebook).encode()[:-100],
    lambda notebook, name: json.dumps(notebook).encode("utf-16"), body("os._exit(1)"), body("while True: pass"),
    body("a = [np.ones(10**8) for _ in range(9)]; time.sleep(60)"),
]  # fmt: skip


def killed_again_and_again(inbox, number, out, every_s):
    """Grade in processes that are killed after `every_s` seconds; return how many were."""
    code = "import sys; from kml_classroom.grade.batch import grade_class as g; g(*sys.argv[1:4], progress=False)"
    kills = 0
    while True:
        run = subprocess.Popen([sys.executable, "-c", code, str(inbox), number, str(out)], start_new_session=True)
        try:
            if run.wait(every_s):
                raise SystemExit("grading failed")
            return kills
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
            kills += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lesson", default="03", metavar="NN")
    parser.add_argument("--count", type=int, default=300, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--kill-every", type=float, default=30, metavar="S", help="seconds; 0: leave that part out")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inbox, out, other = Path(folder, "inbox"), Path(folder, "out"), Path(folder, "other")
        inbox.mkdir()
        make_class(inbox, given.lesson, given.count)
        load, start = os.getloadavg()[0], time.perf_counter()
        grades = grade_class(inbox, given.lesson, out, given.workers)
        seconds = time.perf_counter() - start
        states = collections.Counter(grade.state for grade in grades)
        found = {
            "date": datetime.date.today().isoformat(), "machine": platform.machine(), "cores": os.cpu_count(),
            "load": round(load, 2), "lesson": given.lesson, "submissions": len(grades), "workers": given.workers,
            "seconds": round(seconds, 1), "a_minute": round(60 * len(grades) / seconds, 1), "states": dict(states),
        }  # fmt: skip
        print(json.dumps(found, indent=1))
        if given.kill_every:
            (other / ".journal").mkdir(parents=True)
            (other / ".journal" / "seed").write_text((out / ".journal" / "seed").read_text())
            found["kills"] = killed_again_and_again(inbox, given.lesson, other, given.kill_every)
            found["same_grades_after_kills"] = grade_class(inbox, given.lesson, other, progress=False) == grades
            print(f"killed {found['kills']} times; same grades: {found['same_grades_after_kills']}")
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    return 0 if found["a_minute"] >= LEAST and found.get("same_grades_after_kills", True) else 1


if __name__ == "__main__":
    sys.exit(main())
