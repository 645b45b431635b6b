"""The season on one page: pictures, a table, and what the platform changed, in one HTML file that can be kept."""

import base64
import html
import io
from pathlib import Path

import numpy as np

from kml.capstone.channel import DAYS, RENT
from kml.capstone.plan import STYLES
from kml.core.words import N_, _, language
from kml.monetization import CHANNELS

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


def draw_income(axes, season):
    """Income of 7-day stretches by channel, stacked, with the rent as a line and the platform's changes marked."""
    from kml.course.showing.figures import COLOURS  # the course's look, from above: only for drawing

    colours = (COLOURS.grey, COLOURS.orange, COLOURS.blue, COLOURS.green, COLOURS.purple)
    hatches = ("", "//", "", "..", "xx")  # never colour alone
    weeks = (season.days["day"] - 1) // 7
    bottom = np.zeros(weeks.max() + 1 if len(weeks) else 0)
    for channel, colour, hatch in zip(CHANNELS, colours, hatches, strict=True):
        money = np.bincount(weeks, weights=season.days[channel], minlength=len(bottom))
        axes.bar(np.arange(len(bottom)) * 7 + 4, money, 6, bottom, color=colour, hatch=hatch, ec="white", label=channel)
        bottom = bottom + money
    axes.axhline(RENT * 7 / 30, color=COLOURS.red, linestyle="--", label=_("rent"))
    _changes(axes, season, COLOURS)
    axes.set(
        xlim=(0, DAYS + 1),
        xlabel=_("day"),
        ylabel=_("simulated yuan in a week"),
        title=_("Income by channel (simulated)\n"),
    )
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))


def draw_posts(axes, season):
    """Each video's share of valid plays by day, a marker for each style, its area by views."""
    from kml.core.look import COLOURS

    looks = dict(zip(STYLES, ((COLOURS.blue, "o"), (COLOURS.orange, "s"), (COLOURS.green, "^")), strict=True))
    for style, (colour, marker) in looks.items():
        own = season.posts[season.posts["style"] == style] if len(season.posts) else season.posts
        if len(own):
            size = 10 * np.log10(own["views"])
            axes.scatter(own["day"], own["valid_play"], size, color=colour, marker=marker, alpha=0.7, label=style)
    _changes(axes, season, COLOURS)
    axes.set(
        xlim=(0, DAYS + 1),
        ylim=(0, 1),
        xlabel=_("day"),
        ylabel=_("share of valid plays"),
        title=_("Videos (simulated)\n"),
    )
    if len(season.posts):
        axes.legend(title=_("style"), loc="upper left", bbox_to_anchor=(1, 1))


def _changes(axes, season, colours):
    for i, (day, sentence) in enumerate(season.notices):
        axes.axvline(day, color=colours.grey, linestyle=":", linewidth=1.2)
        side = "right" if i == 0 else "left"  # the two may be a day apart
        word = f" {_(sentence.split(':')[0] + ' changes')} "
        axes.annotate(word, (day, 1), xycoords=("data", "axes fraction"), ha=side, va="bottom", fontsize=8)


def report(season, path="season.html", board=None):
    """Write a Season as one HTML page that needs no other file, and return its Path.

    board: what `scoreboard` returned, shown as a table. Raises ValueError if the folder of `path` is not there.
    """
    from kml.core.look import new_figure

    path = Path(path).expanduser()
    if not path.parent.is_dir():
        raise ValueError(_("path must lie in a folder that is there; got {path!r}.").format(path=str(path)))
    parts = []
    for draw, alt in (
        (draw_income, _("Bars of weekly income by channel; {earned:,.0f} simulated yuan in all. The rent of " "{RENT:,.0f} yuan for 30 days was covered in {months_paid} of 3 months.").format(earned=season.earned, RENT=RENT, months_paid=season.months_paid)),
        (draw_posts, _("Each video by day and share of valid plays, a marker for each style; dotted lines mark the days "
                     "on which the platform changed.")),
    ):  # fmt: skip
        alt = _(alt)
        figure, axes = new_figure(figsize=(9, 3.6))
        draw(axes, season)
        file = io.BytesIO()
        figure.savefig(file, format="png", dpi=150)
        picture = base64.b64encode(file.getvalue()).decode()
        parts.append(
            f'<figure><img alt="{html.escape(alt)}" src="data:image/png;base64,{picture}">'
            f"<figcaption>{html.escape(alt)}</figcaption></figure>"
        )
    changes = [
        html.escape(_("Day {day}: {sentence}").format(day=day, sentence=sentence)) for day, sentence in season.notices
    ] or [_(N_("nothing"))]
    items = "".join(f"<li>{change}</li>" for change in changes)
    parts.append(f"<h2>{_('What the platform changed')}</h2><ul>{items}</ul>")
    if len(season.posts):
        best = season.posts.nlargest(5, "views")[["day", "style", "seconds", "views", "valid_play", "follows"]]
        parts.append(f"<h2>{_('The five most watched videos')}</h2>" + best.to_html(index=False, border=0, escape=True))
    if board is not None:
        parts.append(f"<h2>{_(N_('Scoreboard'))}</h2>" + board.round(2).to_html(border=0, escape=True))
    page = _PAGE.format(
        lang=language(),
        title=html.escape(_("Ninety days of a {value}").format(value=season.creator.replace("_", " "))),
        summary=html.escape(_(repr(season))),
        body="\n".join(parts),
        simulated=_("Everything on this page is simulated: viewers, platform and money."),
    )
    path.write_text(page, encoding="utf-8")
    return path
