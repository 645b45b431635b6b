"""Figures in a notebook: one way to show one, always with words beside it."""

import html
import io
import struct
import sys
import zlib

import numpy as np
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from kml.core.page import static
from kml.core.words import _
from kml.course.showing import screenreader


def show(fig, alt):
    """Show a figure in the notebook: a small PNG that carries `alt`, and `alt` again as a caption below it.

    `alt` says in words what there is to see. A figure made by pyplot is closed, so that it is not shown twice.

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
    data = {"image/png": small_png(np.asarray(canvas.buffer_rgba())), "text/plain": alt}
    display(data, raw=True, metadata={"image/png": {"alt": alt}})
    below = caption(alt) if static() else caption(alt) + screenreader.script(alt)
    display({"text/html": below, "text/plain": alt}, raw=True)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)


def check_alt(alt):
    """Return `alt` without spaces around it. Raises ValueError if it says nothing."""
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(_("alt must say in words what to see in the figure; got {alt!r}.").format(alt=alt))
    return alt.strip()


def caption(alt):
    """HTML of the line below a figure: the theme's own colour, a little paler, so that it is read on dark too."""
    return f'<p style="max-width: 45em; opacity: 0.75; margin: 0.2em 0 0.8em">{html.escape(alt)}</p>'


def png(pixels):
    """PNG bytes of RGBA `pixels` (height, width, 4), for a picture that is looked at once: fast before small.

    Written by hand (RFC 2083): half the time of Pillow, which tries every filter on every line.
    """
    height, width, __ = pixels.shape
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
