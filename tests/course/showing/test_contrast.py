"""Contrast of all colours that the course chooses, as WCAG 2.2 asks: text 4.5:1 (1.4.3), graphics 3:1 (1.4.11).

Panels and captions stand on the theme's own ground, figures always on white. axe-core looks at the same in a browser.
"""

import ast
import re

import matplotlib
import pytest
from matplotlib.colors import to_rgb
from needs import ROOT

from kml.core.look import COLOURS, new_figure, use_style
from kml.course.checking import panels
from kml.course.checking.panels import Panel
from kml.course.showing.figures import caption
from kml.lessons import diagrams

WHITE = (1.0, 1.0, 1.0)
# theme: ground and text, as JupyterLab 4 has them
THEMES = {"light": ("#ffffff", ("#000000", 0.87)), "dark": ("#111111", ("#ffffff", 1.0))}
OTHER_DARK = ("#0d1117", "#1e1e1e", "#1f1f1f")  # GitHub, Visual Studio Code's two


def luminance(rgb):
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted(luminance(to_rgb(colour)) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def over(colour, opacity, ground):
    """What one sees of a colour that lets a part of the ground through."""
    return tuple(opacity * c + (1 - opacity) * g for c, g in zip(to_rgb(colour), to_rgb(ground), strict=True))


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
    for ground in (*(ground for ground, _ in THEMES.values()), *OTHER_DARK):
        assert contrast(borders[0], ground) >= 3, ground


@pytest.mark.parametrize("theme", THEMES)
def test_a_caption_is_read_in_both_themes(theme):
    ground, (text, alpha) = THEMES[theme]
    assert not re.search(r"(?<![-\w])color|#\w", caption("words")), "a colour that one theme hides"
    opacity = float(re.search(r"opacity: ([\d.]+)", caption("words"))[1])
    assert contrast(over(text, alpha * opacity, ground), ground) >= 4.5


@pytest.mark.parametrize("name", vars(COLOURS))
def test_lines_on_white(name):
    assert contrast(getattr(COLOURS, name), "white") >= 3


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
