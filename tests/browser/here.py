"""The page of a lesson on which Python runs ("Run here"), as one touches it, and what its Python says."""

import re

PATIENCE = 40_000  # ms, of a machine that does other things
LONG = 15 * PATIENCE  # for Python's start, and for all the cells above one
WORDS = {  # language → what stands on the buttons
    "en": {"run": "Run", "stop": "Stop", "edit": "Edit", "as it was": "As it was"},
    "zh": {"run": "运行", "stop": "停止", "edit": "修改", "as it was": "恢复原样"},
}
# Runs code as the page does, and returns what Python said meanwhile. Its file is the page's own, loaded already.
RUN = """async (code) => {
    const { page } = await import(new URL(document.getElementById("run-here").dataset.engine, location)
        .href.replace("run.json", "run.js"));
    const said = [], before = page.engine.told;
    page.engine.told = (what, content) => said.push([what, content]);
    const answer = await page.engine.run(code);
    page.engine.told = before;
    return { answer, said };
}"""
# pictures, times, and how many packages there are: a browser has no PyTorch
LEFT_OUT = re.compile(r"data:image/\S+?;base64,[A-Za-z0-9+/=]+|\d+\.\d+ s\b|All \d packages|\d+ 个软件包")


def run_here(page):
    """Tap the button and wait until Python is there."""
    page.locator("#run-here button").first.click()
    page.wait_for_selector("#run-here[data-state=ready], #run-here[data-state=off]", timeout=LONG)
    assert page.locator("#run-here").get_attribute("data-state") == "ready", page.locator("#run-here").inner_text()


def python(page, code):
    """Run code in the page's Python; return what it said: [(kind, content)]. Raises what the code raises."""
    told = page.evaluate(RUN, code)
    assert told["answer"]["status"] == "ok", told["answer"]
    return told["said"]


def printed(said):
    return "".join(content["text"] for kind, content in said if kind == "stream")


def different(page, cells):
    """Run a solution's cells in order, as where lessons are built: those that fail or show what is not stored."""
    python(page, "%reset -f\nimport os\nos.environ['KML_STATIC'] = '1'")
    found = []
    for cell in cells:
        if cell.cell_type == "code" and cell.id != "colab":
            told = page.evaluate(RUN, cell.source)
            now, before = _now(told["said"]), _before(cell.outputs)
            if told["answer"]["status"] != "ok" or now != before:
                found.append((cell.id, told["answer"].get("text"), now, before))
    python(page, "import matplotlib.pyplot as plt\nplt.close('all')\nos.environ['KML_STATIC'] = '0'")
    return found


def _now(said):
    parts = [content["text"] if kind == "stream" else _rich(content["data"]) for kind, content in said]
    return LEFT_OUT.sub("", "".join(parts))


def _before(outputs):
    return LEFT_OUT.sub("", "".join(one["text"] if one.output_type == "stream" else _rich(one.data) for one in outputs))


def _rich(data):
    return data.get("text/html") or data.get("text/plain") or ""


class Lesson:
    """The open page of a lesson on which Python runs."""

    def __init__(self, page, language="en"):
        self.page, self.language, self.words = page, language, WORDS[language]

    def cells(self):
        """What the page knows of the learner's cells."""
        return self.page.evaluate("async () => (await fetch(document.body.dataset.cells)).json()")["cells"]

    def cell(self, words):
        """The cell whose code has these words."""
        return self.named(
            next(cell["id"] for cell in self.cells() if cell["type"] == "code" and words in cell["source"])
        )

    def named(self, id):
        return self.page.locator(f'[data-cell="{id}"]')

    def press(self, cell, word):
        cell.get_by_role("button", name=self.words[word], exact=True).click()

    def run(self, cell):
        """Run a cell, with what it needs above it; return the place of what it shows."""
        self.press(cell, "run")
        self.settle()
        return cell.locator(".outputs")

    def settle(self, state="ready"):
        self.page.wait_for_selector(f"#run-here[data-state={state}]", timeout=LONG)

    def write(self, cell, code):
        """Replace what stands in a cell by pasting, as on a phone."""
        if cell.get_by_role("button", name=self.words["edit"], exact=True).is_visible():
            self.press(cell, "edit")
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(code)
