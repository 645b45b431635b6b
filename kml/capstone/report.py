"""The season on one page: pictures, a table, and what the platform changed, in one HTML file that can be kept."""

import base64
import html
import io
from pathlib import Path

import numpy as np
import pandas as pd

from kml.capstone.baselines import YOU, in_words, player_in_words
from kml.capstone.channel import DAYS, MONTH, RENT
from kml.capstone.diagnosis import losses, tax
from kml.capstone.plan import HOURS, STYLES
from kml.core.arrays import indices
from kml.core.look import COLOURS, new_figure
from kml.core.words import N_, _, language, pgettext, sentences
from kml.monetization import CHANNELS
from kml.personas import CREATORS

# How each channel is drawn: a colour, and a hatch, since colour alone does not tell everybody apart.
CHANNEL_LOOKS = dict(
    zip(
        CHANNELS,
        (
            {"color": COLOURS.grey, "hatch": ""},
            {"color": COLOURS.orange, "hatch": "//"},
            {"color": COLOURS.blue, "hatch": ""},
            {"color": COLOURS.green, "hatch": ".."},
            {"color": COLOURS.purple, "hatch": "xx"},
        ),
        strict=True,
    )
)

_PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #222 }}
img {{ width: 100% }} table {{ border-collapse: collapse }} caption {{ text-align: left; padding: 0.4em 0 }}
th, td {{ text-align: right; padding: 0.2em 0.35em; border-bottom: 1px solid #ddd }}
th {{ text-wrap: balance }} th, td {{ word-break: keep-all }} th:first-child, td:first-child {{ text-align: left }}
figcaption {{ color: #595959; font-size: 0.9em }} figure {{ margin: 1em 0 }} .wide {{ overflow-x: auto }}
</style></head><body>
<h1>{title}</h1>
<p>{summary}</p>
{body}
<p><em>{simulated}</em></p>
</body></html>
"""
_CHANGES = {  # a notice begins with its key
    "label": N_("label"),
    "rpm": N_("rpm changes"),
    "push": N_("push changes"),
}
_BEST = {  # columns of a season's posts, and what a reader calls them
    "day": N_("day"),
    "style": N_("style"),
    "seconds": N_("seconds"),
    "views": N_("views"),
    "valid_play": N_("share of valid plays"),
    "follows": N_("follows"),
}
_HOURS = {  # columns of a season's days
    "making": N_("videos"),
    "course": N_("making the course"),
    "sold": N_("selling"),
    "idle": N_("for nothing"),
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
    weeks = (season.days["day"] - 1) // 7
    bottom = np.zeros(weeks.max() + 1 if len(weeks) else 0)
    for channel, look in CHANNEL_LOOKS.items():
        money, name = np.bincount(indices(weeks), season.days[channel], len(bottom)), pgettext("channel", channel)
        axes.bar(np.arange(len(bottom)) * 7 + 4, money, 6, bottom, ec="white", label=name, **look)
        bottom = bottom + money
    axes.axhline(RENT * 7 / 30, color=COLOURS.red, linestyle="--", label=_("rent"))
    _mark_changes(axes, season)
    top = 1.05 * max(RENT * 7 / 30, bottom.max(initial=0.0))  # matplotlib leaves no room above a channel without money
    axes.set(xlim=(0, DAYS + 1), ylim=(0, top), xlabel=_("day"), ylabel=_("simulated yuan in a week"))
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


def draw_followers(axes, season):
    """Followers by day, from the first morning on.

    >>> from kml import capstone
    >>> from kml.core.look import new_figure
    >>> from kml.personas import CREATORS
    >>> season = capstone.play(capstone.BASELINES["tester"], CREATORS["coding_teacher"])
    >>> figure, axes = new_figure()
    >>> capstone.draw_followers(axes, season)
    >>> axes.get_ylabel()
    'followers'
    """
    days, followers = [0, *season.days["day"]], [season.followers, *season.days["followers"]]
    axes.plot(days, followers, color=COLOURS.blue)
    _mark_changes(axes, season)
    axes.set(xlim=(0, DAYS + 1), xlabel=_("day"), ylabel=_("followers"))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_title(_("Followers (simulated)") + "\n")


def draw_work(axes, season):
    """Where the hours went: a bar for each 7 days, stacked.

    >>> from kml import capstone
    >>> from kml.core.look import new_figure
    >>> from kml.personas import CREATORS
    >>> season = capstone.play(capstone.BASELINES["tester"], CREATORS["coding_teacher"])
    >>> figure, axes = new_figure()
    >>> capstone.draw_work(axes, season)
    >>> axes.get_ylabel()
    'hours a day'
    """
    hours = _hours(season)
    weeks = hours.groupby((season.days["day"] - 1) // 7).mean() if len(hours) else hours
    looks = ((COLOURS.blue, ""), (COLOURS.orange, "//"), (COLOURS.green, ".."), ("white", ""))
    bottom = np.zeros(len(weeks))
    for (name, word), (colour, hatch) in zip(_HOURS.items(), looks, strict=True):
        edge = COLOURS.grey if colour == "white" else "white"
        places = np.arange(len(weeks)) * 7 + 4
        axes.bar(places, weeks[name], 6, bottom, color=colour, hatch=hatch, ec=edge, label=_(word))
        bottom = bottom + weeks[name].to_numpy()
    axes.set(xlim=(0, DAYS + 1), ylim=(0, HOURS + 0.5), xlabel=_("day"), ylabel=_("hours a day"))
    axes.set_title(_("Where the hours went"))
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))


def _hours(season):
    """Hours of each day by what they were for, a DataFrame with the columns of _HOURS."""
    days = season.days
    if not len(days):
        return days.reindex(columns=list(_HOURS))
    sold = days["selling"] * days["effort"].clip(upper=1)
    return days[["making", "course"]].assign(sold=sold, idle=days["selling"] - sold)


def _mark_changes(axes, season):
    """A dotted line and a word for each change; days may be neighbours, so the words take turns in two rows."""
    for i, (day, notice) in enumerate(season.notices):
        axes.axvline(day, color=COLOURS.grey, linestyle=":", linewidth=1.2)
        side = "right" if i < 2 else "left"
        word = _(_CHANGES[notice.split(":")[0]])
        axes.annotate(f" {word} ", (day, 1), xycoords=("data", "axes fraction"), ha=side, va="bottom", fontsize=8)


def report(season, path="season.html", board=None, way=None, name=YOU):
    """Write a Season as one HTML page that needs no other file, and return its Path.

    board: what `scoreboard` returned, shown as a table. way: a DataFrame in words, how the strategy came to be, which
    is shown first. name: whose strategy played, as for `scoreboard`; if it is not yours, the page says so. Raises
    ValueError if the folder of `path` is not there.

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
        "Bars of weekly income by channel; {earned:,.0f} simulated yuan are left of it after costs. The rent of "
        "{rent:,.0f} yuan for 30 days was covered in {paid} of 3 months."
    ).format(earned=season.earned, rent=RENT, paid=season.months_paid)
    posts = _(
        "Each video by day and share of valid plays, a marker for each style; dotted lines mark the days on which the "
        "platform changed."
    )
    parts = [] if way is None else [_section(_("From the first decision to the last"), _table(way, index=False))]
    parts += [_list(losses(season), _("What cost most"), _("Nothing stands out: the rest is luck."))]
    owed = tax(season)
    parts += [f"<p>{html.escape(owed)}</p>"] if owed else []
    parts += [
        _picture(draw_income, season, income),
        _picture(draw_followers, season, _("The line of followers, from the first morning to the last.")),
        _picture(draw_work, season, _("Stacked bars: hours a day for videos, the course, selling, and for nothing.")),
        _picture(draw_posts, season, posts),
    ]
    changes = [_("Day {day}: {notice}").format(day=day, notice=notice) for day, notice in season.notices]
    parts.append(_list(changes, _("What the platform changed"), _("nothing")))
    if len(season.days):
        parts.append(_section(_("Month by month"), _months(season)))
    if len(season.posts):
        parts.append(_section(_("The five most watched videos"), _best(season.posts)))
    if board is not None:
        parts.append(_section(_("Scoreboard"), _board(board)))
    known = CREATORS.get(season.creator)
    summary = [repr(season).split("\n")[0]]
    if name != YOU:
        summary += [_("The strategy of this season: {player}.").format(player=player_in_words(name))]
    page = _PAGE.format(
        lang=language(),
        title=html.escape(_("Ninety days of a {creator}").format(creator=known.name if known else season.creator)),
        summary=html.escape(sentences(*summary)),
        body="\n".join(parts),
        simulated=_("Everything on this page is simulated: viewers, platform and money."),
    )
    path.write_text(page, encoding="utf-8")
    return path


def _section(heading, content):
    return f"<h2>{html.escape(heading)}</h2>{content}"


def _list(items, heading, nothing):
    items = "".join(f"<li>{html.escape(said)}</li>" for said in items or [nothing])
    return _section(heading, f"<ul>{items}</ul>")


def _table(frame, **how):
    with pd.option_context("display.max_colwidth", None):  # each text to its end
        return f'<div class="wide">{frame.to_html(border=0, escape=True, **how)}</div>'


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
    best = best.assign(
        style=styles,
        views=[f"{views:,.0f}" for views in best["views"]],
        valid_play=[f"{share:.0%}" for share in best["valid_play"]],
        follows=[f"{follows:,.0f}" for follows in best["follows"]],
    )
    return _table(best.rename(columns={key: _(word) for key, word in _BEST.items()}), index=False)


def _months(season):
    """Views, followers, money, price and hours of each 30 days as an HTML table."""
    days = season.days.assign(income=season.days[list(CHANNELS)].sum(axis=1), **_hours(season))
    rows = []
    for month, own in days.groupby((days["day"] - 1) // MONTH):
        rows.append({
            _("month"): month + 1,
            _("views"): f"{own['views'].sum():,.0f}",
            _("followers"): f"{own['followers'].iloc[-1]:,.0f}",
            _("income, yuan"): f"{own['income'].sum():,.0f}",
            _("costs, yuan"): f"{own['costs'].sum():,.0f}",
            _("price of the course"): f"{own['price'].median():,.0f}",
            _("buyers of the course"): f"{own['buyers'].sum():,.0f}",
            _("hours of making a day"): f"{(own['making'] + own['course']).mean():.1f}",
            _("hours of selling a day"): f"{own['sold'].mean():.1f}",
        })  # fmt: skip
    return _table(pd.DataFrame(rows), index=False)


def _board(board):
    """The scoreboard in words and whole yuan as an HTML table."""
    said = board.copy().astype(object)
    for name in board.columns:
        shape = "{:.0%}" if name == "rent paid" else "{:,.0f}"
        said[name] = [shape.format(value) for value in board[name]]
    return _table(in_words(said))
