"""The studio's three pictures: a hundred months from worst to best, where the money comes from, what decides.

Pure functions: numbers in, a Picture out, whose `svg()` any page can show. Their words come in the learner's language.
"""

import numpy as np

from kml.core.words import _, listed, ngettext, pgettext
from kml.lessons.studio.names import channel, end, name_of
from kml.lessons.studio.svg import TEXT, Picture, Scale, ends, ink

WIDTH = 400
SHOWN = 100  # months in the first picture, each for one in a hundred


def yuan(value):
    """Money in whole yuan, with a true minus; never "−0".

    >>> from kml.lessons.studio.pictures import yuan
    >>> yuan(12_345.6), yuan(-40), yuan(-0.3)
    ('12,346', '−40', '0')
    """
    whole = round(value)
    return f"−{-whole:,}" if whole < 0 else f"{whole:,}"


def room(*words, size=12):
    """Width of the longest of some numbers: a digit is six tenths as wide as it is high, with some air."""
    return 0.62 * size * max(map(len, words))


def draw_months(left, rent, other=None):
    """A hundred months from worst to best: a bar each for what is left of the income, red where it misses the rent.

    left   (months,) yuan that are left after the costs of a month
    rent   yuan due each month: the dashed line
    other  (months,) of a plan A to compare with, a thin line; None for none
    """
    middles = (np.arange(SHOWN) + 0.5) / SHOWN * 100
    bars = np.percentile(left, middles)
    steps = None if other is None else np.percentile(other, middles)
    highest = max(bars[93], 1.7 * rent, 0 if steps is None else steps[93])
    bad = int(np.sum(bars < rent))
    picture = Picture(WIDTH, 262, ngettext(
        "A hundred bars, a simulated month each, from the worst ({worst} yuan left) to the best ({best} yuan). "
        "{n} of them lies below the dashed line of the rent, {rent} yuan.",
        "A hundred bars, a simulated month each, from the worst ({worst} yuan left) to the best ({best} yuan). "
        "{n} of them lie below the dashed line of the rent, {rent} yuan.",
        bad,
    ).format(worst=yuan(bars[0]), best=yuan(bars[-1]), n=bad, rent=yuan(rent)))  # fmt: skip
    y = Scale(*ends(bars[0], highest), 222, 40)
    x = Scale(0, SHOWN, 7 + room(*map(yuan, y.ticks())), WIDTH - 6)
    picture.write(0, 12, _("A hundred months, from worst to best (yuan)"), size=15, weight="bold")
    for tick in y.ticks():
        picture.line(x.start, y(tick), x.end, y(tick), ink("grey"), width=0.6, opacity=0.9 if tick == 0 else 0.35)
        picture.write(x.start - 7, y(tick), yuan(tick), anchor="end", size=12)
    wide, zero = x(1) - x(0) - 0.8, y(0)
    boxes = [(x(i) + 0.4, min(zero, y(bar)), wide, max(abs(zero - y(bar)), 1)) for i, bar in enumerate(bars)]
    picture.boxes(boxes[:bad], ink("red"))
    picture.boxes(boxes[bad:], ink("blue"))
    if steps is not None:
        line = "".join(f"{'L' if i else 'M'}{x(i):.1f} {y(step):.1f}H{x(i + 1):.1f}" for i, step in enumerate(steps))
        picture.path(line, TEXT, width=2)
    picture.line(x.start, y(rent), x.end, y(rent), TEXT, dashes="6 4")
    lines = [_("╌ rent {rent}").format(rent=yuan(rent)), *([] if steps is None else [_("━ plan A")])]
    picture.write(x.start, y.end - 10, "  ".join(lines), size=12)
    if bars[-1] > y.high:
        picture.write(x.end, y.end - 10, _("best month {best} ↑").format(best=yuan(bars[-1])), anchor="end", size=12)
    if bad:
        said = ngettext("{n} misses the rent", "{n} miss the rent", bad).format(n=bad)
        put(picture, x, 0, bad, said, ink("red"))
    if bad < SHOWN:
        good = SHOWN - bad
        said = ngettext("{n} pays it", "{n} pay it", good).format(n=good)
        put(picture, x, bad, SHOWN, said, ink("blue"))
    return picture


def put(picture, x, start, end, words, colour):
    """A bracket below the bars from start to end, and words below it, within the picture."""
    picture.line(x(start) + 1, 234, x(end) - 1, 234, colour, width=3)
    place, anchor = (x(start) + x(end)) / 2, "middle"
    if end - start < 35:
        place, anchor = (x.start, "start") if start == 0 else (x.end, "end")
    picture.write(place, 250, words, anchor=anchor, size=12, weight="bold")


def draw_channels(income, effort, gates, costs, rent):
    """A bar for each channel from a poor month (5 %) to a rich one (95 %) with the mean as a dot; costs; what is left.

    income  {channel: (months,)} yuan; effort {channel: share of the work}; gates {channel: whether it is open}
    costs   yuan a month; rent: the dashed line
    """
    left = sum(income.values()) - costs
    rows = {name: np.percentile(values, [5, 95]) for name, values in income.items()}
    whole = np.percentile(left, [5, 95])
    most = max(rent, *(high for __, high in (*rows.values(), whole)))
    picture = Picture(WIDTH, 266, _(
        "A bar for each channel from a poor month to a rich one, with a dot at the mean: {means}. "
        "After costs of {costs} yuan, {left} yuan are left in a mean month; the dashed line is the rent."
    ).format(
        means=listed(
            _("{channel} {yuan} yuan").format(channel=channel(name), yuan=yuan(values.mean()))
            for name, values in income.items()
        ),
        costs=yuan(costs), left=yuan(left.mean()),
    ))  # fmt: skip
    means = [yuan(values.mean()) for values in (*income.values(), left)]
    low = min(-costs, whole[0], *(low for low, __ in rows.values()))
    x = Scale(*ends(low, most), 146, WIDTH - 10 - room(*means, yuan(-costs), _("mean"), size=14))
    picture.write(0, 12, _("Where the money comes from (yuan)"), size=15, weight="bold")
    picture.write(138, 38, _("work"), anchor="end", size=12)
    picture.write(WIDTH, 38, _("mean"), anchor="end", size=12)
    top, step = 62, 25
    bottom = top + 6.6 * step
    for tick in x.ticks(3):
        picture.line(x(tick), top - 12, x(tick), bottom, ink("grey"), width=0.6, opacity=0.9 if tick == 0 else 0.35)
        picture.write(x(tick), bottom + 11, yuan(tick), anchor="middle", size=12)
    picture.write(WIDTH, 256, _("bar: nine months in ten; dot: mean month"), anchor="end", size=11)
    for i, (name, values) in enumerate(income.items()):
        y = top + i * step
        picture.write(0, y, channel(name))
        picture.write(138, y, f"{effort[name]:.0%}", anchor="end", size=12)
        if values.any():
            _band(picture, x, y, rows[name], values.mean(), "blue")
        else:
            reason = _("no work") if not effort[name] else _("not open yet") if not gates[name] else _("nothing came")
            at = x(rent) if x(0) <= x(rent) < x(0) + 70 else x(0)  # the line of the rent does not strike it out
            picture.write(at + 6, y, reason, size=12)
            picture.write(WIDTH, y, "0", anchor="end")
    y = top + 5 * step
    picture.write(0, y, _("costs"))
    picture.boxes([(x(-costs), y - 5, x(0) - x(-costs), 10)], ink("red"))
    picture.write(WIDTH, y, yuan(-costs), anchor="end")
    y += step
    picture.write(0, y, _("left to live on"), weight="bold")
    _band(picture, x, y, whole, left.mean(), "orange", weight="bold")
    picture.line(x(rent), top - 12, x(rent), bottom, TEXT, dashes="6 4")
    close = x(rent) > x.end - 40
    picture.write(x(rent) + (-5 if close else 5), 40, _("rent"), anchor="end" if close else "start", size=12)
    return picture


def _band(picture, x, y, ends_of_bar, mean, colour, weight="normal"):
    """One bar, its dot, and the mean as a number at the right edge."""
    low, high = map(x, ends_of_bar)
    picture.boxes([(low, y - 6, max(high - low, 1.5), 12)], ink(colour), opacity=0.5)
    picture.dot(x(mean), y, ink(colour))
    picture.write(WIDTH, y, yuan(mean), anchor="end", weight=weight)


def draw_decides(bars, now, rent):
    """A tornado: for each of `bars` (kml.monetization.Bar) what is left in a mean month at both ends of its range.

    now  what is left in a mean month with the numbers as they are: the line that the bars start from
    """
    ranges, values = [], []
    for bar in bars:
        (worse, least), (better, most) = sorted(
            ((bar.low, bar.at_low), (bar.high, bar.at_high)), key=lambda end: end[1]
        )
        ranges.append(_("{what}: {worse} to {better}").format(
            what=name_of(bar.name), worse=end(bar.name, worse), better=end(bar.name, better)))  # fmt: skip
        values.append((least, most))
    picture = Picture(WIDTH, 58 + 46 * len(bars), _(
        "What is left in a mean month, {now} yuan now, when one assumption is at the ends of its range. {bars}."
    ).format(now=yuan(now), bars=pgettext("between the items of a list", "; ").join(
        _("{range}: {least} to {most} yuan").format(range=words, least=yuan(least), most=yuan(most))
        for words, (least, most) in zip(ranges, values, strict=True))))  # fmt: skip
    picture.write(0, 12, _("What decides"), size=15, weight="bold")
    picture.write(0, 34, _("What is left in a mean month, in yuan (┃ now, ╎ rent)"), size=12)
    if not bars:
        return picture
    beside = 8 + room(*(yuan(end) for pair in values for end in pair))
    x = Scale(*ends(min(min(values)), max(now, rent, *(most for __, most in values))), beside, WIDTH - beside)
    for i, (words, (least, most)) in enumerate(zip(ranges, values, strict=True)):
        y = 58 + 46 * i
        picture.write(0, y, words)
        y += 20
        picture.line(x.start, y, x.end, y, ink("grey"), width=0.6, opacity=0.35)
        picture.boxes([(x(least), y - 6, max(x(most) - x(least), 1.5), 12)], ink("orange"))
        picture.write(x(least) - 6, y, yuan(least), anchor="end", size=12)
        picture.write(x(most) + 6, y, yuan(most), size=12)
        picture.line(x(now), y - 10, x(now), y + 10, TEXT, width=2.5)
        for start in (y - 12, y + 7):  # above and below, so that it strikes out no number
            picture.line(x(rent), start, x(rent), start + 5, TEXT, width=2)
    return picture
