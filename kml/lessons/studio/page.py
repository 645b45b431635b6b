"""What the studio says of an outcome, as HTML: the answer large, a few numbers, the pictures, the best mixes.

Pure functions of plans, without widgets: a notebook and a web page show the same.
"""

import html

from kml import monetization as money
from kml.core.look import COLOURS, DARK_THEMES
from kml.core.words import _, listed, ngettext, sentences
from kml.lessons.studio.names import channel, share
from kml.lessons.studio.outcome import best, compare, decides, outcome
from kml.lessons.studio.pictures import draw_channels, draw_decides, draw_months, yuan
from kml.lessons.studio.svg import DARK


def _colours(palette):
    return "; ".join(f"--kml-{name}: {colour}" for name, colour in palette.items())


STYLE = (
    "<style>"
    f".kml-studio {{ --kml-ground: transparent; --kml-text: currentColor; {_colours(vars(COLOURS))} }}"
    f"{', '.join(f'{theme} .kml-studio' for theme in DARK_THEMES)} {{ {_colours(DARK)} }}"
    """
.kml-studio p, .kml-studio .kml-tile { margin: 0; line-height: 1.4 }
.kml-answer { border-left: 6px solid var(--kml-orange); padding-left: 14px; margin: 2px 0 12px }
.kml-studio .kml-answer .kml-large { font-size: 18px; line-height: 1.2 }
.kml-answer .kml-large b { font-size: 44px; line-height: 1; margin-right: 2px }
.kml-tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 10px 16px;
  margin: 0 0 14px }
.kml-tile { border-top: 1px solid rgb(128 128 128 / 50%); padding-top: 5px }
.kml-tile b { display: block; font-size: 18px; line-height: 1.3; word-break: keep-all }
.kml-pictures { max-width: 980px; margin: 10px 0; display: grid; gap: 18px 28px;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 310px), 1fr)) }
.kml-notes { max-width: 480px }
.kml-studio .kml-notes h4 { font-size: 15px; line-height: 1.2; margin: 0 0 6px; padding: 0 }
.kml-studio .kml-notes p { margin: 0 0 8px }
.kml-studio th, .kml-studio td { padding: 4px 6px; line-height: 1.3 }
"""
    "</style>"
)


def shown(template, **parts):
    """A sentence as HTML, its `parts` in bold."""
    return html.escape(template).format(**{name: f"<b>{html.escape(part)}</b>" for name, part in parts.items()})


def answer(plan, other=None):
    """The answer in a line, large, and a few numbers, which a screen reader says at each change; then the months."""
    found = outcome(plan)
    large = shown(_("{share} of the months miss the rent"), share=share(found.chance))
    small = _("Simulated money. Rent {rent}, costs {costs} yuan a month.").format(
        rent=yuan(plan.rent), costs=yuan(found.costs)
    )
    if not sum(plan.work):
        small = sentences(_("No work, no income: give a channel some parts of it."), small)
    if other is not None:
        small = sentences(small, _("With plan A {share} miss the rent.").format(share=share(outcome(other).chance)))
    cells = "".join(
        f'<div class="kml-tile">{html.escape(what)}<b>{html.escape(number)}</b>{html.escape(means)}'
        f"<p>{html.escape(before)}</p></div>"
        for what, number, means, before in tiles(plan, other)
    )
    return (
        f'<div role="status" aria-live="polite"><div class="kml-answer"><p class="kml-large">{large}</p>'
        f'<p>{html.escape(small)}</p></div><div class="kml-tiles">{cells}</div></div>{months(plan, other).svg()}'
    )


def sentence(plan):
    """The answer in one plain sentence, for a page without styles."""
    found = outcome(plan)
    return _("{share} of the months miss the rent, simulated; a middle month leaves {middle} yuan.").format(
        share=share(found.chance), middle=yuan(found.percentile(50)[0])
    )


def months(plan, other=None):
    """The Picture of a hundred months, with the line of plan A if there is an `other`."""
    return draw_months(outcome(plan).left, plan.rent, None if other is None else outcome(other).left)


def reasons(plan):
    """The Pictures that explain the months: where the money comes from, and what decides."""
    found = outcome(plan)
    channels = draw_channels(found.income, plan.effort, found.gates, found.costs, plan.rent)
    return channels, draw_decides(decides(plan), found.left.mean(), plan.rent)


def tiles(plan, other=None):
    """A few numbers: (what it is, the number, what it means, plan A's number if there is an `other`) each."""

    def numbers(one):
        found = outcome(one)
        low, middle, high = map(yuan, found.percentile(5, 50, 95))
        return (
            _whole(_("{yuan} yuan").format(yuan=middle)),
            _("{low} to {high}").format(low=low, high=high),
            _whole(_("{months:.1f} months").format(months=found.runway)),
        )

    found = outcome(plan)
    saved = _("{yuan} yuan: enough in nine years of ten").format(yuan=yuan(found.runway * plan.rent))
    mean = _("mean: {mean}").format(mean=yuan(found.left.mean()))
    heads = (
        (_("a middle month leaves"), mean),
        (_("nine months in ten"), _("yuan, after costs")),
        (_("rent to have saved"), saved),
    )
    before = [""] * 3 if other is None else [_("plan A: {number}").format(number=number) for number in numbers(other)]
    return [
        (what, number, means, then) for (what, means), number, then in zip(heads, numbers(plan), before, strict=True)
    ]


def _whole(words):
    """A number and its unit, which no line's end parts."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def mix(shares):
    """A mix in words: what gets any work, the most first.

    >>> from kml.lessons.studio.page import mix
    >>> mix({"ads": 0.0, "tips": 0.2, "courses": 0.8})
    'courses 80%, tips, live gifts 20%'
    """
    ordered = sorted((part, name) for name, part in shares.items() if part)[::-1]
    return listed(f"{channel(name)} {part:.0%}" for part, name in ordered)


def notes(plan, other=None):
    """What stands beside the pictures: (heading, sentences) each, of the difference to plan A and of the best mixes."""
    mixes, said = best(plan), []
    if other is not None:
        said.append((_("Against plan A"), difference(plan, other)))
    if mixes.chance == 1:
        safest = _("None of this work pays the rent in any simulated month, however it is divided.")
    else:
        safest = _("Safest: {mix}. {share} of the months miss the rent.").format(
            mix=mix(mixes.safest), share=share(mixes.chance)
        )
        safest = sentences(safest, _alike(mixes.as_safe))
    richest = _("Richest: {mix}. {yuan} yuan are left in a mean month; {share} of the months miss the rent.").format(
        mix=mix(mixes.richest), yuan=yuan(mixes.rich_mean - plan.costs), share=share(mixes.rich_chance)
    )
    said.append((_("The best mixes of this work"), [safest, sentences(richest, _alike(mixes.as_rich))]))
    return said


def tax(plan):
    """What China's income tax would take of a mean year; it is not deducted above."""
    yearly = 12 * max(0.0, sum(values.mean() for values in outcome(plan).income.values()))
    due = money.china_tax(yearly)
    if due.tax == 0:
        said = _("Income tax on a mean year of this, {yearly} yuan: none in China, as pay for services. No tax advice.")
    else:
        said = _(
            "Income tax on a mean year of this, {yearly} yuan: {tax} yuan ({rate:.1%}) in China, as pay for services; "
            "not deducted here. No tax advice."
        )
    return said.format(yearly=yuan(yearly), tax=yuan(due.tax), rate=due.rate)


def _alike(mixes):
    """That the winner has equals, and between which shares they lie; "" if it has none."""
    if len(mixes) == 1:
        return ""
    parts = []
    for name, (low, high) in money.spans(mixes).items():
        said = "{channel} {high:.0%}" if low == high else _("{channel} {low:.0%} to {high:.0%}")
        parts.append(said.format(channel=channel(name), low=low, high=high))
    n = len(mixes) - 1
    return ngettext(
        "One more cannot be told apart from it: {mixes}.", "{n} more cannot be told apart from it: {mixes}.", n
    ).format(n=n, mixes=listed(parts))


def difference(plan, other):
    """What this plan has more or less than plan A, with intervals: a list of sentences."""
    found = compare(plan, other)
    middle, low, high = map(signed, found.left)
    said = [_("With the same luck {middle} yuan a month on average (95%: {low} to {high}).").format(
        middle=middle, low=low, high=high)]  # fmt: skip
    middle, low, high = (signed(100 * value) for value in found.bad)
    said.append(_("Bad months in a hundred: {middle} (95%: {low} to {high}).").format(
        middle=middle, low=low, high=high))  # fmt: skip
    if all(low <= 0 <= high for __, low, high in (found.left, found.bad)):
        said.append(_("The two plans cannot be told apart."))
    return [sentences(*said)]


def signed(value):
    """A difference with its sign.

    >>> from kml.lessons.studio.page import signed
    >>> signed(812.3), signed(-40), signed(0.2)
    ('+812', '−40', '0')
    """
    return ("+" if round(value) > 0 else "") + yuan(value)


def body(plan, other=None):
    """What explains the answer: where the money comes from, what decides, and the notes below them."""
    channels, deciding = (picture.svg() for picture in reasons(plan))
    said = "".join(
        f"<h4>{html.escape(heading)}</h4>" + "".join(f"<p>{html.escape(one)}</p>" for one in lines)
        for heading, lines in notes(plan, other)
    )
    left = f'{channels}<div class="kml-notes"><p>{html.escape(tax(plan))}</p></div>'
    right = f'{deciding}<div class="kml-notes">{said}</div>'
    return f'<div class="kml-pictures"><div>{left}</div><div>{right}</div></div>'
