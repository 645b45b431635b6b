"""Is everything here? One line for the packages and one for the device."""

import importlib.util
import sys

import kml
from kml.core import words
from kml.core.device import best_device
from kml.core.page import static
from kml.core.words import _, listed

# what lessons import, by import name and by the name that pip knows
_PACKAGES = {
    "numpy": "numpy",
    "pandas": "pandas",
    "matplotlib": "matplotlib",
    "PIL": "pillow",
    "ipywidgets": "ipywidgets",
    "scipy": "scipy",
    "sklearn": "scikit-learn",
    "torch": "torch",
}
if sys.platform == "emscripten":  # a browser, which has no PyTorch
    del _PACKAGES["torch"]


def installation(lang=words.SOURCE):
    """Print whether every package that the lessons use is installed, and which device torch will compute on.

    `lang` is the language, as in `kml.setup`.
    """
    words.use(lang)
    missing = [pip for name, pip in _PACKAGES.items() if importlib.util.find_spec(name) is None]
    if missing:
        said = _("Missing: {names}. Install with: pip install {packages}")
        print(said.format(names=listed(missing), packages=" ".join(missing)))
        return
    print(_("All {n} packages are here, and kml {version}.").format(n=len(_PACKAGES), version=kml.__version__))
    if static():  # the same page on every machine
        print(_("When you run this cell, a second line names your device: CPU, or a GPU if there is one."))
    else:
        print(_device_line())


def _device_line():
    kind, name = best_device()
    if kind == "cpu":
        return _("Device: CPU. No GPU is needed: lesson 04 shows what one would add.")
    return _("Device: {name} ({kind}).").format(name=name, kind="GPU" if kind == "cuda" else kind)
