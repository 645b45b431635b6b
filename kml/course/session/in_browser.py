"""How a lesson begins on the static site, where Python runs in the browser. It works before numpy is there."""

from importlib.util import find_spec

from kml.core import words
from kml.core.words import _

# What lessons import and the site itself does not have, by import name
FROM_CDN = ("numpy", "scipy", "pandas", "matplotlib", "sklearn", "PIL")


def begin(language=words.SOURCE):
    """Say in this language what is missing, if the CDN's packages are not here yet; say nothing if all of them are."""
    words.use(language)
    missing = [name for name in FROM_CDN if find_spec(name) is None]
    if missing:
        print(
            _(
                "Only plain Python runs here until your browser can fetch {missing} from Pyodide's CDN: "
                "go online, then choose Kernel ▸ Restart Kernel."
            ).format(missing=", ".join(missing))
        )
