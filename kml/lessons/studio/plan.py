"""A plan: what a creator decides, and what they put in the place of the course's numbers; as a file and as a text.

The text is what stands behind the # of a link, in the notation of web forms, so that any browser reads it with
`URLSearchParams`. Only what differs from the creator's start is in it:

    v=1&creator=fitness_coach&followers=30000&work=0-2-4-2-2&course_price=149

    v          version of the notation, 1; always there, and first
    creator    a key of kml.personas.CREATORS; always there
    platform   a key of kml.monetization.PLATFORMS, or `course` for the course's own mix of rules
    followers, videos, rent    whole numbers; videos a month, yuan a month
    work       parts of the work, 0 to 10, for ads, tips, courses, commerce and brands
    the rest   names of fields of Rules, Reach and Audience, with the number that is used in place of the course's

A file holds the same as JSON, `{"v": 1, "creator": …, "work": {"ads": 0, …}, "numbers": {"course_price": 149}}`, with
all of it written out, so that an old plan stays the same plan when the course's starting values change.
"""

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from kml import monetization as money
from kml.core.arguments import choice, number, whole_number
from kml.core.words import _, listed

VERSION = 1
COURSE = "course"  # not a platform: the course's own mix of rules
PARTS = 10  # parts of the work that one channel can get at most
MOST = {"followers": 100_000_000, "videos": 100, "rent": 1_000_000}
RATES = ("minors", "likes", "follows", "profile_enters", "watch_s")  # of an Audience: what a plan may change


@dataclass(frozen=True)
class Plan:
    """What one sets in the studio. Money in yuan, all of it simulated.

    work     parts of the work, 0 to 10 for each channel: a dict, or five numbers in the order of money.CHANNELS
    numbers  {field of Rules, Reach or Audience: what you use in place of the course's number}

    >>> from kml.lessons.studio import Plan
    >>> plan = Plan("fitness_coach", followers=30_000, numbers={"course_price": 149})
    >>> plan.text()
    'v=1&creator=fitness_coach&followers=30000&course_price=149'
    >>> Plan.of_text(plan.text()) == plan
    True
    >>> Plan.of_text("v=1&creator=fitness_coach&followers=many")
    Traceback (most recent call last):
        ...
    ValueError: followers must be a number; got 'many'.
    """

    creator: str = "coding_teacher"
    platform: str = COURSE
    followers: int = 100_000
    videos: int = 12
    work: tuple = (2, 2, 2, 2, 2)
    rent: int = 3_000
    numbers: tuple = ()

    def __post_init__(self):
        choice("creator", self.creator, tuple(money.CREATORS))
        choice("platform", self.platform, (COURSE, *money.PLATFORMS))
        for name, most in MOST.items():
            whole_number(name, getattr(self, name), 1, most)
        object.__setattr__(self, "work", tuple(_work(self.work)))
        object.__setattr__(self, "numbers", tuple(sorted(dict(self.numbers).items())))
        known = self.known
        for name, value in self.numbers:
            choice("numbers", name, known)
            number(name, value)
        self.rules, self.audience  # noqa: B018 - they know which values are allowed

    @property
    def known(self):
        """Names of all numbers that one may set."""
        return (*numbers_of(self._start), *numbers_of(money.DEFAULT_REACH), *RATES)

    @property
    def _start(self):
        """The rules that this creator starts with on this platform."""
        rules = money.assumed_rules(self.creator)
        return rules if self.platform == COURSE else money.platform_rules(self.platform, rules)

    @property
    def rules(self):
        """The kml.monetization.Rules of this plan."""
        return self._changed(self._start)

    @property
    def audience(self):
        """The kml.monetization.Audience of this plan."""
        crowd, mine = money.audience(self.creator, self.followers), dict(self.numbers)
        rates = {name: mine[name] for name in RATES if name in mine}
        return replace(crowd, videos=self.videos, reach=self._changed(crowd.reach), **rates)

    def _changed(self, rules):
        """Rules or Reach with the plan's own numbers."""
        return replace(rules, **{name: value for name, value in self.numbers if name in numbers_of(rules)})

    @property
    def effort(self):
        """{channel: its share of the work}; 0 for all where there is no work."""
        whole = sum(self.work) or 1
        return {name: part / whole for name, part in zip(money.CHANNELS, self.work, strict=True)}

    @property
    def costs(self):
        """Yuan a month that the videos cost, whatever comes of them."""
        rules = self.rules
        return self.videos * rules.video_cost + rules.fixed_costs

    def with_numbers(self, **values):
        """The same plan with other `numbers`; None gives one back to the course."""
        mine = {name: value for name, value in (dict(self.numbers) | values).items() if value is not None}
        return replace(self, numbers=mine)

    def with_creator(self, creator):
        """The same plan for another creator: prices, fees and all other numbers are the new one's own."""
        return replace(self, creator=creator, numbers=())

    def with_platform(self, platform):
        """The same plan on another platform, whose shares, gates and fees take the place of the course's."""
        there = replace(self, platform=platform, numbers=())
        return replace(there, numbers=[(name, value) for name, value in self.numbers if name in there.known])

    def text(self):
        """The plan as a text to share, which goes behind the # of a link."""
        start = Plan(self.creator)
        pairs = {"v": VERSION, "creator": self.creator}
        for name in ("platform", "followers", "videos", "work", "rent"):
            value = getattr(self, name)
            if value != getattr(start, name):
                pairs[name] = "-".join(map(str, value)) if name == "work" else value
        return urlencode(pairs | {name: _shortest(value) for name, value in self.numbers})

    @classmethod
    def of_text(cls, text):
        """The plan in a `text`, or in a link that ends with one. Raises ValueError with a sentence if there is none."""
        pairs = dict(parse_qsl(text.strip().rpartition("#")[2], keep_blank_values=True))
        if "v" not in pairs or "creator" not in pairs:
            said = _("This is no plan: it must look like v=1&creator=coding_teacher; got {text!r:.60}.")
            raise ValueError(said.format(text=text))
        values, mine = {}, {}
        for name, value in pairs.items():
            if name in ("v", "creator", "platform"):
                values[name] = value
            elif name == "work":
                values[name] = [_number(name, part) for part in value.split("-")]
            elif name in MOST:
                values[name] = _number(name, value)
            else:
                mine[name] = _number(name, value)
        return cls._of(values | {"v": _number("v", values["v"]), "numbers": mine})

    @classmethod
    def of_channel(cls, creator, channel, followers):
        """The plan of your own channel (`kml.mychannel`): its rates, its middle video, its videos a month.

        Small counts are pulled towards the simulated rates of `creator`; what an export does not have stays simulated.

        >>> from kml import mychannel
        >>> plan = Plan.of_channel("coding_teacher", mychannel.sample(), followers=2_000)
        >>> plan.videos, plan.audience.reach.follower_share, plan.audience.likes > 0
        (10, 0.0, True)
        """
        rates = channel.rates(creator).dropna(subset=["simulated", "shrunk"])
        numbers = {name: round(value, 6) for name, value in rates["shrunk"].items()}
        reach = channel.reach()["value"]
        if reach["median_views"] > 0:  # of all its videos, followers or not
            numbers |= {"cold_start": float(reach["median_views"]), "follower_share": 0.0}
        pace = reach["videos_a_month"]
        videos = {"videos": min(max(round(pace), 1), MOST["videos"])} if pace > 0 else {}
        return cls(creator, followers=followers, numbers=numbers, **videos)

    def save(self, path):
        """Write the plan to a small JSON file at `path`."""
        Path(path).write_text(self.json(), encoding="utf-8")

    def json(self):
        """The plan as the text of a JSON file."""
        work = dict(zip(money.CHANNELS, self.work, strict=True))
        return json.dumps({"v": VERSION} | vars(self) | {"work": work, "numbers": dict(self.numbers)}, indent=1) + "\n"

    @classmethod
    def load(cls, path):
        """The plan in a JSON file that `save` wrote. Raises ValueError with a sentence if it is another file."""
        return cls.of_json(Path(path).read_bytes())

    @classmethod
    def of_json(cls, data):
        """The plan in `data`, what a JSON file of a plan holds: bytes or a text."""
        try:
            values = json.loads(data)
        except ValueError:  # broken JSON, or bytes that are no text
            values = None
        if not isinstance(values, dict) or "v" not in values or "creator" not in values:
            raise ValueError(_("This file is no plan of the studio: a plan is JSON with at least v and creator."))
        return cls._of(values)

    @classmethod
    def _of(cls, values):
        """The plan of {name: value} with its version."""
        version, *names = values.pop("v"), *values
        if version != VERSION:
            raise ValueError(_("This plan has the version {version!r}; this studio reads {known}.").format(
                version=version, known=VERSION))  # fmt: skip
        for name in names:
            choice(_("each name in the plan"), name, tuple(one.name for one in fields(cls)))
        if not isinstance(values.get("numbers", {}), dict):
            raise ValueError(
                _("numbers must be names with numbers; got {given!r:.60}.").format(given=values["numbers"])
            )
        return cls(**values)


def numbers_of(rules):
    """Names of the numbers of Rules or Reach that have a row."""
    return [one.name for one in fields(rules) if "row" in one.metadata]


def _work(work):
    """Parts of the work in the order of the channels."""
    if isinstance(work, dict):
        for name in work:
            choice("work", name, money.CHANNELS)
        work = [work.get(name, 0) for name in money.CHANNELS]
    if not isinstance(work, (tuple, list)) or len(work) != len(money.CHANNELS):
        raise ValueError(_("work must have a part for each of {names}; got {given!r:.60}.").format(
            names=listed(money.CHANNELS), given=work))  # fmt: skip
    return [whole_number(f"work[{name!r}]", part, 0, PARTS) for name, part in zip(money.CHANNELS, work, strict=True)]


def _number(name, text):
    """A whole number or a float, as `text` has it."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    raise ValueError(_("{name} must be a number; got {given!r:.60}.").format(name=name, given=text))


def _shortest(value):
    """149 rather than 149.0: a whole number needs no point in a text."""
    return int(value) if value == int(value) else value
