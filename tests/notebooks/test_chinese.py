"""A learner of the Chinese edition reads Chinese, whoever they follow; what is still English is listed here.

Every lesson is run for a creator for whom test_nbval does not run it; before a release, for all three of them.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from creators import OTHERS
from nbformat.v4 import new_code_cell, new_notebook, writes

from kml import published

HERE = Path(__file__).resolve().parent
LESSONS = sorted((HERE.parents[1] / "lessons" / "zh").glob("*.ipynb"))
PARTS = [LESSONS[:2] + LESSONS[3:4], LESSONS[2:3] + LESSONS[4:7], LESSONS[7:10], LESSONS[10:]]  # one loads torch
# What stays as it is in any language, and why: lines of lessons that chinese.py takes for English
STAYS = {
    "PyTorch's own words, which a learner looks up": (
        r"04_.*printed: .*Using a target size",
        r"04_.*printed: .*(likely lead to incorrect results|ensure they have the same size)",
        r"04_.*unsqueeze",
    ),
    "titles and captions of videos, a third of which are English in every edition, and the words of titles": (
        r"(06|10)_.*(what nobody tells you about|in one minute|: three mistakes|\? My answer|for beginners)",
        r"06_.*head: (piano|squats)$",
        r"06_.*(you have to see this|robots and drones)",  # tried in both languages
    ),
    "names of methods and people, called so in papers": (
        r"(06|10)_.*item-item",
        r"07_.*Schnabel",
        r"09_.*head: (Bonferroni|Benjamini-Hochberg)$",
    ),
    "names that code takes and gives: arguments, scenarios, keys, columns of the log": (
        r"07_.*head: (amplify|chaney|echo|ips|musiclab|sanity|superstars)$",
        r"07_.*head: doubt = ",
        r"07_.*(printed: shown 的原因|label: .* ⏎ (coin|quality|taste|shown|mood|watched)$)",
        r"08_.*head: (basket|commission|deals|followers|videos|minors|sigma|memory|likes|follows)$",
        rf"10_.*(head|shown): ({'|'.join(law.key for law in published.LAWS)})$",
    ),
    "the name of a product": (r"08_.*(head|label): YouTube Shorts$",),
    "rules that are in English, as they were issued": (
        r"10_.*shown: (Influencers are content creators|Deployers of an AI|When there exists|Providers of online) ",
        r"10_.*printed: code of conduct ",
    ),
}


def left(creators, notebooks, folder):
    """The lines of chinese.py: texts in which English is left."""
    command = [sys.executable, str(HERE / "chinese.py"), ",".join(creators), *map(str, notebooks)]
    environment = {**os.environ, "KML_STATIC": "1", "MPLBACKEND": "agg"}
    environment.pop("KML_LANG", None)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("creators", [OTHERS[:1], pytest.param(OTHERS, marks=pytest.mark.whole)], ids="-".join)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: "-".join(lesson.stem[:2] for lesson in part))
def test_every_lesson_runs_quietly_and_shows_no_sentence_in_english(part, creators, tmp_path):
    lines = left(creators, part, tmp_path)
    assert not [line for line in lines if not any(re.match(known, line) for some in STAYS.values() for known in some)]


def test_no_lesson_is_left_out():
    assert sorted(lesson for part in PARTS for lesson in part) == LESSONS and len(LESSONS) == 12


def test_a_cell_that_fails_for_one_creator_only_is_found(tmp_path):
    cells = [new_code_cell("import kml\nme = kml.setup()"), new_code_cell("assert me.key != 'health_adviser'")]
    notebook = tmp_path / "lesson.ipynb"
    notebook.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
    with pytest.raises(AssertionError, match="health_adviser: this cell fails"):
        left(OTHERS, [notebook], tmp_path)


def test_this_test_can_fail(tmp_path):
    code = "import matplotlib.pyplot as plt\nimport pandas as pd\nprint('not yet in any catalogue')\n"
    code += "plt.title('nowhere')\npd.DataFrame({'column': [1]})"
    slider = "import kml\nkml.explore(lambda ax, k=1: f'{k} 次 view', k=(0, 2), alt='图')"
    red = "import sys\nprint('红', file=sys.stderr)"
    check = "kml.setup(lang='zh')\ndef income(views, cpm, fill_rate, share):\n    {}\n\nkml.check('00.1', income)"
    tagged = {"tags": ["check"]}
    cells = [new_code_cell(code), new_code_cell(slider), new_code_cell(red)]
    cells += [new_code_cell(check.format(body), metadata=tagged) for body in ("pass", "return 1.0")]
    notebook = tmp_path / "lesson.ipynb"
    notebook.write_text(writes(new_notebook(cells=cells)), encoding="utf-8")
    assert [line.split(" ⏎ ")[0].split(", ")[2] for line in left(OTHERS, [notebook], tmp_path)] == [
        "printed: not yet in any catalogue",
        "label: nowhere",
        "head: column",
        *(f"slider: {moved}: {k} 次 view: ['view']" for moved, k in (({}, 1), ({"k": 0}, 0), ({"k": 2}, 2))),
        "head: what it shows",
        "head: start",
        "shown: what it shows",
        "red: 红",
        "answered: [还不对 · 00.1 · 广告付多少钱 · 广告收入",
    ]
