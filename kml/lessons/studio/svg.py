"""A picture as SVG: shapes and words, drawn in a millisecond by any browser, in the page's own colours.

The studio's pictures are no matplotlib figures, because they live on a page: they take the theme's colours and the
page's font, are as sharp on a phone as on a wall, and are small enough to be sent at each move of a slider. They are
texts, so the browser edition can show them without any library.
"""

import html
import math

from kml.core.look import COLOURS

# On a dark ground: the same hues, light enough for a contrast of 3:1 with it (tests measure it).
DARK = {
    "blue": "#56A8DC",
    "orange": "#E8A33D",
    "green": "#3BBF95",
    "red": "#EF8A78",
    "purple": "#D59AC0",
    "grey": "#B5B5B5",
    "black": "#F0F0F0",
}
TEXT = "var(--kml-text, #222222)"
FONT = "font-family: var(--jp-ui-font-family, system-ui, sans-serif)"


def ink(name):
    """The course's colour `name`, or the page's own if it has one: on a dark theme it has lighter ones."""
    return f"var(--kml-{name}, {getattr(COLOURS, name)})"


class Picture:
    """Shapes on a ground of `width` × `height`, as the words `alt` say; `svg()` is its text."""

    def __init__(self, width, height, alt):
        self.width, self.height, self.alt, self.parts = width, height, alt, []

    def write(self, x, y, words, *, anchor="start", size=13, colour=TEXT, weight="normal"):
        """Words whose middle line is at height y."""
        style = f"fill: {colour}; font-size: {size}px; font-weight: {weight}"
        place = f'x="{x:.1f}" y="{y:.1f}" dy="0.35em" text-anchor="{anchor}"'
        self.parts.append(f'<text {place} style="{style}">{html.escape(words)}</text>')

    def path(self, points, colour, *, width=1.5, dashes="", fill="none", opacity=1.0):
        """A line through points, or with `fill` the area that they enclose; `points` is the text of an SVG path."""
        stroke = f"stroke: {colour}; stroke-width: {width}; stroke-dasharray: {dashes or 'none'}"
        self.parts.append(f'<path d="{points}" style="fill: {fill}; {stroke}; opacity: {opacity}"/>')

    def line(self, x0, y0, x1, y1, colour, **style):
        """A straight line."""
        self.path(f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}", colour, **style)

    def boxes(self, rectangles, colour, opacity=1.0):
        """Filled rectangles (x, y, width, height), all in one shape."""
        path = "".join(f"M{x:.1f} {y:.1f}h{w:.1f}v{h:.1f}h{-w:.1f}z" for x, y, w, h in rectangles)
        if path:
            self.path(path, "none", width=0, fill=colour, opacity=opacity)

    def dot(self, x, y, colour, radius=4.5):
        """A filled circle with a rim in the colour of the ground, so that it stands off the bar below it."""
        style = f"fill: {colour}; stroke: var(--kml-ground, #FFFFFF); stroke-width: 1.5"
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" style="{style}"/>')

    def svg(self):
        """The whole picture: as wide as there is room, at most as wide as it was drawn and a fifth."""
        size = f"max-width: {1.2 * self.width:.0f}px; width: 100%; height: auto; display: block"
        ground = '<rect width="100%" height="100%" style="fill: var(--kml-ground, #FFFFFF)"/>'  # where no page has one
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" role="img" '
            f'aria-label="{html.escape(self.alt)}" style="{size}; {FONT}">{ground}{"".join(self.parts)}</svg>'
        )


class Scale:
    """Numbers from low to high on pixels from start to end; what lies beyond is put at the end."""

    def __init__(self, low, high, start, end):
        self.low, self.high, self.start, self.end = low, high, start, end

    def __call__(self, value):
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self, most=5):
        """Round numbers within the scale, at most `most` and one."""
        step = round_up((self.high - self.low) / most)
        return [step * i for i in range(math.ceil(self.low / step), math.floor(self.high / step + 1e-9) + 1)]


def round_up(value):
    """The next of 1, 2, 5, 10, 20, 50, …

    >>> from kml.lessons.studio.svg import round_up
    >>> [round_up(value) for value in (1, 3, 4_812, 5_001)]
    [1, 5, 5000, 10000]
    """
    power = 10 ** math.floor(math.log10(max(value, 1e-9)))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value * (1 - 1e-9))


def ends(low, high):
    """Round ends of a scale that holds 0 and both numbers: ten steps of 1, 2 or 5 at most, so they seldom jump.

    >>> from kml.lessons.studio.svg import ends
    >>> ends(-340, 5_200), ends(0, 0)
    ((-1000, 6000), (0, 1))
    """
    low, high = min(low, 0), max(high, 0)
    step = round_up((high - low) / 8) if high > low else 1
    return math.floor(low / step) * step, max(math.ceil(high / step), 0 if low else 1) * step
