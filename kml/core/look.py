"""How figures look: one palette, one style, and figures that no global state knows of."""

import functools
from pathlib import Path
from types import SimpleNamespace

import matplotlib
from cycler import cycler
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from kml.core.arguments import array, whole_number

# Okabe and Ito's colours (2008), which people with any kind of colour vision can tell apart. Orange and purple are a
# little darker than theirs, so that each line on white has a contrast of at least 3:1 (WCAG 2.2, 1.4.11); red is new.
COLOURS = SimpleNamespace(
    blue="#0072B2",
    orange="#D08000",
    green="#009E73",
    red="#9C2315",
    purple="#C06FA2",
    grey="#4D4D4D",
    black="#000000",
)

# How a page says that its theme is dark: JupyterLab, Colab, Visual Studio Code.
DARK_THEMES = ('body[data-jp-theme-light="false"]', 'html[theme="dark"]', ".vscode-dark")

# Never colour alone: each line of a figure also has its own dashes.
_CYCLE = cycler(
    color=[COLOURS.blue, COLOURS.orange, COLOURS.green, COLOURS.red, COLOURS.purple, COLOURS.grey],
    linestyle=["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1))],
)

# Figures write Chinese with a font of the course's own, so that they can on any machine (tools/font.py makes it).
_CHINESE, _CHINESE_NAME = Path(__file__).parents[1] / "stored" / "chinese.otf", "kml Noto Sans SC"


def use_style():
    """Set matplotlib's defaults for the course: palette, dashes, sizes, and a font that can write Chinese."""
    if _CHINESE_NAME not in font_manager.fontManager.get_font_names():
        font_manager.fontManager.addfont(_CHINESE)
    matplotlib.rcParams.update(
        {
            "figure.dpi": 100,
            "savefig.dpi": 100,
            "figure.figsize": (7, 4),
            "figure.constrained_layout.use": True,
            "font.family": ["DejaVu Sans", _CHINESE_NAME],  # DejaVu Sans comes with matplotlib
            "font.size": 10,
            "axes.titlesize": 11,
            "axes.labelsize": 10,
            "legend.fontsize": 9,
            "xtick.labelsize": 9,
            "ytick.labelsize": 9,
            "axes.prop_cycle": _CYCLE,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.axisbelow": True,
            "grid.color": "#E3E3E3",
            "grid.linewidth": 0.8,
            "lines.linewidth": 1.8,
        }
    )


_style_once = functools.cache(use_style)


def new_figure(rows=1, columns=1, figsize=(7, 4)):
    """Return (figure, axes) that no global state knows of: one Axes, or an array of them if rows * columns > 1.

    `figsize` is (width, height) in inches of 100 pixels. There is a grid; turn it off under images: ax.grid(False).
    """
    rows = whole_number("rows", rows, low=1)
    columns = whole_number("columns", columns, low=1)
    width, height = array("figsize", figsize, shape=(2,), low=0.5)
    _style_once()
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns)
