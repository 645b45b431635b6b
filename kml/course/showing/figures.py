"""Figures of the course: one palette, one style, and one way to show a figure, always with words beside it."""

import functools
import html
import io
import struct
import sys
import zlib
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import numpy as np
from cycler import cycler
from IPython.display import display
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

import kml
from kml.core import arguments
from kml.core.page import static
from kml.core.words import say
from kml.course.showing import screenreader

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

# Never colour alone: each line of a figure also has its own dashes.
_CYCLE = cycler(
    color=[COLOURS.blue, COLOURS.orange, COLOURS.green, COLOURS.red, COLOURS.purple, COLOURS.grey],
    linestyle=["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1))],
)

# Figures write Chinese with a font of the course's own, so that they can on any machine (tools/font.py makes it).
_CHINESE, _CHINESE_NAME = Path(kml.__file__).parent / "stored" / "chinese.otf", "kml Noto Sans SC"


def use_style():
    """Set matplotlib's defaults for the course: palette, dashes, sizes, and a font that can write Chinese.

    From then on figures speak the learner's language.
    """
    if Text.set_text is not _set_text_said:
        Text.set_text = _set_text_said
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


_set_text = Text.set_text


@functools.wraps(_set_text)
def _set_text_said(artist, text):
    """In the place of matplotlib's own: the one way by which labels, legends, ticks and categories get their words."""
    _set_text(artist, say(text) if isinstance(text, str) else text)


_style_once = functools.cache(use_style)


def new_figure(rows=1, columns=1, figsize=(7, 4)):
    """Return (figure, axes) that no global state knows of: one Axes, or an array of them if rows * columns > 1.

    `figsize` is (width, height) in inches of 100 pixels. There is a grid; turn it off under images: ax.grid(False).
    """
    rows = arguments.whole_number("rows", rows, low=1)
    columns = arguments.whole_number("columns", columns, low=1)
    width, height = arguments.array("figsize", figsize, shape=(2,), low=0.5)
    _style_once()
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns)


def show(fig, alt):
    """Show a figure in the notebook: a small PNG that carries `alt`, and `alt` again as a caption below it.

    `alt` says in words what there is to see. A figure made by pyplot is closed, so that it is not shown twice.
    """
    if not isinstance(fig, Figure):
        raise ValueError(f"fig must be a matplotlib figure; got {type(fig).__name__}.")
    alt = say(check_alt(alt))
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    data = {"image/png": small_png(np.asarray(canvas.buffer_rgba())), "text/plain": alt}
    display(data, raw=True, metadata={"image/png": {"alt": alt}})
    below = caption(alt) if static() else caption(alt) + screenreader.script(alt)
    display({"text/html": below, "text/plain": alt}, raw=True)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)


def check_alt(alt):
    """Return `alt` without spaces around it. Raises ValueError if it says nothing."""
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(f"alt must say in words what to see in the figure; got {alt!r}.")
    return alt.strip()


def caption(alt):
    """HTML of the line below a figure: the theme's own colour, a little paler, so that it is read on dark too."""
    return f'<p style="max-width: 45em; opacity: 0.75; margin: 0.2em 0 0.8em">{html.escape(alt)}</p>'


def png(pixels):
    """PNG bytes of RGBA `pixels` (height, width, 4), for a picture that is looked at once: fast before small.

    Written by hand (RFC 2083): half the time of Pillow, which tries every filter on every line.
    """
    height, width, _ = pixels.shape
    lines = np.zeros((height, 1 + 3 * width), np.uint8)  # each line begins with its filter: 0, none
    lines[:, 1:] = np.asarray(Image.fromarray(pixels).convert("RGB")).reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits a channel, colour type 2: RGB
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(lines, 1)), (b"IEND", b"")
    chunks = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def small_png(pixels):
    """PNG bytes of RGBA `pixels`, for a file to keep: 256 colours, a third of the size, no difference that one sees."""
    image = Image.fromarray(pixels).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
