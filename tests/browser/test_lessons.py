"""Each lesson in a real JupyterLab, in each language: Run All, every slider to both ends, an exercise solved."""

import re
import shutil

import nbformat
import pytest
from lab import Explorer, write
from needs import ROOT

from kml.core.words import SOURCE, _, spoken

pytestmark = pytest.mark.browser
AT_EACH_PUSH = "00_start_here.ipynb"  # two others run whole in a page (test_run_here)
LESSONS = [str(path.relative_to(ROOT / "lessons")) for path in sorted((ROOT / "lessons").glob("**/[0-9]*.ipynb"))]
NAMES = [pytest.param(name, marks=() if name == AT_EACH_PUSH else pytest.mark.whole) for name in LESSONS]


@pytest.fixture(scope="module", autouse=True)
def lessons(folder):
    for name in LESSONS:
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "lessons" / name, folder / name)


@pytest.mark.parametrize("name", NAMES)
def test_run_all_every_figure_every_slider(opened, folder, name):
    notebook = opened(name)
    notebook.run_all()
    with spoken(name.partition("/")[0] if "/" in name else SOURCE):
        untouched = _("Not attempted")
        no_picture = max(re.split(r"\{\w+\}", _("No picture for {values}: {reason}")), key=len)
    assert not notebook.problems() and not answered(notebook, folder / name, untouched)
    for number, output in notebook.outputs():
        if "image/png" in output.get("data", {}):
            # JupyterLab drops the alt text that an image carries; our script gives it back, and nothing repeats it.
            alt = output["metadata"]["image/png"]["alt"]
            notebook.cell(number).get_by_role("img", name=alt, exact=True).wait_for()
            assert not notebook.cell(number).get_by_text(alt, exact=True).locator("visible=true").count()
    for number in notebook.explorers():
        explorer = Explorer(notebook, number)
        assert explorer.sliders.count(), f"cell {number} has no slider"
        pictures = {explorer.pixels()}
        for slider in explorer.sliders.all():
            seen = {(explorer.pixels(), explorer.status())}
            for key in ("End", "Home"):
                explorer.press(slider, key)
                assert no_picture not in explorer.status()
                seen.add((explorer.pixels(), explorer.status()))
            assert len(seen) > 1, f"cell {number}: neither picture nor sentence follows a slider"
            pictures |= {picture for picture, __ in seen}
            explorer.reset()  # so that each is moved from where a learner finds it
        assert len(pictures) > 2, f"cell {number}: the picture does not follow the sliders"
    assert not notebook.problems()


def answered(notebook, path, untouched):
    """The checks of a notebook that nobody has solved which say anything but that, by the number of their cell."""
    cells = nbformat.read(path, as_version=4).cells
    said = {number: output["data"].get("text/plain", "") for number, output in notebook.outputs() if "data" in output}
    checks = [number for number, cell in enumerate(cells) if "check" in cell.metadata.get("tags", [])]
    return {number: said.get(number) for number in checks if not said.get(number, "").startswith(untouched)}


def test_a_red_line_and_an_answered_check_are_found(opened, folder):
    shown = "class Shown:\n    __repr__ = lambda self: '{}'\n\nShown()"
    cells = [
        nbformat.v4.new_code_cell("import sys\nprint(3, file=sys.stderr)"),
        *(
            nbformat.v4.new_code_cell(source, metadata={"tags": ["check"]})
            for source in (shown.format("Correct"), shown.format("Not attempted · 03.1"), "None")
        ),
    ]
    write(folder / "bad.ipynb", *cells)
    notebook = opened("bad.ipynb")
    notebook.run_all()
    assert notebook.problems() == ["cell 0:  3\n"]
    assert answered(notebook, folder / "bad.ipynb", "Not attempted") == {1: "Correct", 3: None}


def test_an_exercise_wrongly_and_then_rightly(opened):
    notebook = opened("00_start_here.ipynb")
    notebook.run_all()
    answer, check = notebook.find("def income("), notebook.find('kml.check("00.1"')
    notebook.cell(check).filter(has_text="Not attempted").wait_for()
    for solution, verdict in (
        ("views / 1000 * cpm * share", "Not yet"),
        ("views * fill_rate / 1000 * cpm * share)", "Not yet"),
        ("views * fill_rate / 1000 * cpm * share", "Correct"),
    ):
        notebook.set_source(answer, f"def income(views, cpm, fill_rate, share):\n    return {solution}\n")
        notebook.run_cell(answer)
        notebook.run_cell(check)
        notebook.cell(check).filter(has_text=verdict).wait_for()
