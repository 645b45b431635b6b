import re
import shutil

import nbformat
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from kml_classroom.author.build import read_sources
from kml_classroom.author.notebooks import read_notebook
from kml_classroom.author.source import read_source
from kml_classroom.publish import pyodide, site
from kml_classroom.publish.pyodide import PYODIDE_CDN_URL
from kml_classroom.publish.site import add_lessons, build, contents, fit_for_a_browser, last_cell, name_of
from needs import ROOT

from kml.core.words import spoken
from kml.course.session import in_browser

# lesson → what its solution does
SOLUTIONS = {
    "01_plain": "import importlib.util\nassert importlib.util.find_spec('torch') is None\nprint(1)",
    "02_torch": "from torch import nn",
    "03_late": "def later():\n    import torch\n\nlater()",
    "04_thread": "import threading\nthreading.Thread(target=print).start()",
}


@pytest.fixture
def sources(write_source):
    """The sources of the lessons above, with their notebooks in solutions/ and in lessons/."""
    found = []
    for name, code in SOLUTIONS.items():
        path = write_source(('lesson: "03"', f'lesson: "{name[:2]}"'), name=name)
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        (path.parent.parent / "lessons").mkdir(exist_ok=True)
        for file in (path.with_suffix(".ipynb"), path.parent.parent / "lessons" / f"{name}.ipynb"):
            nbformat.write(notebook, file)
        found.append(read_source(path))
    return found


def test_a_lesson_is_on_the_site_if_it_runs_without_torch_and_threads(sources, capsys):
    assert [source.name for source in fit_for_a_browser(sources)] == ["01_plain"]
    told = capsys.readouterr().err
    assert "02_torch: not on the site: the cell failed (ModuleNotFoundError: No module named 'torch')." in told
    assert "03_late: not on the site" in told
    assert "04_thread: not on the site: the cell failed (RuntimeError: can't start new thread)." in told


def test_the_chinese_edition_is_taken_along_where_there_is_one(sources, tmp_path):
    lessons, (first, second, *_) = tmp_path / "lessons", sources
    (lessons / "zh").mkdir()
    (tmp_path / "solutions" / "zh").mkdir()
    shutil.copy(lessons / "02_torch.ipynb", lessons / "zh")
    shutil.copy(lessons / "04_thread.ipynb", lessons / "zh")
    add_lessons(tmp_path / "site", tmp_path, [first, second])
    copied = [path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*.ipynb")]
    assert sorted(copied) == ["01_plain.ipynb", "02_torch.ipynb", "zh/02_torch.ipynb"]
    assert re.findall(r"\]\((.*?)\)", contents(tmp_path, [first, second])) == sorted(copied)
    assert "[中文](zh/02_torch.ipynb)" in contents(tmp_path, [first, second])
    assert name_of("xx") == "xx"


def test_a_lesson_begins_for_a_browser_in_its_language_and_is_the_same_after_that(tmp_path):
    source, *others = read_sources(ROOT)[0]
    add_lessons(tmp_path, ROOT, [source, *others])
    for folder, comment, call in (("", "# Run me first.", "begin()"), ("zh", "# 先运行", 'begin("zh")')):
        before = read_notebook(ROOT / "lessons" / folder / f"{source.name}.ipynb").cells
        after = read_notebook(tmp_path / folder / f"{source.name}.ipynb").cells
        assert [old.id for old, new in zip(before, after, strict=True) if old != new] == ["colab"]
        first = next(cell.source for cell in after if cell.cell_type == "code")
        assert first.startswith(comment) and first.endswith(call)
        assert [line[:2] for line in first.split("\n")[:3]] == ["# ", "# ", "fr"]


def test_on_the_site_a_lesson_leads_only_to_lessons_that_are_there():
    third, last = (read_source(next((ROOT / "solutions").glob(f"{number}_*.md"))) for number in ("03", "11"))
    there = last_cell(ROOT, "en", [third, last])
    assert re.findall(r"\]\((.*?)\)", there) == [f"{third.name}.ipynb", f"{last.name}.ipynb"]
    assert re.findall(r"\]\((.*?)\)", last_cell(ROOT, "en", [])) == ["README.md"]
    assert re.findall(r"\]\((.*?)\)", last_cell(ROOT, "zh", [])) == ["../README.md"]


@pytest.fixture
def shell():
    """An IPython of the test's own."""
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("language", "words", "missing"),
    [("en", "Only plain Python runs here until", "numpy, scipy"), ("zh", "只能运行纯 Python", "numpy、scipy")],
)
def test_without_the_cdn_one_sentence_says_so(shell, monkeypatch, capsys, language, words, missing):
    monkeypatch.setattr(in_browser, "find_spec", lambda name: None if name in ("numpy", "scipy") else True)
    with spoken(language):
        shell.run_cell(f"from kml.course.session.in_browser import begin\nbegin({language!r})")
    (sentence,) = capsys.readouterr().out.strip().splitlines()
    assert words in sentence and missing in sentence
    shell.run_cell("import nunpy")  # what Python says of an error stays as it is
    assert "No module named 'nunpy'" in capsys.readouterr().out
    assert shell.custom_exceptions == ()


def test_with_all_there_it_says_nothing(shell, capsys):
    in_browser.begin()
    assert capsys.readouterr().out == ""


def test_a_folder_that_is_no_site_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("all of it")
    with pytest.raises(RuntimeError, match="is not a site that was built before: name a new folder"):
        build(ROOT, tmp_path, [], tmp_path / "kml.whl")
    assert (tmp_path / "thesis.txt").exists()


def test_an_environment_without_an_extension_is_told_before_anything_runs(tmp_path, monkeypatch):
    site.need_extensions()
    monkeypatch.setattr(site, "LAB_EXTENSIONS", tmp_path)
    with pytest.raises(RuntimeError, match=r"kml-last-look: not among the extensions .*make site"):
        site.need_extensions()


def test_without_npm_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="sudo apt install npm"):
        pyodide.fetch_core(tmp_path)


def test_a_program_that_fails_is_named_with_what_it_said():
    with pytest.raises(RuntimeError, match=r"(?s)no such package.*not built.*sh -c"):
        pyodide.call("sh", "-c", "echo no such package >&2; exit 3")


def test_what_kml_loads_in_a_browser_is_what_it_needs_less_what_no_browser_has():
    needs = pyodide.kml_needs(ROOT)
    assert {"ipywidgets", "matplotlib", "numpy", "pandas", "pillow", "scikit-learn", "scipy"} <= needs.keys()
    assert not {"torch", "jupyterlab"} & needs.keys()
    assert needs["ipywidgets"].startswith("ipywidgets>=")


def test_closure_follows_names_as_they_are_written():
    depends = {"a": ["B_c"], "b-c": ["d", "a"], "d": [], "e": []}
    assert pyodide.closure(depends, ["a"]) == ["a", "b-c", "d"]


def test_a_listed_package_has_its_file_on_the_site_or_on_the_cdn(tmp_path):
    packages = {
        "numpy": {"file_name": "numpy-2.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl", "sha256": "1"},
        "six": {"file_name": "six-1.0-py2.py3-none-any.whl", "sha256": "2", "imports": ["six"], "depends": []},
    }
    assert [pyodide.is_pure(packages.get(name)) for name in ("numpy", "six", "kml")] == [False, True, False]
    for name in ("six-1.0-py2.py3-none-any.whl", "kml_lab-0.1.0-py3-none-any.whl"):
        (tmp_path / name).write_bytes(b"")
    pyodide.point_to_files(packages, {"six": [], "kml-lab": ["numpy", "six"]}, tmp_path)
    assert packages["numpy"]["file_name"] == f"{PYODIDE_CDN_URL}/numpy-2.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
    assert packages["six"]["file_name"] == "six-1.0-py2.py3-none-any.whl"
    assert packages["six"]["sha256"].startswith("e3b0c442")  # of the file that is there
    course = packages["kml-lab"]
    assert (course["version"], course["depends"], course["imports"]) == ("0.1.0", ["numpy", "six"], ["kml"])


def test_where_a_place_has_32_bits_numpy_takes_places_of_64_like_everywhere(monkeypatch):
    """As in a browser: there NumPy refuses whole numbers of 64 bits, and so does what stands here in its place."""

    def strict(places, weights=None, minlength=0):
        assert places.dtype == np.intp
        return bincount(places, weights, minlength)

    bincount = np.bincount
    monkeypatch.setattr(np, "bincount", strict)
    counting = in_browser._taking_64_bits(np.bincount, 0, "x")
    assert counting(np.array([2, 0, 2], dtype=np.uint64), minlength=4).tolist() == [1, 0, 2, 0]
    before = [np.bincount, np.repeat, np.take, np.linalg.solve, np.linalg.inv]
    in_browser.numpy_as_everywhere()  # here a place has 64 bits
    assert [np.bincount, np.repeat, np.take, np.linalg.solve, np.linalg.inv] == before


def test_a_singular_matrix_is_an_error_where_numpy_says_nothing_of_it(monkeypatch):
    """As in a browser, whose processor raises no flag that NumPy could read."""

    def silent(a, b):
        with np.errstate(invalid="ignore"):
            return np.full_like(b, np.nan) if np.linalg.matrix_rank(a) < len(a) else solve(a, b)

    solve = np.linalg.solve
    monkeypatch.setattr(np.linalg, "solve", silent)
    in_browser.numpy_as_everywhere()
    assert np.linalg.solve(np.eye(2), np.ones(2)).tolist() == [1, 1]
    assert np.isnan(np.linalg.solve(np.eye(2), np.array([np.nan, 1]))).any()  # what came in as nan is no surprise
    with pytest.raises(np.linalg.LinAlgError, match="Singular matrix"):
        np.linalg.solve(np.ones((2, 2)), np.ones(2))
    wrapped = np.linalg.solve
    in_browser.numpy_as_everywhere()
    assert np.linalg.solve is wrapped
