"""Drawings of how things hang together, for lessons: boxes and arrows on a given Axes."""

from matplotlib.patches import FancyArrowPatch

from kml.core.look import COLOURS
from kml.core.words import N_, NP_, _, pgettext

__all__ = ["BOXES", "draw_platform"]

# name: (column, row, what the box says, the Chinese term that a reader of any language learns, colour of the frame)
BOXES = {
    "creator": (0, 2, NP_("station", "creator"), "知识创作者", "blue"),
    "create": (1, 2, NP_("station", "create"), "创作", "blue"),
    "publish": (2, 2, NP_("station", "publish"), "发布", "blue"),
    "review": (3, 2, NP_("station", "review"), "审核", "red"),
    "push": (4, 2, NP_("station", "push"), "推送", "purple"),
    "watch": (5, 2, NP_("station", "watch"), "观看", "green"),
    "engage": (6, 2, NP_("station", "engage"), "互动", "green"),
    "training": (4, 1, NP_("station", "training"), "模型训练", "purple"),
    "log": (5, 1, NP_("station", "exposure log"), "曝光日志", "purple"),
    "channels": (6, 0, NP_("station", "channels"), "变现渠道", "orange"),
    "cut": (3, 0, NP_("station", "platform's cut"), "平台抽成", "orange"),
    "income": (0, 0, NP_("station", "creator's income"), "创作者收入", "orange"),
}
# from, to, bend (0 is straight), note (the four ways back are numbered), where the note stands
_ARROWS = (
    ("creator", "create", 0, "", None),
    ("create", "publish", 0, "", None),
    ("publish", "review", 0, "", None),
    ("review", "push", 0, "", None),
    ("push", "watch", 0, "", None),
    ("watch", "engage", 0, "", None),
    ("watch", "log", 0, "", None),
    ("log", "training", 0, "", None),
    ("training", "push", 0, N_("② the platform learns"), (3.93, 1.5)),
    ("engage", "push", 0.36, N_("① push again"), (4.6, 2.58)),
    ("engage", "creator", 0.36, N_("③ the creator learns"), (3.0, 3.3)),
    ("engage", "channels", 0, "", None),
    ("channels", "cut", 0, N_("ads, tips, sales, brands"), (4.5, 0.17)),
    ("cut", "income", 0, N_("what is left"), (1.5, 0.17)),
    ("income", "creator", 0, N_("④ the money for the next video"), (0.06, 1.0)),
)


def draw_platform(ax):
    """Draw the whole way from an upload to an income, its four ways back and its money, on `ax`."""
    for column, row, name, term, colour in BOXES.values():
        said = pgettext("station", name)
        text = term if said == term else f"{said}\n{term}"
        frame = {"boxstyle": "round,pad=0.35", "facecolor": "white", "edgecolor": getattr(COLOURS, colour), "lw": 2}
        ax.text(column, row, text, ha="center", va="center", fontsize=11, bbox=frame, zorder=3)
    for start, end, bend, note, place in _ARROWS:
        (x0, y0), (x1, y1) = BOXES[start][:2], BOXES[end][:2]
        style = {"arrowstyle": "-|>", "mutation_scale": 13, "color": "0.35", "lw": 1.4, "zorder": 2}
        ends = {"posA": (x0, y0), "posB": (x1, y1)}
        level = y0 == y1 and not bend
        for side, name in (("shrinkA", start), ("shrinkB", end)):
            # points from the box's centre to its edge: half a line of 11-point text, or its height
            ends[side] = 12 + 3 * len(BOXES[name][2]) if level else (28 if bend else 24)
        ax.add_patch(FancyArrowPatch(**ends, connectionstyle=f"arc3,rad={bend}", **style))
        if note:
            ax.text(*place, _(note), ha="center", va="center", fontsize=10, style="italic", color="0.25", zorder=4,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    ax.set(xlim=(-0.75, 6.5), ylim=(-0.3, 3.45))
    ax.set_axis_off()
