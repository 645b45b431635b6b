"""Laws and rules that bind a knowledge creator or the platform: what they say, since when, and where we read it.

Only what was confirmed in a source is here, and no more of it than that. A short reading for a course, not legal
advice. Checked 2026-11-23.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kml.core.arguments import choice
from kml.core.words import N_, _

# What a plan may be about. The first four need a credential; "health" is fitness, food and sleep without medicine.
FIELDS = ("medicine", "finance", "law", "education", "health", "other")
PLACES = (N_("China"), N_("EU"), "elsewhere")
BOUND = (N_("creator"), N_("platform"))


@dataclass(frozen=True)
class Law:
    """One law. `applies(plan)` says whether a creator's plan falls under it; None if it binds the platform only."""

    key: str
    place: str
    name: str
    since: str  # in force, or published where no day is given
    binds: str  # one of BOUND
    says: str
    source: str
    date: str  # of the source
    applies: Callable | None = None

    def __post_init__(self):
        choice("place", self.place, PLACES)
        choice("binds", self.binds, BOUND)


def _in_china(condition):
    return lambda plan: plan["place"] == "China" and condition(plan)


LAWS = (
    Law(
        "credential", "China", N_("网络主播行为规范 (code of conduct for online hosts)"), "2022-06-22", "creator",
        N_("31 prohibited acts; who speaks on medicine, finance, law or education needs the credential for it, and "
           "shows it to the platform"),
        N_("digitalpolicyalert.org/event/5212; Business Insider"), "2022-06",
        _in_china(lambda plan: plan["field"] in FIELDS[:4]),
    ),
    Law(
        "ad label", "China", N_("互联网广告管理办法 (internet advertising), art. 9"), "2023-05-01", "creator",
        N_("knowledge, experience or reviews with a shopping link must be marked 广告 (advertisement)"),
        N_("csrcare.com (text); China Justice Observer; King & Wood Mallesons"), "2023-05",
        _in_china(lambda plan: plan["link"]),
    ),
    Law(
        "no link", "China", N_("互联网广告管理办法 (internet advertising), art. 8"), "2023-05-01", "creator",
        N_("no medical or health advertisement disguised as health knowledge: no contact or shopping link on the same "
           "page"),
        N_("csrcare.com (text); China Justice Observer; King & Wood Mallesons"), "2023-05",
        _in_china(lambda plan: plan["field"] in ("medicine", "health") and plan["link"]),
    ),
    Law(
        "AI label", "China", N_("labels for AI-made content"), "2025-09-01", "creator",
        N_("the user declares it; a label to be seen (video: on the first screen, 2 s or longer) and one in the file; "
           "platforms detect and mark"),
        N_("covingtonblogs.com; ai-damn.com"), N_("2025-03 to 2025-08"),
        _in_china(lambda plan: plan["ai"]),
    ),
    Law(
        "minors' tips", "China", N_("规范网络直播打赏 加强未成年人保护 (opinion on live tipping and minors)"),
        "2022-05-07", "platform",
        N_("no tips from minors; the platform may owe a refund for tips that a minor gave from an adult's account"),
        N_("cyberswissguards.com; The Economic Times"), "2022-05-07",
    ),
    Law(
        "off switch", "China", N_("互联网信息服务算法推荐管理规定 (recommendation algorithms), art. 16 and 17"),
        "2022-03-01", "platform",
        N_("tell users that and how it recommends; an option that is not based on personal traits; an easy off switch; "
           "user tags that can be chosen and deleted"),
        N_("clairk.digitalpolicyalert.org (text); jurist.org"), "2022-01",
    ),
    Law(
        "main parameters", "EU", N_("Digital Services Act, art. 27"), N_("in force"), "platform",
        N_("every online platform: say in the terms, plainly, what its recommenders' main parameters are and why; "
           "options to change them, easy to find"),
        "sorena.io", "2026-05-09",
    ),
    Law(
        "no profiling", "EU", N_("Digital Services Act, art. 38"), N_("in force"), "platform",
        N_("very large platforms: at least one option for each recommender that is not based on profiling"),
        "sorena.io", "2026-05-09",
    ),
)  # fmt: skip


def laws(binds=None):
    """The laws as a DataFrame, a row for each `key`: place, law, since, binds, says, source, date.

    `binds`: "creator" or "platform" for those only. Key, place and binds are words of the code; the rest is in the
    learner's language.

    >>> from kml import published
    >>> list(published.laws(binds="creator").index)
    ['credential', 'ad label', 'no link', 'AI label']
    """
    import pandas as pd

    if binds is not None:
        choice("binds", binds, BOUND)
    rows = [
        {"key": law.key, "place": law.place, "law": _(law.name), "since": _(law.since), "binds": law.binds}
        | {"says": _(law.says), "source": _(law.source), "date": _(law.date)}
        for law in LAWS
        if binds in (None, law.binds)
    ]
    return pd.DataFrame(rows).set_index("key")


def binding(plan):
    """Keys of the laws that bind a creator with this plan, a list in the order of LAWS.

    plan: a dict with place ("China", "EU" or "elsewhere"), field (one of FIELDS), link (bool: a shopping link beside
    the video), ai (bool: made with AI). An empty list means: none of *these*; there are others.

    >>> from kml import published
    >>> published.binding({"place": "China", "field": "health", "link": True, "ai": False})
    ['ad label', 'no link']
    """
    if not isinstance(plan, dict) or set(plan) != {"place", "field", "link", "ai"}:
        raise ValueError(_("plan must be a dict with place, field, link and ai; got {plan!r:.80}.").format(plan=plan))
    choice("place", plan["place"], PLACES)
    choice("field", plan["field"], FIELDS)
    for name in ("link", "ai"):
        choice(name, plan[name], (False, True))
    return [law.key for law in LAWS if law.applies and law.applies(plan)]
