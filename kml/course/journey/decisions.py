"""What a learner decides on the way: one decision a lesson, each with its kind, its unit and what is allowed."""

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from kml.core.arguments import choice, number, whole_number
from kml.core.words import N_, NP_, _, listed, ngettext, pgettext, sentences


@dataclass(frozen=True)
class Decision:
    """A decision: the lesson that asks for it, and what it is; lesson 11 starts from all of them.

    `title` is declared, and said when it is shown. `check(name, value)` returns the value as it is kept, of what JSON
    has, or raises ValueError; `words(value)` says a value that was checked.
    """

    name: str
    lesson: str
    title: str
    check: Callable
    words: Callable


def find(name):
    """The Decision of this name. Raises ValueError that lists all of them."""
    return DECISIONS[choice("name", name, list(DECISIONS))]


FUNNEL = (  # its rates, from the top down
    NP_("rate of a funnel", "valid"),
    NP_("rate of a funnel", "visit"),
    NP_("rate of a funnel", "buy"),
)


# ── kinds of values ────────────────────────────────────────────────────────────────────────────────────────────────


def _dict(name, value, keys):
    if not isinstance(value, dict) or not value:
        said = _("{name} must be a dict with at least one entry; got {given!r:.60}.")
        raise ValueError(said.format(name=name, given=value))
    for key, given in value.items():
        if key not in keys:
            said = _("{name} must have no other keys than {keys}; got {given!r:.60}, with the value {value!r:.60}.")
            raise ValueError(said.format(name=name, keys=listed(map(repr, keys)), given=key, value=given))
    return value


def _rates(name, value):
    return {key: _share(f"{name}[{key!r}]", rate) for key, rate in _dict(name, value, FUNNEL).items()}


def _mix(name, value):
    from kml.monetization import CHANNELS  # pandas, which setup does without

    shares = {key: _share(f"{name}[{key!r}]", share) for key, share in _dict(name, value, CHANNELS).items()}
    total = math.fsum(shares.values())
    if total > 1 + 1e-9:
        raise ValueError(_("{name} must have a sum of at most 1; got {total:.3g}.").format(name=name, total=total))
    return shares


def _rules(name, value):
    from kml.published import SELLS

    allowed = {"label": (False, True), "sells": SELLS}
    kept = {key: choice(f"{name}[{key!r}]", one, allowed[key]) for key, one in _dict(name, value, allowed).items()}
    return kept | ({"label": bool(kept["label"])} if "label" in kept else {})


LONGEST_TITLE = 100


def _text(name, value):
    text = " ".join(value.split()) if isinstance(value, str) else ""
    readable = not any(unicodedata.category(letter) in ("Cs", "Cc") for letter in text)
    if not text or len(text) > LONGEST_TITLE or not readable:
        said = _("{name} must be a text of 1 to {longest} characters; got {given!r:.60}.")
        raise ValueError(said.format(name=name, longest=LONGEST_TITLE, given=value))
    return text


def _seconds(name, value):
    return whole_number(name, value, 10, 450)  # a longer one takes more than a day of lesson 11 to make


def _price(name, value):
    return number(name, value, 1, 5000)


def _share(name, value):
    try:
        return number(name, value, 0, 1)
    except ValueError as refused:
        try:
            percent = number(name, value, above=1, high=100)
        except ValueError:
            raise refused from None
        said = _("{percent:g}% is written {share:g}.").format(percent=percent, share=percent / 100)
        raise ValueError(sentences(str(refused), said)) from None


def _tries(name, value):
    return whole_number(name, value, 1, 90)


# ── how a value is said ────────────────────────────────────────────────────────────────────────────────────────────


def _in_percent(value):
    return f"{100 * value:.3g}%"


def _pairs(pairs):
    return listed(f"{name} {what}" for name, what in pairs)


def _mix_in_words(mix):
    return _pairs((pgettext("channel", channel), _in_percent(share)) for channel, share in mix.items())


def _rules_in_words(rules):
    said = []
    if "label" in rules:
        said.append(_("what sells is labelled") if rules["label"] else _("nothing is labelled"))
    if "sells" in rules:
        said.append(_("for sale: {goods}").format(goods=pgettext("what is sold", rules["sells"])))
    if len(said) < 2:
        return "".join(said)
    return pgettext("two rules that one keeps", "{label}, {goods}").format(label=said[0], goods=said[1])


DECISIONS = {
    one.name: one
    for one in (
        Decision(
            "funnel", "01", N_("your funnel"), _rates,
            lambda rates: _pairs((pgettext("rate of a funnel", rate), _in_percent(rates[rate])) for rate in rates),
        ),
        Decision(
            "length_s", "05", N_("length of your videos"), _seconds,
            lambda seconds: _("{seconds} seconds").format(seconds=seconds),
        ),
        Decision("title", "06", N_("title of your next video"), _text, str),
        Decision(
            "explore", "07", N_("share of places for the unknown"), _share, _in_percent,
        ),
        Decision(
            "price", "08", N_("price of your course"), _price,
            lambda price: _("{price:g} yuan").format(price=price),
        ),
        Decision("mix", "08", N_("mix of your selling hours"), _mix, _mix_in_words),
        Decision(
            "test", "09", N_("videos of each kind before you choose"), _tries,
            lambda tries: ngettext("{n} video", "{n} videos", tries).format(n=tries),
        ),
        Decision("rules", "10", N_("rules that you keep"), _rules, _rules_in_words),
    )
}  # fmt: skip
