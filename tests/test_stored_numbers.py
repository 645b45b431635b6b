"""Every number that these pages print, in each language, is of a stored run, or the list says what else it is."""

import json
import re

import pytest
from kml_classroom.author import edition
from needs import ROOT
from printed import read

KINDS = {"features": "content by features", "text": "content by text", "popularity": "popularity", "als": "matrix"}
NUMBER = re.compile(r"(?<![\w.])(?:\d{4}-\d\d-\d\d|\d[\d,]*(?:\.\d+)*)")
DATE = re.compile(r"(\d{4}) 年 (\d+) 月 (\d+) 日")


def stored(name):
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


def of_calibration():
    run = stored("bench/results/calibration.json")
    return [len(run["table"]), sum(row["met"] for row in run["table"]), run["date"]]


def of_validation():
    run = stored("kml/stored/validate.json")
    gates = [row["holds"] for row in run["table"] if row["holds"] is not None]
    return [len(gates), sum(gates), run["date"]]


def of_grading():
    run = stored("bench/results/grade.json")
    assert run["same_grades_after_kills"] and run["kills"] == 6
    return [run["submissions"], round(run["a_minute"]), run["lesson"], run["date"]]


def of_a_step():
    run = stored("kml/stored/cpu.json")
    large = [row for row in run["rows"] if row["way"] == "one pass" and row["megabytes"] >= 320]
    times = [row["times_bare_read"] for row in large]
    sizes = [row["megabytes"] for row in large]
    assert run["machine"]["threads"] == 2
    gpu = stored("kml/stored/gpu_h100.json")
    return [f"{min(sizes):.0f}", f"{max(sizes) / 1024:.1f}", min(times), max(times), run["date"], gpu["date"]]


def of_sliders():
    run = stored("bench/results/widgets.json")
    sliders = [row for row in run["rows"] if row["what"][:2].isdigit()]
    slow = sorted((row["p95_ms"], row["what"][:2]) for row in sliders if row["p95_ms"] >= 100)
    assert run["cpus"] == 2 and len(slow) == 2
    told = [f"{run['explore_to_interact']:.2f}", len(sliders), len(sliders) - len(slow)]
    return [*told, *(f"{ms:.0f}" for ms, __ in slow), *(lesson for __, lesson in slow), run["date"]]


def of_the_loop():
    run = stored("bench/results/simulate.json")["processor"]
    costs = {(row["viewers"], row["videos"]): row["ns_per_viewer_video_day"] for row in run["linear"]}
    told = [f"{run['load_before']:.0f}", f"{costs[1000, 2000]:.1f}", f"{costs[4000, 20_000]:.1f}", "1,000", "2,000"]
    for name in ("content shipped", "popularity shipped"):
        told += [run["trecs"][name]["steps_per_cpu_s"][0], f"{run['trecs'][name]['times']:.0f}"]
    content, popular, implicit = (
        *(run["trecs"][f"{kind} argpartition"] for kind in ("content", "popularity")),
        run["implicit"],
    )
    told += [f"{content[name]:.0f}" for name in ("times", "from", "to")] + [f"{popular['times']:.0f}"]
    told += [popular["from"], popular["to"], implicit["times"], implicit["from"], implicit["to"], implicit["version"]]
    return [*told, "4,000", "20,000", run["date"]]


def of_an_installation():
    run = stored("bench/results/install.json")
    torch, venv = run["torch"], run["venv"]
    sizes = [
        torch["linux_gb"],
        torch["windows_mb"],
        torch["macos_mb"],
        run["others_mb"],
        venv["usual_gb"],
        venv["cpu_gb"],
    ]
    return [*sizes, torch["date"], venv["date"]]


# page: the runs that its numbers are of, and what is no measurement
PAGES = {
    "README.md": (
        (of_calibration, of_validation, of_grading),
        {"08": "a lesson", "03": "a lesson", "58": "read in the picture", "15": "% is near: kml.scenarios.calibration"}
        | {
            "3.11": "of Python",
            "2022": "of the feed",
            "2026": "of the course",
            "0.1.0": "its version",
            "4.0": "a licence",
        },
    ),
    "bench/README.md": (
        (of_calibration, of_validation, of_grading, of_a_step, of_sliders, of_the_loop),
        {"15": "% is near", "2022": "of the feed", "04": "a lesson", "05": "a lesson", "07": "a lesson"}
        | {"100": "ms, which is soon; and moves", "95": "of 100 moves", "20": "factors", "0.2.1": "of T-RECS"},
    ),
    "docs/installing.md": ((of_an_installation,), {"3.11": "of Python", "0.0.0.0": "a network"}),
    "docs/learning.md": (
        (),
        {"03": "a lesson", "05": "a lesson", "01": "a lesson", "11": "a lesson", "03.7": "an exercise"},
    ),
    "docs/website.md": ((), {"04": "a lesson", "06": "a lesson", "03": "a lesson", "127.0.0.1": "this machine"}),
}


def numbers(text):
    """The numbers and dates of a page as they stand there, without those of its tables, links and hidden lines."""
    text = re.sub(r"<!--.*?-->|\]\([^)]*\)|^\|.*\|$|width=\"\d+\"", "", text, flags=re.M | re.S)
    text = DATE.sub(lambda found: f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}", text)
    return {found.rstrip(",") for found in NUMBER.findall(text)}


def test_numbers_are_found():
    page = "1,000 × 2.5 (3.4.5), 24 GB; H100, `03.7`, 2026-11-27 of [x](y7.md) <!-- 8 -->\n| 9 |\n2026 年 1 月 2 日，4"
    assert numbers(page) == {"1,000", "2.5", "3.4.5", "24", "03.7", "2026-11-27", "2026-01-02", "4"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_a_number_is_of_a_stored_run(page, language):
    runs, others = PAGES[page]
    known = {str(number) for run in runs for number in run()} | others.keys()
    text = read(edition.twin(page, language))
    assert numbers(text) - known == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_measured_is_told(language):
    """The other way round: a run that came out otherwise is seen on the page, though its old number is known there."""
    page = read(edition.twin("bench/README.md", language))
    for run in PAGES["bench/README.md"][0]:
        assert {str(number) for number in run()} - numbers(page) == set(), run.__name__
    assert len(stored("bench/results/watchtime.json")["simulated"]["table"]) == 14
    assert {"en": "fourteen models", "zh": "十四个"}[language] in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_of_speed_is_the_stored_one(language):
    rows = re.findall(
        r"^\| [^|]* \| ([\d, ×]+) \| ([\d,]+) \| (\d+) MB \|$", read(edition.twin("bench/README.md", language)), re.M
    )
    runs = stored("bench/results/simulate.json")["processor"]["runs"]
    sizes = [" × ".join(f"{run[name]:,}" for name in ("viewers", "videos", "days")) for run in runs]
    assert rows == [
        (size, f"{run['steps_per_cpu_s']:,}", str(run["peak_mb"])) for size, run in zip(sizes, runs, strict=True)
    ]


def test_the_table_of_speed_names_its_recommenders():
    said = re.findall(r"^\| (.*?) \| [\d, ×]+ \| [\d,]+ \| \d+ MB \|$", read("bench/README.md"), re.M)
    runs = stored("bench/results/simulate.json")["processor"]["runs"]
    assert all(name.startswith(KINDS[run["policy"]]) for name, run in zip(said, runs, strict=True))
