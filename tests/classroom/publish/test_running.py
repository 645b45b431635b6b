import json
import re

import pytest
from kml_classroom.publish.pyodide import MORE
from kml_classroom.publish.running import engine
from needs import ROOT

SCRIPTS = {file.name: file.read_text(encoding="utf-8") for file in engine.WEB.glob("*.js")}


def listed(**depends):
    """Pyodide's list, of packages that need these."""
    return {name: {"name": name, "depends": some, "file_name": f"{name}.whl"} for name, some in depends.items()}


@pytest.fixture
def pyodide(tmp_path):
    """A folder that looks like Pyodide's, with one package."""
    folder = tmp_path / "pyodide"
    folder.mkdir()
    for name in ("pyodide.mjs", "pyodide.asm.wasm", "numpy.whl"):
        (folder / name).write_bytes(b"12345")
    (folder / engine.LIST).write_text(json.dumps({"info": {"python": "3.12.7"}, "packages": listed(numpy=[])}))
    return folder


def test_a_page_loads_from_pyodide_what_it_has_and_gets_wheels_for_the_rest():
    own = listed(numpy=["openblas"], openblas=[], pandas=["numpy"], ipython=["traitlets"], traitlets=[], other=[])
    packages, lacking, needs = engine.wanted(own, ROOT)
    assert packages == ["ipython", "numpy", "openblas", "pandas", "traitlets"]
    assert {"comm", "datasketch", "imagehash", "ipywidgets", "scipy", "tqdm"} <= set(lacking)
    assert not {"torch", "jupyterlab", "pooch", "pywavelets", "kml-lab"} & {*packages, *lacking}
    assert needs["tqdm"].startswith("tqdm>=")
    assert MORE["imagehash"]  # which names what it loads, pywavelets among it


def test_the_files_of_a_folder_are_copied_under_their_fingerprint(pyodide, tmp_path):
    place, about = engine.found(pyodide)
    run = tmp_path / "run"
    run.mkdir()
    there = engine.copied(place, about, ["numpy"], run)
    assert re.fullmatch(r"[0-9a-f]{16}/", there)
    assert {file.name for file in (run / there).iterdir()} == {file.name for file in pyodide.iterdir()}
    assert engine.copied(place, about, ["numpy"], _fresh(tmp_path)) == there
    assert engine.size(about, ["numpy"], place, run, []) == 15 + (pyodide / engine.LIST).stat().st_size


def _fresh(tmp_path):
    folder = tmp_path / "again"
    folder.mkdir()
    return folder


def test_what_is_no_pyodide_is_said(pyodide, tmp_path):
    with pytest.raises(RuntimeError, match=r"no Pyodide at .*nowhere: pyodide-lock\.json is missing"):
        engine.found(tmp_path / "nowhere")
    with pytest.raises(RuntimeError, match=r"no Pyodide at http://127\.0\.0\.1:9/x: .*refused"):
        engine.found("http://127.0.0.1:9/x")
    (pyodide / "numpy.whl").unlink()
    with pytest.raises(RuntimeError, match=r"numpy\.whl is missing"):
        engine.copied(*engine.found(pyodide), ["numpy"], tmp_path)
    (pyodide / engine.LIST).write_text("[]")
    with pytest.raises(RuntimeError, match="no Pyodide"):
        engine.found(pyodide)


def test_the_page_says_all_that_its_scripts_ask_for_and_nothing_else():
    asked = set(re.findall(r"\bwords\.([a-z_]+)\b", SCRIPTS["run.js"] + SCRIPTS["outputs.js"]))
    assert asked == engine.SAYS.keys()


def test_scripts_and_controls_name_what_is_there():
    for name, text in SCRIPTS.items():
        assert {*re.findall(r'from "\./(\w+\.js)"', text)} <= SCRIPTS.keys(), name
        assert "eval(" not in text and "innerHTML" not in text, name
