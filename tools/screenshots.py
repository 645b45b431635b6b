"""The pictures of the pages, taken of the real thing: `make screenshots` (needs Debian's chromium).

python tools/screenshots.py studio studio_dark.zh    only these
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))
sys.path.insert(1, str(ROOT / "tests"))
from kml_classroom.publish.reading import record  # noqa: E402
from lab import Notebook, browser, lab  # noqa: E402
from pages import Visit, served, write_site  # noqa: E402

SOLVED, CHINESE = "solutions/{}.ipynb", "lessons/zh/{}.ipynb"
COMPARED = {SOLVED: ("Keep as plan A", "richest mix"), CHINESE: ("留作方案 A", "收入最高的组合")}
# picture: notebook, a piece of the source of the cell that is shown, theme, width of the window, buttons to press
PICTURES = {"lesson": (SOLVED.format("03_gradient_descent"), "kml.explore(lesson_03.draw_descent", "Light", 1150, ())}
for notebooks, language in ((SOLVED, ""), (CHINESE, ".zh")):
    studio = notebooks.format("08_monetization"), "studio(me.key)"
    PICTURES[f"studio{language}"] = (*studio, "Light", 1150, COMPARED[notebooks])
    PICTURES[f"studio_dark{language}"] = (*studio, "Dark", 1150, COMPARED[notebooks])
    PICTURES[f"studio_narrow{language}"] = (*studio, "Light", 540, ())
# of these only so many pixels from above: a picture beside its commands
UPPER = {name: 640 for name in PICTURES if name.startswith(("studio.", "studio_dark")) or name == "studio"}
# picture: page, size of the window, theme, what is scrolled to the top
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1150, "height": 740}
PAGES = {
    "page_phone": ("03_gradient_descent.html", PHONE, "light", ".slider"),
    "page_phone_zh": ("zh/03_gradient_descent.html", PHONE, "dark", ".slider"),
    "page_laptop": ("03_gradient_descent.html", LAPTOP, "light", "[data-cell=header]"),
    "page_laptop_zh": ("zh/03_gradient_descent.html", LAPTOP, "dark", ".slider"),
}


def take_pages(names, folder, new_page):
    """Build the pages of lesson 03 and photograph them as they are read."""
    write_site(folder / "site", folder / "scratch", ["03_gradient_descent"], record.PICTURES)
    with served(folder / "site") as address:
        for name in names:
            path, size, theme, place = PAGES[name]
            first = new_page()
            visit = Visit(first.context.browser, address, path, size, color_scheme=theme)
            first.close()
            visit.page.evaluate("place => document.querySelector(place).scrollIntoView()", place)
            visit.page.wait_for_timeout(1000)  # pictures come when they are in sight
            _keep(name, lambda file, page=visit.page: page.screenshot(path=file))
            visit.context.close()


def _keep(name, photograph):
    """Photograph into pictures/, and make the file small."""
    file = ROOT / "pictures" / f"{name}.png"
    file.parent.mkdir(exist_ok=True)
    photograph(file)
    image = Image.open(file).convert("RGB")
    image = image.crop((0, 0, image.width, UPPER.get(name, image.height)))
    image.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    print(file.relative_to(ROOT), file.stat().st_size // 1000, "kB")


def take(name, server, new_page):
    """Run a lesson and photograph the cell that has `text` in it, with what it shows."""
    path, text, theme, width, buttons = PICTURES[name]
    page = new_page()
    page.set_viewport_size({"width": 1150, "height": 1400})
    notebook = Notebook(page, server, path)
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    page.evaluate(change, f"JupyterLab {theme}")
    notebook.run_all()
    assert notebook.problems() == [], notebook.problems()
    page.keyboard.press("Control+b")  # without the file browser
    page.set_viewport_size({"width": width, "height": 2000})
    cell = next(i for i, source in enumerate(notebook.sources()) if text in source)
    scroll = "async i => { await window.jupyterapp.shell.currentWidget.content.scrollToItem(i, 'start'); }"
    page.evaluate(scroll, cell)
    page.wait_for_timeout(3000)  # pictures of widgets arrive after the cell is idle
    shown = page.locator(".jp-CodeCell").filter(has_text=text).first
    for button in buttons:
        shown.get_by_role("button", name=button).click()
        page.wait_for_timeout(1000)
    _keep(name, lambda file: shown.screenshot(path=file))
    page.evaluate(change, "JupyterLab Light")
    notebook.close()


def main():
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("needs chromium: sudo apt install chromium")
    asked = sys.argv[1:] or [*PICTURES, *PAGES]
    cells, pages = ([name for name in asked if name in some] for some in (PICTURES, PAGES))
    with tempfile.TemporaryDirectory() as folder, browser(chromium) as new_page:
        if pages:
            take_pages(pages, Path(folder), new_page)
        if cells:
            work = Path(folder) / "lessons"
            work.mkdir()
            for path in {PICTURES[name][0] for name in cells}:
                (work / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / path, work / path)
            with lab(work, Path(folder) / "home") as server:
                for name in cells:
                    take(name, server, new_page)


if __name__ == "__main__":
    main()
