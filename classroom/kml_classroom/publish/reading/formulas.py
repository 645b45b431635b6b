"""Formulas, set once at build time by KaTeX: a page needs no script for them, and a screen reader gets MathML."""

import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

KATEX = "0.19.1"
_SET = """
const katex = require(process.argv[1]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const options = {output: "htmlAndMathml", strict: "ignore", throwOnError: true};
const set = ([text, display]) => katex.renderToString(text, {...options, displayMode: display});
process.stdout.write(JSON.stringify(formulas.map(set)));
"""


class Formulas:
    """KaTeX in a folder, and what it has set."""

    def __init__(self, folder):
        """Fetch KaTeX into the folder. Raises RuntimeError if npm is missing or fails."""
        self.folder, self._set = Path(folder), {}
        npm = shutil.which("npm")
        if npm is None:
            raise RuntimeError(
                "KaTeX, which sets the formulas, comes with npm, which is not here: sudo apt install npm"
            )
        with tempfile.TemporaryDirectory() as scratch:
            _call(npm, "pack", "--silent", f"katex@{KATEX}", cwd=scratch)
            with tarfile.open(next(Path(scratch).glob("*.tgz"))) as archive:
                archive.extractall(self.folder, filter="data")
        self.dist = self.folder / "package" / "dist"

    def set(self, formulas):
        """Set these (text, whether it stands alone) if they are not yet: all at once, since starting takes the time.

        Raises RuntimeError for a formula that KaTeX cannot read.
        """
        new = [formula for formula in dict.fromkeys(formulas) if formula not in self._set]
        if new:
            told = _call("node", "-e", _SET, str(self.dist / "katex.js"), input=json.dumps(new))
            self._set |= zip(new, json.loads(told), strict=True)

    def __getitem__(self, formula):
        return self._set[formula]

    def lay_out(self, assets):
        """Put KaTeX's style sheet and fonts into a folder of the site; of the fonts those that browsers now read."""
        (assets / "fonts").mkdir(parents=True, exist_ok=True)
        for font in (self.dist / "fonts").glob("*.woff2"):
            shutil.copy(font, assets / "fonts")
        shutil.copy(self.dist / "katex.min.css", assets / "katex.css")
        shutil.copy(self.folder / "package" / "LICENSE", assets / "fonts" / "KaTeX_LICENSE.txt")


def _call(*command, cwd=None, input=None):
    told = subprocess.run(command, cwd=cwd, input=input, text=True, capture_output=True)
    if told.returncode:
        raise RuntimeError(f"{told.stderr}\nThe pages are not built: {command[0]} failed, as told above.")
    return told.stdout
