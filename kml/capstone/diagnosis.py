"""What cost a season most, in sentences: a zero is explained, and so is a good season that could have been better.

Each function below looks at one thing and returns a sentence, or "" where there is nothing to say. After the end the
hidden state of the season is told: what the audience would have paid, and which style held it.
"""

from kml.capstone.channel import LATER, PAID_PER_1000
from kml.capstone.plan import COURSE_HOURS, STYLES
from kml.core.words import N_, _, ngettext, pgettext, sentences
from kml.monetization import CHANNELS, china_tax

FAR = 2.5  # a price so many times above or below the budget is called too high or too low


def diagnose(season):
    """What cost most in a `Season`, the gravest first, and at the end its tax: sentences in the learner's language.

    >>> from kml import capstone
    >>> from kml.personas import CREATORS
    >>> def hopeful(state):
    ...     return {"posts": [{"seconds": 60, "style": "tell"}], "effort": {"courses": 1.0}, "label": True}
    >>> season = capstone.play(hopeful, CREATORS["coding_teacher"])
    >>> print(season.diagnosis[0])  # nobody made the course
    Your course had 0 of its 40 hours: it never went on sale, and 100% of your selling hours waited for it.
    """
    return tuple(filter(None, (*losses(season), tax(season))))


def losses(season):
    """What cost most in a `Season`, the gravest first: a tuple of sentences, empty where nothing stands out."""
    if not len(season.days):
        return ()
    return tuple(filter(None, (look(season) for look in LOOKS)))


def _money(number):
    return f"{number:,.0f}"


def _no_video(season):
    if len(season.posts):
        return ""
    return _("You made no video, so nobody came who could buy anything.")


def _not_selling(season):
    days = season.days
    if len(season.posts) and not days["effort"].any():
        return _("{views} views came, and nothing was for sale: `effort` gave no channel a share.").format(
            views=_money(days["views"].sum())
        )
    return ""


def _wasted(season):
    days = season.days
    selling = days[days["effort"] > 0]
    lost = (selling["selling"] * (1 - selling["effort"])).sum() / max(1, len(selling))
    if lost < 0.5:
        return ""
    return _("{hours:.1f} hours a day were for nothing: the shares of `effort` should have a sum of 1.").format(
        hours=lost
    )


def _course(season):
    days, made = season.days, season.hidden["course hours"]
    if made >= COURSE_HOURS or (not days["shut"].str.contains("courses").any() and not made):
        return ""
    share = (days["to_courses"] * days["selling"]).sum() / max(1e-9, days["selling"].sum())
    return _(
        "Your course had {made:.0f} of its {needed:.0f} hours: it never went on sale, and {share:.0%} of your selling "
        "hours waited for it."
    ).format(made=made, needed=COURSE_HOURS, share=share)


def _price(season):
    days, budget = season.days, season.hidden["budget"]
    asked = days[(days["to_courses"] > 0) & ~days["shut"].str.contains("courses")]  # days on which it was for sale
    dear, cheap = asked[asked["price"] > FAR * budget], asked[asked["price"] < budget / FAR]
    if len(dear) >= 10 and not dear["buyers"].sum():
        return ngettext(
            "You sold nothing for {days} day: your price was {price}, budgets lie near {budget}.",
            "You sold nothing for {days} days: your price was {price}, budgets lie near {budget}.",
            len(dear),
        ).format(days=len(dear), price=_money(dear["price"].median()), budget=_money(budget))
    if len(dear) > len(asked) / 2:
        return ngettext(
            "{buyers} bought in {days} day at {price} yuan: budgets lie near {budget}, a lower price leaves more.",
            "{buyers} bought in {days} days at {price} yuan: budgets lie near {budget}, a lower price leaves more.",
            len(dear),
        ).format(
            buyers=dear["buyers"].sum(), days=len(dear), price=_money(dear["price"].median()), budget=_money(budget)
        )  # fmt: skip
    if len(cheap) > len(asked) / 2:
        return _(
            "You asked {price} yuan for the course, and budgets lie near {budget}: a higher price leaves more, with "
            "fewer buyers."
        ).format(price=_money(cheap["price"].median()), budget=_money(budget))
    return ""


def _blocked(season):
    blocks, days = season.hidden["blocks"], int(season.days["blocked"].sum())
    if not blocks:
        return ""
    said = ngettext(
        "Selling was blocked for {days} day, from day {first} on.",
        "Selling was blocked for {days} days, from day {first} on.",
        days,
    ).format(days=days, first=blocks[0][0])
    if blocks[0][1] == "no link":
        return sentences(said, _("A link stood in the shop that is not allowed beside health knowledge."))
    return sentences(said, _('What sold had no label: `"label": True` in the plan.'))


def _credential(season):
    if not season.hidden["needs credential"]:
        return ""
    return _("Without the credential that this field asks for, tips and courses stayed closed.")


def _gates(season):
    """Hours that went to channels behind a gate; of courses `_course` speaks, and of blocks `_blocked`."""
    days = season.days[~season.days["blocked"]]
    shut = {name: days["selling"][days["shut"].str.contains(name)].sum() for name in CHANNELS if name != "courses"}
    worst = max(shut, key=shut.get)
    if (season.hidden["needs credential"] and worst == "tips") or shut[worst] < 0.2 * season.days["selling"].sum():
        return ""
    return _("On {days} days you worked on {channel}, and the gate was closed: look at `open` in the state.").format(
        days=int(days["shut"].str.contains(worst).sum()), channel=pgettext("channel", worst)
    )


def _one_style(season):
    posts, kinds = season.posts, season.hidden["kinds"]
    if len(posts) < 10 or posts["style"].nunique() > 1:
        return ""
    used, push = posts["style"].iloc[0], season.hidden["push day"]
    first, then = _best(kinds, "hook"), _best(kinds, "hold")
    if used == first and season.days_lived < push:
        return ""
    return _(
        "All your videos were of one style, “{used}”. The push liked “{first}” best, and after its change “{then}”: "
        "trying tells."
    ).format(used=_style(used), first=_style(first), then=_style(then))


def _best(kinds, kind):
    return next(style for style in STYLES if kinds[style] == kind)


def _style(name):
    return pgettext("style of a video", name)


def _notice(season):
    posts, push = season.posts, season.hidden["push day"]
    if not len(posts) or posts["style"].nunique() < 2 or season.days_lived < push + 20:
        return ""
    after = posts[posts["day"] >= push + 10]
    best = _best(season.hidden["kinds"], "hold")
    share = (after["style"] == best).mean() if len(after) else 1.0
    if share >= 0.5:
        return ""
    if share == 0:
        return _(
            "From day {day} on long views decided, and “{best}” had most of them; none of your later videos was of "
            "that style."
        ).format(day=push, best=_style(best))
    return _(
        "From day {day} on long views decided, and “{best}” had most of them; {share:.0%} of your later videos were of "
        "that style."
    ).format(day=push, best=_style(best), share=share)


def _tired(season):
    if not len(season.posts):
        return ""
    late = (season.posts["place"] >= 3).mean()
    if late < 0.2:
        return ""
    return _(
        "{share:.0%} of your videos were the third or fourth of their day: each gets {less:.0%} less reach than the "
        "one before, and costs as much."
    ).format(share=late, less=1 - LATER)


def _costs(season):
    days, videos = season.days, len(season.posts)
    income, costs = days[list(CHANNELS)].to_numpy().sum(), days["costs"].sum()
    if costs < 0.5 * income or not videos:
        return ""
    if days["paid"].any():
        said = ngettext(
            "Costs took {costs} yuan for {videos} video, equipment and paid reach, and {income} came in.",
            "Costs took {costs} yuan for {videos} videos, equipment and paid reach, and {income} came in.",
            videos,
        )
    else:
        said = ngettext(
            "Costs took {costs} yuan for {videos} video and equipment, and {income} came in.",
            "Costs took {costs} yuan for {videos} videos and equipment, and {income} came in.",
            videos,
        )
    return said.format(costs=_money(costs), income=_money(income), videos=videos)


def _paid(season):
    days = season.days
    paid, views = days["paid"].sum(), days["views"].sum()
    if not paid or not views:
        return ""
    bought = 1000 * paid / PAID_PER_1000
    back = bought * days[list(CHANNELS)].to_numpy().sum() / views
    said = (
        N_("You paid {paid} yuan for {bought} views. At what a view brought you, {back} came back.")
        if back < paid
        else N_("You paid {paid} yuan for {bought} views, and at what a view brought you {back} came back: it paid.")
    )
    return _(said).format(paid=_money(paid), bought=_money(bought), back=_money(back))


def tax(season):
    """What a year like this season would owe, a sentence or "": no loss of the season, where nothing is withheld."""
    if not len(season.days):
        return ""
    year = season.days[list(CHANNELS)].to_numpy().sum() * 365 / season.days_lived
    owed = china_tax(max(0.0, year)).tax
    if owed < 1 or season.earned <= 0:
        return ""
    return _(
        "Tax is not taken off here: a year like this would owe about {tax} yuan of income tax in China, if all of it "
        "counts as pay for services (no tax advice)."
    ).format(tax=_money(owed))


LOOKS = (
    _no_video, _not_selling, _credential, _blocked, _course, _price, _wasted, _gates, _one_style, _notice, _paid,
    _tired, _costs,
)  # fmt: skip
