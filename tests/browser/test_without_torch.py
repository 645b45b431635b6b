"""Lessons 04 to 06 in the page, where no PyTorch is: all that needs none runs, the rest keeps what was stored."""

import os
from pathlib import Path

import pytest
from here import LONG, Lesson, run_here
from needs import ROOT, lacking
from pages import PHONE, PLACES, Visit, served

pytestmark = [pytest.mark.browser, pytest.mark.whole]
SITE = Path(os.environ.get("KML_SITE") or ROOT / "build" / "site")
ALL = {"en": "Run everything", "zh": "全部运行"}
# For each cell: how it ended, whether a sentence about PyTorch stands there, and what stands above that
SEEN = """() => [...document.querySelectorAll('.cell.code')].map((cell) => ({
    id: cell.dataset.cell, ran: cell.dataset.ran, lacks: Boolean(cell.querySelector('.stands')),
    check: cell.dataset.check, failed: cell.querySelector('.problem')?.innerText,
    stored: [...cell.querySelector('.outputs').children].filter((one) => !one.matches('.stands')).length,
}))"""


@pytest.mark.parametrize("name", ["04_autograd_gpu", "05_watch_time", "06_recommenders"])
@pytest.mark.parametrize("language", PLACES)
def test_all_that_needs_no_torch_runs_and_the_rest_keeps_what_it_showed(chromium, language, name):
    if not (SITE / "run" / "run.json").is_file():
        lacking(f"needs the site, and {SITE} is none: make test-release")
    with served(SITE) as address:
        first = chromium()
        one = Visit(first.context.browser, address, f"{PLACES[language]}{name}.html", PHONE)
        one.context.set_default_timeout(LONG)
        before = {cell["id"]: cell["stored"] for cell in one.page.evaluate(SEEN)}
        run_here(one.page)
        one.page.locator("#run-here").get_by_role("button", name=ALL[language]).click()
        Lesson(one.page, language).settle()
        cells = one.page.evaluate(SEEN)
        assert [cell for cell in cells if cell["failed"] or cell["ran"] != "ok"] == []
        without = [cell for cell in cells if cell["lacks"]]
        assert 0 < len(without) < len(cells) / 2
        assert not any(cell["check"] for cell in without)  # every exercise is checked
        assert {cell["id"]: cell["stored"] for cell in without} == {cell["id"]: before[cell["id"]] for cell in without}
        assert (one.overflow(), one.foreign) == (0, [])
        one.context.close()
        first.close()
