"""The season on one page: pictures, a table, and what the platform changed, in one HTML file that can be kept."""

import base64
import html
import io
from pathlib import Path

import numpy as np

from kml.capstone.baselines import in_words
from kml.capstone.channel import DAYS, RENT
from kml.capstone.plan import STYLES
from kml.core.look import COLOURS, new_figure
from kml.core.words import N_, _, language, pgettext
from kml.monetization import CHANNELS
from kml.personas import CREATORS

_PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #222 }}
img {{ width: 100% }} table {{ border-collapse: collapse }} caption {{ text-align: left; padding: 0.4em 0 }}
th, td {{ text-align: right; padding: 0.2em 0.9em; border-bottom: 1px solid #ddd }}
th:first-child, td:first-child {{ text-align: left }} figcaption {{ color: #595959; font-size: 0.9em }}
figure {{ margin: 1em 0 }}
</style></head><body>
<h1>{title}</h1>
<p>{summary}</p>
{body}
<p><em>{simulated}</em></p>
</body></html>
"""
_CHANGES = {"rpm": N_("rpm changes"), "push": N_("push changes")}  # a notice begins with its key
_BEST = {  # columns of a season's posts, and what a reader calls them
    "day": N_("day"),
    "style": N_("style"),
    "seconds": N_("seconds"),
    "views": N_("views"),
    "valid_play": N_("share of valid plays"),
    "follows": N_("follows"),
}


def draw_income(axes, season):
    """Income of 7-day stretches by channel, stacked, with the rent as a line and the platform's changes marked.

    >>> from kml import capstone
    >>> from kml.core.look import new_figure
    >>> from kml.personas import CREATORS
    >>> season = capstone.play(capstone.BASELINES["course seller"], CREATORS["coding_teacher"])
    >>> figure, axes = new_figure()
    >>> capstone.draw_income(axes, season)
    >>> axes.get_xlabel(), axes.get_ylabel()
    ('day', 'simulated yuan in a week')
    """
    colours = (COLOURS.grey, COLOURS.orange, COLOURS.blue, COLOURS.green, COLOURS.purple)
    hatches = ("", "//", "", "..", "xx")  # never colour alone
    weeks = (season.days["day"] - 1) // 7
    bottom = np.zeros(weeks.max() + 1 if len(weeks) else 0)
    for channel, colour, hatch in zip(CHANNELS, colours, hatches, strict=True):
        money, name = np.bincount(weeks, season.days[channel], len(bottom)), pgettext("channel", channel)
        axes.bar(np.arange(len(bottom)) * 7 + 4, money, 6, bottom, color=colour, hatch=hatch, ec="white", label=name)
        bottom = bottom + money
    axes.axhline(RENT * 7 / 30, color=COLOURS.red, linestyle="--", label=_("rent"))
    _mark_changes(axes, season)
    axes.set(xlim=(0, DAYS + 1), xlabel=_("day"), ylabel=_("simulated yuan in a week"))
    axes.set_title(_("Income by channel (simulated)") + "\n")  # the changes stand on the line below
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))


def draw_posts(axes, season):
    """Each video's share of valid plays by day, a marker for each style, its area by views.

    >>> from kml import capstone
    >>> from kml.core.look import new_figure
    >>> from kml.personas import CREATORS
    >>> season = capstone.play(capstone.BASELINES["many shorts"], CREATORS["coding_teacher"])
    >>> figure, axes = new_figure()
    >>> capstone.draw_posts(axes, season)
    >>> len(axes.get_legend().get_texts())  # a marker for each style
    3
    """
    looks = dict(zip(STYLES, ((COLOURS.blue, "o"), (COLOURS.orange, "s"), (COLOURS.green, "^")), strict=True))
    for style, (colour, marker) in looks.items():
        own = season.posts[season.posts["style"] == style] if len(season.posts) else season.posts
        if len(own):
            size, name = 10 * np.log10(own["views"]), pgettext("style of a video", style)
            axes.scatter(own["day"], own["valid_play"], size, color=colour, marker=marker, alpha=0.7, label=name)
    _mark_changes(axes, season)
    axes.set(xlim=(0, DAYS + 1), ylim=(0, 1), xlabel=_("day"), ylabel=_("share of valid plays"))
    axes.set_title(_("Videos (simulated)") + "\n")
    if len(season.posts):
        axes.legend(title=_("style"), loc="upper left", bbox_to_anchor=(1, 1))


def _mark_changes(axes, season):
    for i, (day, notice) in enumerate(season.notices):
        axes.axvline(day, color=COLOURS.grey, linestyle=":", linewidth=1.2)
        side = "right" if i == 0 else "left"  # the two may be a day apart
        word = _(_CHANGES[notice.split(":")[0]])
        axes.annotate(f" {word} ", (day, 1), xycoords=("data", "axes fraction"), ha=side, va="bottom", fontsize=8)


def report(season, path="season.html", board=None):
    """Write a Season as one HTML page that needs no other file, and return its Path.

    board: what `scoreboard` returned, shown as a table. Raises ValueError if the folder of `path` is not there.

    >>> import tempfile
    >>> from kml import capstone
    >>> from kml.personas import CREATORS
    >>> season = capstone.play(capstone.BASELINES["course seller"], CREATORS["coding_teacher"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = capstone.report(season, f"{folder}/season.html")
    ...     print(page.name, page.read_text(encoding="utf-8")[:15])
    season.html <!DOCTYPE html>
    """
    path = Path(path).expanduser()
    if not path.parent.is_dir():
        raise ValueError(_("path must lie in a folder that is there; got {path}.").format(path=repr(str(path))))
    income = _(
        "Bars of weekly income by channel; {earned:,.0f} simulated yuan in all. The rent of {rent:,.0f} yuan for 30 "
        "days was covered in {paid} of 3 months."
    ).format(earned=season.earned, rent=RENT, paid=season.months_paid)
    posts = _(
        "Each video by day and share of valid plays, a marker for each style; dotted lines mark the days on which the "
        "platform changed."
    )
    parts = [_picture(draw_income, season, income), _picture(draw_posts, season, posts)]
    changes = [_("Day {day}: {notice}").format(day=day, notice=notice) for day, notice in season.notices]
    items = "".join(f"<li>{html.escape(change)}</li>" for change in changes or [_("nothing")])
    parts.append(_section(_("What the platform changed"), f"<ul>{items}</ul>"))
    if len(season.posts):
        parts.append(_section(_("The five most watched videos"), _best(season.posts)))
    if board is not None:
        parts.append(_section(_("Scoreboard"), in_words(board.round(2)).to_html(border=0, escape=True)))
    known = CREATORS.get(season.creator)
    page = _PAGE.format(
        lang=language(),
        title=html.escape(_("Ninety days of a {creator}").format(creator=known.name if known else season.creator)),
        summary=html.escape(repr(season)),
        body="\n".join(parts),
        simulated=_("Everything on this page is simulated: viewers, platform and money."),
    )
    path.write_text(page, encoding="utf-8")
    return path


def _section(heading, content):
    return f"<h2>{heading}</h2>{content}"


def _picture(draw, season, alt):
    """A drawing of the season as HTML: the picture itself in the page, `alt` as its text and below it."""
    figure, axes = new_figure(figsize=(9, 3.6))
    draw(axes, season)
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=150)
    picture, alt = base64.b64encode(file.getvalue()).decode(), html.escape(alt)
    return f'<figure><img alt="{alt}" src="data:image/png;base64,{picture}"><figcaption>{alt}</figcaption></figure>'


def _best(posts):
    """The five most watched videos as an HTML table."""
    best = posts.nlargest(5, "views")[list(_BEST)]
    styles = [pgettext("style of a video", style) for style in best["style"]]
    best = best.assign(style=styles).rename(columns={key: _(word) for key, word in _BEST.items()})
    return best.to_html(index=False, border=0, escape=True)
