"""How long a learner waits between a key pressed on a slider and the changed picture, in a real browser.

    python bench/widgets.py            ipywidgets.interact, kml.explore on the same drawing, the studio, every lesson
    python bench/widgets.py --quick    no lessons

All in one run and one JupyterLab, on a machine that should have nothing else to do. Writes bench/results/widgets.json.
"""

import argparse
import datetime
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))
from lab import Notebook, browser, lab  # noqa: E402

WARM_UP, MOVES = 5, 40

# The drawing that both show: two panels, lines and bars with labels, a legend, fixed limits.
DRAWING = """
import os
import numpy as np

def paint(axes, rate):
    left, right = axes
    x = np.arange(100)
    for i, kappa in enumerate((1, 3, 10)):
        left.plot(x, np.exp(-rate * x / kappa), label=f"κ = {kappa}")
    left.set(xlim=(0, 100), ylim=(0, 1.05), xlabel="step", ylabel="error", title=f"rate {rate:.2f}")
    left.legend(loc="upper right")
    right.bar(range(6), np.exp(-rate * np.arange(6)))
    right.set(ylim=(0, 1.05), xlabel="step", title="first steps")

def draw(axes, rate=0.2):
    paint(axes, rate)
    return f"Half is left after {np.log(2) / rate:.0f} steps."

print(os.getpid())
"""
INTERACT = """
%matplotlib inline
import ipywidgets
import matplotlib.pyplot as plt
STYLE

def show(rate):
    figure, axes = plt.subplots(1, 2, figsize=(9, 4))
    paint(axes, rate)
    plt.show()

ipywidgets.interact(show, rate=(0.01, 1.0, 0.01));
"""
STUDIO = """
from kml.lessons.studio import studio
studio("coding_teacher")
"""
EXPLORE = """
import kml
kml.explore(draw, rate=(0.01, 1.0, 0.01), columns=2, figsize=(9, 4), alt="three falling curves, and falling bars")
"""

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}}

# Waits for the next key, then gives the milliseconds from it to the first frame with a new picture; null if none comes.
# The picture is an image, or drawn on the page itself, as in the studio.
PICTURE = """area => {
    const picture = area.querySelector('img, svg[role=img]');
    return picture?.src ?? picture?.outerHTML;
}"""
WATCH = """area => {
    const shown = PICTURE;
    window.kmlWaited = new Promise(resolve => {
        let before, pressed;
        area.addEventListener('keydown', () => {
            [pressed, before] = [performance.now(), shown(area)];
        }, {capture: true, once: true});
        const watcher = new MutationObserver(async () => {
            const now = shown(area);
            if (pressed === undefined || !now || now === before) return;
            watcher.disconnect();
            await area.querySelector('img')?.decode();
            requestAnimationFrame(() => resolve(performance.now() - pressed));
        });
        watcher.observe(area, {subtree: true, childList: true, attributes: true, attributeFilter: ['src']});
        setTimeout(() => { watcher.disconnect(); resolve(null); }, 2000);
    });
}""".replace("PICTURE", PICTURE)
# Pictures a second while a key is held: one key event every 33 ms for 3 s, as a keyboard repeats, to and fro.
HOLD = """async ([area, handle]) => {
    const shown = PICTURE;
    const pictures = [];
    const watcher = new MutationObserver(() => {
        const source = shown(area);
        if (source && source !== pictures.at(-1)) pictures.push(source);
    });
    watcher.observe(area, {subtree: true, childList: true, attributes: true, attributeFilter: ['src']});
    const began = performance.now();
    for (let i = 0; performance.now() - began < 3000; i += 1) {
        const key = i % 16 < 8 ? 'ArrowRight' : 'ArrowLeft';
        handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
        await new Promise(done => setTimeout(done, 33));
    }
    watcher.disconnect();
    return pictures.length / 3;
}""".replace("PICTURE", PICTURE)


def moves(area, slider, kernel):
    """Milliseconds from key to picture for each of MOVES keys, and the kernel's CPU milliseconds a move.

    At an end of the slider the keys turn round. Empty if the picture does not change at all.
    """
    waited, key, turned = [], "ArrowRight", False
    slider.focus()
    while len(waited) < WARM_UP + MOVES:
        if len(waited) == WARM_UP:
            began = _cpu(kernel)
        area.evaluate(WATCH)
        slider.press(key)
        milliseconds = area.page.evaluate("() => window.kmlWaited")
        if milliseconds is not None:
            waited.append(milliseconds)
            turned = False
        elif turned:
            return [], 0.0
        else:
            key, turned = ("ArrowLeft" if key == "ArrowRight" else "ArrowRight"), True
        area.page.wait_for_timeout(150)
    return waited[WARM_UP:], (_cpu(kernel) - began) / MOVES * 1000


def _cpu(process):
    times = process.cpu_times()
    return times.user + times.system


def row(name, waited, cpu):
    """One line of the table, in milliseconds."""
    return {
        "what": name,
        "median_ms": round(statistics.median(waited), 1),
        "p95_ms": round(statistics.quantiles(waited, n=20, method="inclusive")[-1], 1),
        "kernel_cpu_ms": round(cpu, 1),
        "moves": len(waited),
    }


def measure(quick):
    chromium = shutil.which("chromium") or sys.exit("needs chromium: sudo apt install chromium")
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        folder, home = Path(temporary, "notebooks"), Path(temporary, "home")
        folder.mkdir()
        with lab(folder, home) as server, browser(chromium) as new_page:
            style = "from kml.core.look import use_style\nuse_style()"
            for name, cell in (
                ("interact, matplotlib's style", INTERACT.replace("STYLE", "")),
                ("interact, the course's style", INTERACT.replace("STYLE", style)),
                ("explore, the same picture", EXPLORE),
                ("the monetization studio", STUDIO),
            ):
                cells = [nbformat.v4.new_code_cell(source.strip()) for source in (DRAWING, cell)]
                nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=KERNEL), folder / "same.ipynb")
                rows += measure_notebook(folder / "same.ipynb", name, new_page, server, [1])
            for path in [] if quick else sorted((ROOT / "lessons").glob("*.ipynb")):
                lesson = nbformat.read(path, as_version=4)
                lesson.cells.insert(0, nbformat.v4.new_code_cell("import os; print(os.getpid())"))
                nbformat.write(lesson, folder / path.name)
                rows += measure_notebook(folder / path.name, path.stem, new_page, server)
    return rows


def measure_notebook(path, name, new_page, server, numbers=None):
    """Rows of every slider of a notebook whose first cell prints the kernel's process id."""
    notebook = Notebook(new_page(), server, path.name)
    notebook.run_all()
    assert not notebook.problems(), notebook.problems()
    rows = []
    for number in numbers or sorted({*notebook.explorers(), *studios(notebook)}):
        rows += measure_cell(notebook, number, name)
    notebook.close()
    return rows


def studios(notebook):
    """Cell numbers of the monetization studio."""
    return [i for i, source in enumerate(notebook.sources()) if "\nstudio(" in source]


def measure_cell(notebook, number, name):
    """Rows of every slider that a cell shows."""
    kernel = psutil.Process(int(next(o["text"] for i, o in notebook.outputs() if i == 0 and "text" in o)))
    area = notebook.cell(number)
    area.locator("img, svg[role=img]").first.wait_for()
    rows = []
    for line in area.locator(".widget-slider:visible").all():
        slider = line.locator("[role=slider]")
        label = f"{name}: {line.locator('.widget-label').inner_text()}"
        waited, cpu = moves(area, slider, kernel)
        if waited:
            held = area.page.evaluate(HOLD, [area.element_handle(), slider.element_handle()])
            rows.append(row(label, waited, cpu) | {"pictures_a_second": round(held, 1)})
            print(_line(rows[-1]), flush=True)
        else:
            print(f"{label}: only the sentence changes", flush=True)
    return rows


def _line(row):
    numbers = (row["median_ms"], row["p95_ms"], row["kernel_cpu_ms"], row["pictures_a_second"])
    return f"{row['what']:<52.52}" + "".join(f"{number:>10.1f}" for number in numbers)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="no lessons")
    quick = parser.parse_args().quick
    print(f"{'key to picture, ms':<52}{'median':>10}{'p95':>10}{'CPU':>10}{'pictures/s':>12}")
    load = os.getloadavg()[0]
    rows = measure(quick)
    plain, interact, explore = (row["median_ms"] for row in rows[:3])
    print(f"\nexplore takes {explore / interact:.2f} of interact's time for the same picture (target: at most 0.25)")
    print(f"and {explore / plain:.2f} of interact's time without the course's style and layout")
    worst = max(rows[2:], key=lambda row: row["p95_ms"])
    print(f"slowest p95: {worst['p95_ms']} ms, {worst['what']} (target: under 100 ms)")
    names = ["ipykernel", "ipywidgets", "jupyterlab", "matplotlib", "numpy", "pillow"]
    result = {
        "date": datetime.date.today().isoformat(),
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in names},
        "cpus": os.cpu_count(),
        "load_before": round(load, 2),
        "explore_to_interact": round(explore / interact, 3),
        "rows": rows,
    }
    if not quick:
        target = ROOT / "bench" / "results" / "widgets.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
