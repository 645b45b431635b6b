"""Figures in a notebook: one way to show one, always with words for who cannot see it, and fit for a dark theme.

A figure is drawn once, on white. In a dark theme the page turns its light and dark round and keeps its hues: blue stays
blue. A photograph keeps its light, so it lies there as a card. Where no style reaches a picture (GitHub, a PDF, a
notebook of somebody else's that one has not run), it is black on white, with a margin.
"""

import io
import struct
import sys
import zlib

import numpy as np
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from kml.core.look import DARK_THEMES
from kml.core.page import static
from kml.core.words import _
from kml.course.showing import screenreader

FIGURE, CARD = "kml-figure", "kml-card"  # classes of a picture: which is turned round in a dark theme, and which is not
MARGIN = 8  # pixels of white around a figure: on a dark page nothing touches its edge
# Adds (0.93 - 1.86 × luminance) to each channel, thus white becomes JupyterLab's #121212, and no hue changes.
TURNED = "invert(0.93) hue-rotate(180deg)"


def _style(name, declarations):
    return f"{', '.join(f'{theme} .{name}' for theme in DARK_THEMES)} {{ {declarations} }}"


STYLE = f"<style>{_style(FIGURE, f'filter: {TURNED}')} {_style(CARD, 'border-radius: 6px')}</style>"


def show(fig: Figure, alt: str) -> None:
    """Show a figure in the notebook: a small PNG that carries `alt`, which says in words what there is to see.

    Screen readers say `alt`; where a page cannot give it to them, one line below the figure unfolds it. A figure made
    by pyplot is closed, so that it is not shown twice.

    >>> import kml
    >>> from kml.core.look import new_figure
    >>> figure, axes = new_figure()
    >>> kml.show(figure, alt="")
    Traceback (most recent call last):
        ...
    ValueError: alt must say in words what to see in the figure; got ''.
    """
    if not isinstance(fig, Figure):
        raise ValueError(_("fig must be a matplotlib figure; got {kind}.").format(kind=type(fig).__name__))
    alt = check_alt(alt)
    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    data = {"image/png": small_png(framed(np.asarray(canvas.buffer_rgba()))), "text/plain": alt}
    display(data, raw=True, metadata={"image/png": {"alt": alt}})
    kind = CARD if any(ax.images for ax in fig.axes) else FIGURE
    below = "" if static() else STYLE + screenreader.script(alt, kind)
    display({"text/html": screenreader.folded(alt) + below, "text/plain": ""}, raw=True)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)


def check_alt(alt):
    """Return `alt` without spaces around it. Raises ValueError if it says nothing."""
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(_("alt must say in words what to see in the figure; got {alt!r}.").format(alt=alt))
    return alt.strip()


def framed(pixels):
    """RGBA `pixels` with a white margin."""
    return np.pad(pixels, ((MARGIN, MARGIN), (MARGIN, MARGIN), (0, 0)), constant_values=255)


def png(pixels):
    """PNG bytes of RGBA `pixels` (height, width, 4), for a picture that is looked at once: fast before small.

    Written by hand (RFC 2083): half the time of Pillow, which tries every filter on every line.
    """
    height, width, __ = pixels.shape
    lines = np.zeros((height, 1 + 3 * width), np.uint8)  # each line begins with its filter: 0, none
    lines[:, 1:] = np.asarray(Image.fromarray(pixels).convert("RGB")).reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)  # 8 bits a channel, colour type 2: RGB
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(lines.data, 1)), (b"IEND", b"")
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
