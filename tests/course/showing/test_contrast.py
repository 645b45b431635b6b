"""Contrast of all colours that the course chooses, as WCAG 2.2 asks: text 4.5:1 (1.4.3), graphics 3:1 (1.4.11).

Panels stand on the theme's own ground, figures on white, which a dark theme turns round. axe-core looks at the same in
a browser.
"""

import ast
import re

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import rgb_to_hsv, to_rgb
from needs import ROOT

from kml.core.look import COLOURS, new_figure, use_style
from kml.course.checking import panels
from kml.course.checking.panels import Panel
from kml.course.showing.figures import STYLE
from kml.lessons import diagrams

WHITE = (1.0, 1.0, 1.0)
# theme: its ground in JupyterLab 4
THEMES = {"light": "#ffffff", "dark": "#111111"}
OTHER_DARK = ("#0d1117", "#1e1e1e", "#1f1f1f")  # GitHub, Visual Studio Code's two


def luminance(rgb):
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted(luminance(to_rgb(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_what_wcag_says():
    assert contrast("black", "white") == pytest.approx(21)
    assert contrast("#777777", "white") == pytest.approx(4.48, abs=0.005)  # the best known near miss


@pytest.mark.parametrize("state", panels.COLOURS)
def test_a_panel_s_badge_and_border(state):
    markup = Panel(state, "98.1 · Title", ("Reason with `code`.", "    x = 1"), word="Word")._repr_html_()
    grounds, borders = re.findall(r"background:(#\w+)", markup), re.findall(r"border-left:5px solid (#\w+)", markup)
    texts = re.findall(r"(?<![-\w])color:(#\w+)", markup)
    assert len(grounds) == len(borders) == len(texts) == 1, "a colour that is not looked at here"
    assert len(re.findall(r"#[0-9a-fA-F]{3,8}\b", markup)) == 3
    assert contrast(texts[0], grounds[0]) >= 4.5
    for ground in (*THEMES.values(), *OTHER_DARK):
        assert contrast(borders[0], ground) >= 3, ground


def turned(colour):
    """What a dark theme makes of a figure's colour: the two filters of STYLE, as CSS defines them."""
    amount, degrees = map(float, re.search(r"invert\(([\d.]+)\) hue-rotate\(([\d.]+)deg\)", STYLE).groups())
    assert degrees == 180
    inverted = np.array([(1 - 2 * amount) * channel + amount for channel in to_rgb(colour)])
    return np.clip(2 * np.dot((0.213, 0.715, 0.072), inverted) - inverted, 0, 1)


@pytest.mark.parametrize("name", vars(COLOURS))
def test_lines_on_white_and_turned_round(name):
    colour = getattr(COLOURS, name)
    assert contrast(colour, "white") >= 3
    assert contrast(turned(colour), turned("white")) >= 3
    if name not in ("black", "grey", "red"):  # a dark red turns pale
        hues = [rgb_to_hsv(rgb)[0] for rgb in (to_rgb(colour), turned(colour))]
        assert abs(hues[0] - hues[1]) < 0.06, "blue stays blue"


def test_a_figure_lies_on_the_ground_of_a_dark_theme():
    assert np.abs(turned("white") - to_rgb(THEMES["dark"])).max() < 0.01


def test_words_of_every_figure_are_read_turned_round():
    use_style()
    for key in ("text.color", "axes.labelcolor", "xtick.color", "ytick.color"):
        assert contrast(turned(matplotlib.rcParams[key]), turned("white")) >= 4.5


def test_words_of_every_figure_are_dark_on_white():
    use_style()
    for key in ("text.color", "axes.labelcolor", "xtick.color", "ytick.color"):
        assert contrast(matplotlib.rcParams[key], "white") >= 4.5
    assert to_rgb(matplotlib.rcParams["figure.facecolor"]) == to_rgb(matplotlib.rcParams["axes.facecolor"]) == WHITE
    _, axes = new_figure()
    diagrams.draw_platform(axes)
    for text in axes.texts:
        assert contrast(text.get_color(), "white") >= 4.5
        box = text.get_bbox_patch()
        assert box is None or to_rgb(box.get_facecolor()) == WHITE
    for arrow in axes.patches:
        assert contrast(arrow.get_edgecolor(), "white") >= 3


def coloured_words():
    """(file, line, colour) of each text in a figure of the course that asks for a colour of the palette."""
    writing = {"text", "annotate", "set_title", "set_xlabel", "set_ylabel", "suptitle", "bar_label"}
    for path in sorted((ROOT / "kml").rglob("*.py")) + sorted((ROOT / "solutions").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        blocks = (
            re.findall(r"^```\{code-cell\}[^\n]*\n(.*?)^```", text, re.M | re.S) if path.suffix == ".md" else [text]
        )
        for block in blocks:
            source = "\n".join("" if line.startswith((":", "%", "!")) else line for line in block.splitlines())
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in writing:
                    for word in node.keywords:
                        if word.arg in ("color", "c") and ast.unparse(word.value).startswith("COLOURS."):
                            yield path.name, node.lineno, ast.unparse(word.value).removeprefix("COLOURS.")


def test_coloured_words_in_figures_are_dark_enough():
    found = list(coloured_words())
    assert found, "lessons have grey words: this test no longer finds them"
    assert not [one for one in found if contrast(getattr(COLOURS, one[2]), "white") < 4.5]
