"""Sliders without a browser: set a control's value, and look at the picture, the sentence, and what goes wrong."""

import asyncio
import io
import itertools
import math
import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from kml.core.look import new_figure
from kml.core.words import language, languages, spoken
from kml.course.showing import explore as explore_module
from kml.course.showing import figures
from kml.course.showing.explore import explore

ETA, KAPPA = (0.01, 1.2, 0.01), [1, 10, 100]


def draw(ax, eta=0.1, kappa=10, momentum=False, steps=20):
    x = np.arange(steps)
    ax.plot(x, np.exp(-eta * x / kappa), "--" if momentum else "-", label=f"{kappa}")
    ax.set(xlim=(0, 50), ylim=(0, 1.1), xlabel="step", ylabel="error", title="simulated descent")
    ax.legend()
    return f"With a rate of {eta:.2f} the error after {steps} steps is {np.exp(-eta * steps / kappa):.3f}."


@pytest.fixture(autouse=True)
def no_picture_is_slow(monkeypatch):
    """A busy machine must not change what these tests see."""
    monkeypatch.setattr(explore_module, "SLOW", math.inf)


def whole(**changes):
    arguments = {"eta": ETA, "kappa": KAPPA, "momentum": False, "steps": (1, 50)}
    arguments |= {"alt": "a falling line", "figsize": (4, 3)} | changes
    return explore(draw, **arguments)


def test_a_control_for_each_kind_of_value():
    explorer = whole(labels={"eta": "learning rate η"}, title="Try it")
    eta, kappa, momentum, steps = (explorer.controls[name] for name in ("eta", "kappa", "momentum", "steps"))
    assert (eta.min, eta.max, eta.step, eta.value, eta.readout_format) == (0.01, 1.2, 0.01, 0.1, ".2f")
    assert (steps.min, steps.max, steps.step, steps.value) == (1, 50, 1, 20) and isinstance(steps.value, int)
    assert [value for _, value in kappa.options] == KAPPA and kappa.value == 10
    assert momentum.value is False
    assert [w.description for w in (eta, kappa, momentum, steps)] == ["learning rate η", "kappa", "momentum", "steps"]
    assert eta.continuous_update and steps.continuous_update
    assert explorer.values() == explorer.start == {"eta": 0.1, "kappa": 10, "momentum": False, "steps": 20}


def test_underscores_in_names_become_spaces():
    def own(ax, fill_rate=50):
        return "x"

    assert explore(own, fill_rate=(0, 100), alt="x").controls["fill_rate"].description == "fill rate"


def test_a_list_shows_words_and_draw_gets_values(static_output, monkeypatch):
    monkeypatch.setenv("KML_STATIC", "0")
    drawn = []

    def own(ax, device="cpu"):
        drawn.append(device)
        return f"on {device}"

    explorer = explore(own, device={"your <processor>": "cpu", "a GPU": "cuda"}, alt="x")
    control = explorer.controls["device"]
    assert control.options == (("your <processor>", "cpu"), ("a GPU", "cuda")) and control.value == "cpu"
    control.value = "cuda"
    assert drawn[-1] == "cuda" and "on cuda" in explorer.status.value and explorer.values() == {"device": "cuda"}
    explorer._display_static()
    lines = static_output[-1]["text/plain"].splitlines()
    assert lines[1] == "start | your <processor> | on cpu" and lines[3] == "device = a GPU | a GPU | on cuda"


@pytest.mark.parametrize("now", languages())
def test_its_own_words_are_said_and_no_others(static_output, monkeypatch, now):
    with spoken(now):
        whole(alt="a table of means")._ipython_display_()
        monkeypatch.setenv("KML_STATIC", "0")
        button = whole().button.description
        assert language() == now
    table = static_output[-1]["text/plain"]
    assert "With a rate of 0.10 the error after 20 steps is 0.819." in table and "| kappa | momentum |" in table
    assert ("what it shows" in table) == ("start | " in table) == (button == "Reset") == (now == languages()[0])


def test_the_picture_and_the_sentence_follow_at_every_corner():
    explorer = whole()
    seen = set()
    for eta, kappa, momentum, steps in itertools.product((0.01, 1.2), (1, 100), (False, True), (1, 50)):
        values = {"eta": eta, "kappa": kappa, "momentum": momentum, "steps": steps}
        for name, value in values.items():
            explorer.controls[name].value = value
        picture = explorer.image.value
        assert Image.open(io.BytesIO(picture)).size == (400 + 2 * figures.MARGIN, 300 + 2 * figures.MARGIN)
        _, ax = new_figure()
        assert draw(ax, **values) in explorer.status.value
        seen.add(picture)
    assert len(seen) == 12, "16, but a line of one step is the same for both rates"
    assert explorer.stage.full_redraws == 1


def test_the_same_values_give_the_same_pixels_by_any_path():
    explorer = whole()
    start = explorer.image.value
    for value in (0.5, 1.2, 0.01, 0.30000000000000004):
        explorer.controls["eta"].value = value
    there = explorer.image.value
    explorer.controls["steps"].value = 3
    explorer.controls["steps"].value = 20
    assert explorer.image.value == there != start
    other = whole()
    other.controls["eta"].value = 0.3
    assert other.image.value == there


def test_reset_brings_back_the_first_picture_and_its_limits():
    def free(ax, k=1.0):
        ax.plot([0, k])
        return f"k is {k}"

    explorer = explore(free, k=(0.5, 100.0), alt="a line", figsize=(4, 3))
    start = explorer.image.value
    explorer.controls["k"].value = 90.0
    assert explorer.image.value != start
    explorer.button.click()
    assert explorer.image.value == start and explorer.values() == {"k": 1.0}
    assert "k is 1.0" in explorer.status.value


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (ValueError("eta must be below 1; got 1.1."), "eta must be below 1; got 1.1."),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
        (RuntimeError(), "RuntimeError"),
    ],
)
def test_an_error_is_a_sentence_and_the_last_good_picture_stays(capfd, problem, words):
    def breaks(ax, eta=0.5, kappa=1):
        if eta > 1:
            raise problem
        ax.plot([0, eta])
        return "<fine>"

    explorer = explore(breaks, eta=ETA, kappa=[1, 2], alt="a line", figsize=(4, 3), labels={"eta": "learning rate"})
    assert "&lt;fine&gt;" in explorer.status.value
    good = explorer.image.value
    explorer.controls["eta"].value = 1.1
    assert explorer.image.value == good
    assert f"No picture for learning rate = 1.10, kappa = 1: {words}" in explorer.status.value
    assert "Traceback" not in explorer.status.value + "".join(capfd.readouterr())
    explorer.controls["eta"].value = 0.9
    assert explorer.image.value != good and "fine" in explorer.status.value


def test_an_error_at_the_start_leaves_an_empty_picture_and_a_sentence():
    def breaks(ax, k=1):
        raise ValueError("k is too small.")

    explorer = explore(breaks, k=(0, 5), alt="nothing", figsize=(4, 3))
    assert not np.asarray(Image.open(io.BytesIO(explorer.image.value))).min() < 255
    assert "k is too small." in explorer.status.value


def test_no_sentence_is_told():
    assert "draw must return a sentence" in explore(lambda ax, k=1: None, k=(0, 5), alt="x").status.value


def test_warnings_do_not_reach_the_learner(recwarn, capfd):
    def overflows(ax, k=1.0):
        ax.plot(np.exp(np.array([0.0, k])))
        ax.set_ylim(0, 10)
        return "x"

    explorer = explore(overflows, k=(0.0, 1000.0, 1.0), alt="x")
    explorer.controls["k"].value = 1000.0
    assert not [warning for warning in recwarn if issubclass(warning.category, RuntimeWarning)]
    assert capfd.readouterr() == ("", "")


def test_slow_pictures_wait_until_the_slider_is_let_go(monkeypatch):
    quick = whole()
    assert quick.note.value == ""
    monkeypatch.setattr(explore_module, "SLOW", -1.0)  # everything is slow
    for value in (0.2, 0.3):
        quick.controls["eta"].value = value
    assert quick.controls["eta"].continuous_update, "two moves are too few to judge by"
    quick.controls["eta"].value = 0.4
    assert not quick.controls["eta"].continuous_update and not quick.controls["steps"].continuous_update
    assert "let go of the slider" in quick.note.value
    assert not whole().controls["eta"].continuous_update, "slow from its first picture"


def test_the_next_figure_is_made_ready_when_the_kernel_is_idle():
    explorer = whole()

    async def move():
        explorer.controls["eta"].value = 0.7
        ready_at_once = explorer.stage._empty is not None
        await asyncio.sleep(0)
        return ready_at_once, explorer.stage._empty is not None

    assert asyncio.run(move()) == (False, True)
    when_ready = explorer.image.value
    explorer.controls["eta"].value = 0.8
    explorer.controls["eta"].value = 0.7
    assert explorer.image.value == when_ready


def test_words_for_those_who_cannot_see_it(monkeypatch):
    shown = []
    monkeypatch.setattr(explore_module, "display", lambda data, raw: shown.append(data))
    explorer = whole(alt="a <falling> line")
    assert 'role="status"' in explorer.status.value and 'aria-live="polite"' in explorer.status.value
    words = 'data-picture="{}"'.format
    assert words("a &lt;falling&gt; line") in explorer.status.value
    explorer.controls["kappa"].value = 100
    assert words("a &lt;falling&gt; line") not in explorer.status.value
    explorer.reset()
    assert words("a &lt;falling&gt; line") in explorer.status.value
    explorer._ipython_display_()
    data, below = shown
    assert "a &lt;falling&gt; line</details>" in below["text/html"] and not below["text/plain"]
    assert data["text/plain"] == "a <falling> line"
    view = data["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == explorer.box.model_id


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"eta": (1.0, 0.1, 0.1)}, "eta must have low < high"),
        ({"eta": (0.2, 1.0, 0.1)}, "default of eta in draw must be .* >= 0.2"),
        ({"eta": (0.0, 0.05)}, "default of eta in draw must be .* <= 0.05"),
        ({"eta": (0.0, 1.0, 0.0)}, "eta: step must be"),
        ({"eta": (0.0, 1.0, 2.0)}, "eta: step must be"),
        ({"eta": (0.0, float("nan"))}, "eta: high must be a finite number"),
        ({"eta": ("a", "b")}, "eta: low must be a finite number"),
        ({"eta": (1,)}, "eta must be \\(low, high, step\\), a list, a dict, or True or False"),
        ({"eta": 0.3}, "eta must be \\(low, high, step\\)"),
        ({"kappa": [10]}, "kappa must list at least two"),
        ({"kappa": [1, 2]}, "default of kappa in draw must be one of 1, 2"),
        ({"kappa": {"small": 1, "large": 2}}, "default of kappa in draw must be one of 1, 2"),
        ({"kappa": {"ten": 10}}, "kappa must list at least two"),
        ({"steps": True}, "default of steps in draw must be one of False, True"),
        ({"beta": (0, 1)}, "no argument 'beta' to control; it has eta, kappa, momentum, steps"),
        ({"labels": {"beta": "β"}}, "name in labels must be one of 'eta'"),
        ({"alt": " "}, "alt must say in words"),
        ({"columns": 0}, "columns must be a whole number >= 1"),
    ],
)
@pytest.mark.parametrize("mode", ["", "1"])
def test_bad_arguments_are_named(monkeypatch, changes, words, mode):
    monkeypatch.setenv("KML_STATIC", mode)
    with pytest.raises(ValueError, match=words):
        whole(**changes)


def test_draw_itself_is_checked():
    with pytest.raises(ValueError, match="draw must be a function"):
        explore(3, k=(0, 1), alt="x")
    with pytest.raises(ValueError, match="draw must give k a default"):
        explore(lambda ax, k: "x", k=(0, 1), alt="x")
    with pytest.raises(ValueError, match="at least one control"):
        explore(lambda ax, k=1: "x", alt="x")
    with pytest.raises(ValueError, match="it has only axes"):
        explore(lambda ax: "x", k=(0, 1), alt="x")


# Static mode: what a built notebook holds


@pytest.fixture
def static_output(monkeypatch):
    calls = []

    def record(data, raw, metadata=None):
        calls.append(data)

    monkeypatch.setenv("KML_STATIC", "1")
    monkeypatch.setattr(explore_module, "display", record)
    monkeypatch.setattr(figures, "display", record)
    return calls


def test_static_mode_shows_a_figure_and_a_table(static_output):
    whole(labels={"eta": "rate <η>"})._ipython_display_()
    picture, below, table = static_output
    assert picture["text/plain"] == "a falling line" and picture["image/png"]
    assert "a falling line</details>" in below["text/html"] and "script" not in below["text/html"]
    lines = table["text/plain"].splitlines()
    assert lines[0] == "rate <η> | kappa | momentum | steps | what it shows"
    assert lines[1] == "start | 0.10 | 10 | no | 20 | With a rate of 0.10 the error after 20 steps is 0.819."
    assert lines[2].startswith("rate <η> = 0.01 | 0.01 | 10 | no | 20 | ")
    assert [line.split(" | ")[0] for line in lines[3:]] == [
        "rate <η> = 1.20", "kappa = 1", "kappa = 100", "momentum = no", "momentum = yes", "steps = 1", "steps = 50",
    ]  # fmt: skip
    markup = table["text/html"]
    assert markup.count("<tr>") == markup.count("</tr>") == 10
    assert markup.count("<td>") == 9 * 5 and "rate &lt;η&gt; = 0.01" in markup


def test_static_mode_is_the_same_twice(static_output):
    for _ in range(2):
        whole()._ipython_display_()
    assert static_output[:3] == static_output[3:]


def test_static_mode_lets_an_author_s_error_through(static_output):
    def breaks(ax, k=1):
        return 1 / (5 - k)

    with pytest.raises(ValueError, match="draw must return a sentence"):
        explore(breaks, k=(0, 5), alt="x")._ipython_display_()


def test_static_mode_never_loads_widgets():
    code = (
        "import sys, kml\n"
        "kml.explore(lambda ax, k=1: 'x', k=(0, 5), alt='x')._ipython_display_()\n"
        "sys.exit('ipywidgets' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "KML_STATIC": "1"}, check=True, capture_output=True)
