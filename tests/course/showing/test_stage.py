"""A fast picture must be the picture that matplotlib draws, pixel for pixel, whatever was shown before it."""

import functools
import itertools

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from kml.course.showing import stage as stage_module
from kml.course.showing.stage import Stage, settle

X = np.linspace(0.1, 10, 60)
GRID = np.add.outer(np.sin(X), np.cos(X))


def lines(ax, k=1.0):
    ax.plot(X, np.sin(k * X), label="sin")
    ax.plot(X, np.cos(k * X), label="cos")
    ax.set(xlim=(0, 10), ylim=(-1.5, 1.5), xlabel="x", ylabel="y", title=f"k = {k:.2f}")
    ax.legend(loc="upper right")


def scatter(ax, k=1.0):
    ax.scatter(X, k * X, c=X, s=20, marker="^")
    ax.axhline(k, color="black")
    ax.axvspan(1, 1 + k, alpha=0.2)
    ax.set(xlim=(0, 10), ylim=(0, 40))


def bars(ax, k=1.0):
    container = ax.bar(range(5), np.arange(5) * k + 1)
    ax.bar_label(container, fmt="%.1f")
    ax.set(ylim=(0, 30), xlim=(-1, 5))


def named_bars(ax, k=1.0):
    ax.barh(["free lessons", "course", "advertising"], [1 * k, 2 * k, 3 * k], color="C1")
    ax.set(xlim=(0, 15))
    ax.tick_params(axis="y", rotation=30)


def filled(ax, k=1.0):
    ax.fill_between(X, X - k, X + k, alpha=0.3, label="range")
    ax.step(X, X, where="mid")
    ax.errorbar(X[::10], X[::10], yerr=k, fmt="o")
    ax.set(xlim=(0, 10), ylim=(-5, 15))
    ax.legend()  # loc="best": it moves with the data


def histogram(ax, k=1.0):
    ax.hist(np.sin(np.arange(200) * k), bins=np.linspace(-1, 1, 21))
    ax.set(ylim=(0, 120))
    ax.grid(False)


def logarithmic(ax, k=1.0):
    ax.loglog(X, X**k)
    ax.set(xlim=(0.05, 20), ylim=(1e-5, 1e5))


def image(ax, k=1.0):
    ax.imshow(GRID * k, vmin=-6, vmax=6, cmap="cividis")
    ax.grid(False)


def image_under_grid(ax, k=1.0):
    ax.imshow(GRID * k, vmin=-6, vmax=6)
    ax.grid(True)


def contour(ax, k=1.0):
    ax.contourf(X, X, GRID, levels=[-2, -1, 0, 1, 2])
    ax.clabel(ax.contour(X, X, GRID * k, levels=[-1, 1], colors="black"))
    ax.plot([k], [k], "o")


def colour_bar(ax, k=1.0):
    mesh = ax.pcolormesh(X, X, GRID * k, vmin=-6, vmax=6)
    ax.grid(False)
    ax.get_figure().colorbar(mesh, ax=ax, label="value")


def ticks_by_hand(ax, k=1.0):
    ax.plot([0, 1, 2], [0, k, 2])
    ax.set_xticks([0, 1, 2], ["low", "middle", "high"], rotation=45)
    ax.yaxis.set_major_formatter("{x:.0%}")
    ax.set(ylim=(0, 6))


def words_outside(ax, k=1.0):
    ax.plot(X, X, label="x")
    ax.annotate("above", (5, 5), xytext=(5, 5 + k), arrowprops={"arrowstyle": "->"})
    ax.text(10.5, 5, "beside the axes")
    ax.set(xlim=(0, 10), ylim=(0, 15))
    ax.legend(bbox_to_anchor=(1, 1), loc="upper left")


def ticks_on_top(ax, k=1.0):
    ax.plot([0, 1], [0, k])
    ax.xaxis.tick_top()
    ax.set(title=f"{k:.1f}\nin two lines", ylim=(0, 5))


def no_frame(ax, k=1.0):
    ax.plot([0, 1], [0, k])
    ax.set(ylim=(0, 5))
    ax.axis("off")


def equal_axes(ax, k=1.0):
    ax.plot([0, k], [0, k])
    ax.set(xlim=(0, 5), ylim=(0, 5), aspect="equal")


def super_title(ax, k=1.0):
    ax.plot([0, 1], [0, k])
    ax.set(ylim=(0, 5))
    ax.get_figure().suptitle("over all")


def below_bars(ax, k=1.0):
    ax.set_axisbelow(False)
    ax.bar([0, 1], [k, 3])
    ax.set(ylim=(0, 5))


FAST = [
    lines, scatter, bars, named_bars, filled, histogram, logarithmic, image, image_under_grid, contour, colour_bar,
    ticks_by_hand, ticks_on_top, no_frame, equal_axes, super_title, below_bars,
]  # fmt: skip


def moving_label(ax, k=1.0):
    ax.plot([0, 1], [0, k])
    ax.set(ylim=(0, 5), xlabel=f"k is {k:.1f}")


def moving_limits(ax, k=1.0):
    ax.plot([0, 1], [0, k])
    ax.set(ylim=(0, 2 * k))


def moving_scale(ax, k=1.0):
    ax.plot([1, 2], [1, 2])
    if k > 2:
        ax.set_yscale("log")


def moving_grid(ax, k=1.0):
    ax.plot([1, 2], [1, 2])
    if k > 2:
        ax.grid(False)


def moving_colour(ax, k=1.0):
    ax.plot([1, 2], [1, 2])
    if k > 2:
        ax.tick_params(colors="red")
        ax.set_facecolor("#EEEEEE")


def moving_layout(ax, k=1.0):
    ax.plot([1, 2], [1, 2])
    ax.set_title("one\ntwo" if k > 2 else "one")


def moving_ticks(ax, k=1.0):
    ax.plot([1, 2], [1, 20000])
    ax.locator_params(axis="x", nbins=3 if k > 2 else 8)
    if k > 2:
        ax.ticklabel_format(style="sci", axis="y", scilimits=(0, 0))


def marks_outside(ax, k=1.0):
    ax.plot([0, 2 + k / 10], [0, 1 + k / 10], "o", clip_on=False)
    ax.set(xlim=(0, 2), ylim=(0, 1))


def other_layout(ax, k=1.0):
    ax.plot([0, 1], [0, 1])
    if k > 2:
        ax.get_figure().set_layout_engine("tight")


def other_paper(ax, k=1.0):
    ax.plot([0, 1], [0, 1])
    if k > 2:
        ax.get_figure().set_facecolor("#EEEEEE")


def twin(ax, k=1.0):
    ax.plot([0, 1], [0, k])
    ax.twinx().plot([0, 1], [k, 0], "--")
    ax.set(ylim=(0, 5))


def inset(ax, k=1.0):
    ax.plot([0, 1], [0, k])
    ax.inset_axes([0.1, 0.6, 0.3, 0.3]).plot([0, k])
    ax.set(ylim=(0, 5))


def figure_legend(ax, k=1.0):
    ax.plot([0, 1], [0, k], label="line")
    ax.set(ylim=(0, 5))
    ax.get_figure().legend(loc="outside right upper")


SLOW = [
    words_outside, moving_label, moving_limits, moving_scale, moving_grid, moving_colour, moving_layout, moving_ticks,
    marks_outside, other_layout, other_paper, twin, inset, figure_legend,
]  # fmt: skip


def said(draw):
    """`draw` as explore wants it: with a sentence."""

    def draw_and_say(axes, **values):
        draw(axes, **values)
        return f"{draw.__name__} {values}"

    return draw_and_say


def plain(draw, values, size=(1, 1, (4, 3))):
    """The pixels that matplotlib alone draws, drawn once for each draw and its values."""
    return _plain(draw, tuple(values.items()), size)


@functools.cache
def _plain(draw, values, size):
    figure, axes = stage_module.new_figure(*size)
    draw(axes, **dict(values))
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())


@pytest.mark.parametrize("draw", FAST + SLOW, ids=lambda draw: draw.__name__)
def test_every_picture_is_matplotlib_s_own(draw):
    stage = Stage(said(draw), figsize=(4, 3))
    for k in (1.0, 3.7, 1.4, 1.0):
        pixels, sentence = stage.picture({"k": k})
        assert pixels.dtype == np.uint8 and pixels.shape == (300, 400, 4)
        assert np.array_equal(pixels, plain(draw, {"k": k})), f"k = {k}"
        assert sentence == f"{draw.__name__} {{'k': {k}}}"


@settings(deadline=None, max_examples=6, phases=(Phase.reuse, Phase.generate))
@given(st.lists(st.tuples(st.sampled_from(FAST + SLOW), st.sampled_from([1.0, 2.6])), min_size=4, max_size=12))
def test_nothing_of_an_earlier_picture_stays_behind(pictures):
    """A draw that draws something else at every move, in any order."""

    def changing(ax, draw=lines, k=1.0):
        draw(ax, k=k)
        return "x"

    stage = Stage(changing, figsize=(4, 3))
    for draw, k in pictures:
        stage._limits.clear()  # held limits are the one thing that stays
        assert np.array_equal(stage.picture({"draw": draw, "k": k})[0], plain(draw, {"k": k}))
        assert np.array_equal(stage.picture({"draw": draw, "k": k})[0], plain(draw, {"k": k}))


REUSED = [lines, scatter, bars, filled, histogram, logarithmic, image, contour, ticks_by_hand, equal_axes]


@pytest.mark.parametrize("draw", REUSED, ids=lambda draw: draw.__name__)
def test_the_most_usual_drawings_reuse_one_figure(draw, monkeypatch):
    stage = Stage(said(draw), figsize=(4, 3))
    stage.picture({"k": 1.0})
    stage.picture({"k": 1.4})
    monkeypatch.setattr(stage_module, "new_figure", None)
    for k in (1.0, 3.7, 1.4):
        stage.picture({"k": k})


@pytest.mark.parametrize("draw", FAST, ids=lambda draw: draw.__name__)
def test_usual_drawings_keep_their_background(draw):
    stage = Stage(said(draw), figsize=(4, 3))
    for k in (1.0, 3.7, 1.4):
        stage.picture({"k": k})
    assert stage.full_redraws == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda ax, k: ax.plot([0, 10], [5, 5], label=f"{k:.0f}"),
        lambda ax, k: ax.plot([0, 10], [5, 5], color=["red", "blue"][k > 2], label="x"),
        lambda ax, k: ax.plot([0, 10], [5, 5], color=np.array([k / 4, 0, 0]), label="x"),
        lambda ax, k: ax.plot([0, 10], [5, 5], lw=k, label="x"),
        lambda ax, k: ax.plot([0, 10], [5, 5], dashes=(k, 1), label="x"),
        lambda ax, k: ax.plot([0, 10], [5, 5], marker="o^"[k > 2], label="x"),
        lambda ax, k: ax.plot([0, 10], [5, 5], marker="o", ms=10, fillstyle=["full", "left"][k > 2], label="x"),
        lambda ax, k: ax.plot([0, 10], [5, 5], marker="o", ms=10, mfc=["red", "white"][k > 2], label="x"),
        lambda ax, k: ax.fill_between([0, 10], [5, 5], alpha=k / 4, label="x"),
        lambda ax, k: ax.bar([2], [5], hatch="/x"[k > 2], label="x"),
        lambda ax, k: ax.scatter([2], [5], c=["red", "blue"][k > 2], label="x"),
        lambda ax, k: ax.errorbar([2], [5], yerr=1, fmt="o", capsize=2 * k, label="x"),
        lambda ax, k: ax.plot([6, 9], [6 + k, 8 + k], label="under the legend"),
    ],
)
def test_a_legend_is_as_matplotlib_draws_it(change):
    def legend(ax, k=1.0, title=None, loc="upper right"):
        ax.set(xlim=(0, 10), ylim=(0, 10))
        change(ax, k)
        ax.legend(loc=loc, title=title, shadow=k > 2)

    stage = Stage(said(legend), figsize=(4, 3))
    moves = [{"k": k} for k in (1.0, 1.0, 3.7, 3.7, 1.4, 1.0)]
    moves += [{"title": "T"}, {"title": "T"}, {"title": "U"}, {"loc": "center"}, {"loc": (0.3, 0.4)}, {"loc": "best"}]
    for values in moves:
        assert np.array_equal(stage.picture(values)[0], plain(legend, values)), values
    assert stage.full_redraws == 1


def test_the_same_legend_is_drawn_once(monkeypatch):
    stage = Stage(said(lines), figsize=(4, 3))
    stage.picture({"k": 1.0})
    monkeypatch.setattr(stage_module.Legend, "draw", None)
    stage.picture({"k": 1.0})


def test_several_axes():
    def draw(axes, k=1.0):
        for ax, part in zip(axes.flat, (lines, bars, image, filled), strict=True):
            part(ax, k=k)

    size = (2, 2, (7, 5))
    stage = Stage(said(draw), *size)
    for k in (1.0, 2.5):
        assert np.array_equal(stage.picture({"k": k})[0], plain(draw, {"k": k}, size))
    assert stage.full_redraws == 1


def test_no_pyplot_state_is_used(monkeypatch):
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    monkeypatch.setattr(plt, "figure", None)
    Stage(said(lines)).picture({"k": 1.0})
    assert plt.get_fignums() == before


def test_an_error_leaves_the_stage_as_it_was():
    def draw(ax, k=1.0):
        lines(ax, k)
        if k == 2:
            ax.set_ylabel("$\\nonsense$")  # fails only when it is drawn
        if k == 3:
            raise ArithmeticError("too far")

    stage = Stage(said(draw), figsize=(4, 3))
    first = stage.picture({"k": 1.0})[0]
    for bad in (2, 3):
        with pytest.raises((ValueError, ArithmeticError)):
            stage.picture({"k": bad})
        assert np.array_equal(stage.picture({"k": 1.0})[0], first)


def test_draw_must_return_a_sentence():
    with pytest.raises(ValueError, match=r"draw must return a sentence.*None"):
        Stage(lines).picture({"k": 1.0})


def test_prepared_figure_gives_the_same_picture():
    stage = Stage(said(lines), figsize=(4, 3))
    first = stage.picture({"k": 1.0})[0]
    stage.prepare()
    assert np.array_equal(stage.picture({"k": 1.0})[0], first)


# Limits that matplotlib chooses


def free(ax, k=1.0, shift=0.0):
    ax.plot([0, 1, 2], [shift, shift + k / 2, shift + k])


def limits_shown(stage, **values):
    """The y limits that a stage shows, seen through the axes that draw was given."""
    seen = {}
    original = stage.draw

    def spy(ax, **given):
        seen["ax"] = ax
        return original(ax, **given)

    stage.draw = spy
    stage.picture(values)
    stage.draw = original
    return seen["ax"].get_ylim()


def test_limits_start_where_matplotlib_puts_them_and_hold_still():
    stage = Stage(said(free), figsize=(4, 3))
    start = limits_shown(stage, k=1.0)
    assert start == pytest.approx((-0.05, 1.05))
    assert limits_shown(stage, k=0.8) == start
    assert limits_shown(stage, k=1.04) == start
    assert stage.full_redraws == 1


def test_limits_widen_to_round_numbers_and_narrow_again():
    stage = Stage(said(free), figsize=(4, 3))
    start = limits_shown(stage, k=1.0)
    wide = limits_shown(stage, k=50.0)
    assert wide[0] <= start[0] and wide[1] >= 50 and wide[1] % 1 == 0
    assert limits_shown(stage, k=40.0) == wide
    near = limits_shown(stage, k=1.0)
    assert near[1] < 2
    away = limits_shown(stage, k=1.0, shift=1000.0)
    assert away[0] > 900, "data far from the old limits are followed, not joined to them"


def test_forget_gives_the_first_picture_again():
    stage = Stage(said(free), figsize=(4, 3))
    first = stage.picture({"k": 1.0})[0]
    stage.picture({"k": 50.0})
    stage.forget()
    assert np.array_equal(stage.picture({"k": 1.0})[0], first)


def test_limits_set_by_draw_are_kept_and_the_foot_of_bars_stays_at_zero():
    def draw(ax, k=1.0):
        ax.bar([0, 1], [k, k / 2])
        ax.set_xlim(-3, 3)

    stage = Stage(said(draw), figsize=(4, 3))
    for k in (1.0, 7.3, 0.1):
        assert limits_shown(stage, k=k)[0] == 0


finite = st.floats(-1e6, 1e6, allow_nan=False)
spans = st.tuples(finite, st.floats(1e-3, 1e6)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@settings(deadline=None, max_examples=200)
@given(data=spans, held=st.none() | spans)
def test_settled_limits_hold_the_data_and_settle_once(data, held):
    margin = 0.05 * (data[1] - data[0])
    automatic = (data[0] - margin, data[1] + margin)
    low, high = settle(np.array(data), automatic, held)
    slack = 1e-6 * (high - low)
    assert low - slack <= data[0] and data[1] <= high + slack
    assert (data[1] - data[0]) >= (high - low) / 5, "the data fill a good part"
    assert settle(np.array(data), automatic, (low, high)) == (low, high)


def test_the_reference_of_these_tests_sees_differences():
    """The judge is judged: neighbouring values give pictures that differ."""
    for draw, (a, b) in itertools.product((lines, bars, image, contour), [(1.0, 1.4)]):
        assert not np.array_equal(plain(draw, {"k": a}), plain(draw, {"k": b})), draw.__name__
    assert isinstance(stage_module.new_figure()[0], Figure)
