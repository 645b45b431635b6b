"""Figures: colours that everyone can tell apart, Chinese that renders, and words beside every picture."""

import io
import itertools
import warnings

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from matplotlib import font_manager
from matplotlib.figure import Figure
from PIL import Image

from kml.core.look import COLOURS, new_figure, use_style
from kml.course.showing import figures
from kml.course.showing.figures import CARD, FIGURE, MARGIN, framed, png, show, small_png

# Machado, Oliveira and Fernandes (2009): linear RGB as seen with each kind of colour blindness, whole.
VISION = {
    "usual": np.eye(3),
    "no red cones": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def linear(colour):
    """Linear RGB of "#RRGGBB" (IEC 61966-2-1)."""
    channel = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE L*a*b* of linear RGB under daylight (D65)."""
    x = XYZ @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    f = np.where(x > 216 / 24389, np.cbrt(x), (24389 / 27 * x + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.fixture
def shown(monkeypatch):
    """What `show` hands to the notebook: a list of (data, metadata)."""
    calls = []
    monkeypatch.setattr(figures, "display", lambda data, raw, metadata=None: calls.append((data, metadata)))
    return calls


@pytest.mark.parametrize("name", vars(COLOURS))
def test_lines_contrast_with_white(name):
    luminance = XYZ[1] @ linear(getattr(COLOURS, name))
    assert 1.05 / (luminance + 0.05) >= 3


@pytest.mark.parametrize("eye", VISION)
def test_colours_differ_for_every_eye(eye):
    seen = {name: lab(np.array(VISION[eye]) @ linear(colour)) for name, colour in vars(COLOURS).items()}
    for a, b in itertools.combinations(seen, 2):
        assert np.linalg.norm(seen[a] - seen[b]) > 15, f"{a} and {b} look alike with {eye}"


def test_lines_differ_without_colour_too():
    _, ax = new_figure()
    lines = [ax.plot([0, 1])[0] for _ in range(6)]
    dashes = {(line.get_linestyle(), str(line._dash_pattern)) for line in lines}
    assert len(dashes) == 6 and len({line.get_color() for line in lines}) == 6


def test_style_names_only_installed_fonts():
    use_style()
    assert set(matplotlib.rcParams["font.family"]) <= set(font_manager.fontManager.get_font_names())


def test_chinese_renders():
    use_style()
    pixels = []
    for title in ("梯度下降", "知识付费", ""):
        figure, ax = new_figure(figsize=(3, 2))
        ax.set_title(title)
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a missing glyph is a warning
            figure.canvas.draw()
        pixels.append(np.asarray(figure.canvas.buffer_rgba())[:40].copy())
    empty = pixels.pop()
    assert all((picture != empty).any(axis=2).sum() > 200 for picture in pixels)
    assert (pixels[0] != pixels[1]).any()  # not the same four empty boxes


def test_new_figure_shapes_and_no_pyplot():
    before = plt.get_fignums()
    figure, ax = new_figure()
    assert isinstance(figure, Figure) and figure.axes == [ax]
    assert new_figure(columns=3)[1].shape == (3,)
    assert new_figure(rows=2, columns=2, figsize=(4, 3))[1].shape == (2, 2)
    assert plt.get_fignums() == before


@pytest.mark.parametrize(
    "bad", [{"rows": 0}, {"columns": 1.5}, {"figsize": (3,)}, {"figsize": "big"}, {"figsize": (0, 1)}]
)
def test_new_figure_refuses(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        new_figure(**bad)


def test_show_gives_a_picture_its_words(shown):
    figure, ax = new_figure(figsize=(4, 3))
    ax.plot([0, 1])
    assert show(figure, alt=" a <rising> line ") is None
    (picture, metadata), (below, _) = shown
    assert picture["text/plain"] == "a <rising> line"
    assert metadata == {"image/png": {"alt": "a <rising> line"}}
    assert Image.open(io.BytesIO(picture["image/png"])).size == (400 + 2 * MARGIN, 300 + 2 * MARGIN)
    assert "a &lt;rising&gt; line</details>" in below["text/html"] and not below["text/plain"]
    assert FIGURE in below["text/html"] and r"a \u003crising> line" in below["text/html"]


def test_show_keeps_the_light_of_a_photograph(shown):
    figure, ax = new_figure(figsize=(2, 2))
    ax.imshow([[0, 1]])
    show(figure, alt="two squares")
    assert f'"{CARD}")' in shown[1][0]["text/html"]


def test_a_margin_of_white_lies_around_a_figure():
    pixels = framed(np.zeros((2, 3, 4), np.uint8))
    assert pixels.shape == (2 + 2 * MARGIN, 3 + 2 * MARGIN, 4)
    assert (pixels == 0).sum() == 2 * 3 * 4 and set(np.unique(pixels)) == {0, 255}


def test_show_closes_a_pyplot_figure(shown):
    figure, ax = plt.subplots()
    ax.plot([0, 1])
    show(figure, alt="a line")
    assert not plt.fignum_exists(figure.number) and len(shown) == 2


@pytest.mark.parametrize("alt", ["", "   ", None, 3])
def test_show_refuses_no_words(shown, alt):
    with pytest.raises(ValueError, match="alt must say in words"):
        show(new_figure()[0], alt=alt)
    assert not shown


def test_show_refuses_what_is_no_figure(shown):
    with pytest.raises(ValueError, match="fig must be a matplotlib figure; got Axes"):
        show(new_figure()[1], alt="axes")


@settings(deadline=None)
@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(4))))
def test_png_keeps_every_pixel(pixels):
    image = Image.open(io.BytesIO(png(pixels)))
    image.verify()
    image = Image.open(io.BytesIO(png(pixels)))
    assert image.mode == "RGB" and np.array_equal(np.asarray(image), pixels[:, :, :3])


def test_small_png_is_small_and_looks_the_same():
    figure, axes = new_figure(columns=2, figsize=(9, 4))
    x = np.linspace(0, 10, 300)
    for i in range(5):
        axes[0].plot(x, np.sin(x + i), label=f"{i}")
    axes[0].legend()
    axes[1].scatter(x, np.cos(x), c=x, alpha=0.6)
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())
    small = small_png(pixels)
    difference = np.abs(np.asarray(Image.open(io.BytesIO(small)).convert("RGB")).astype(int) - pixels[:, :, :3])
    assert len(small) < 60_000
    assert difference.max() <= 24 and difference.mean() < 1
    assert difference[0, 0].max() == 0, "white stays white"
