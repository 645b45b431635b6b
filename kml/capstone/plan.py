"""What a strategy may ask for on a day, and the one place where it is checked."""

from dataclasses import dataclass

from kml.core.arguments import choice, number, whole_number
from kml.core.words import NP_, _
from kml.monetization import CHANNELS

HOURS = 8.0  # working hours of a day
STYLES = (  # a lecture, a demonstration, a story
    NP_("style of a video", "explain"),
    NP_("style of a video", "show"),
    NP_("style of a video", "tell"),
)
MOST_POSTS = 4
SECONDS = (10, 600)
PRICES = (1, 5000)
# Assumptions of the course: what it takes to make a video
HOURS_A_VIDEO = 0.5
HOURS_A_MINUTE = 1.0


@dataclass(frozen=True)
class Plan:
    """A checked day: `posts` of (seconds, style), `effort` of (channel, share of selling hours), `price` in yuan."""

    posts: tuple = ()
    effort: tuple = ()
    price: float = 199.0

    @property
    def hours(self):
        """Hours that the videos take."""
        return sum(video_hours(seconds) for seconds, __ in self.posts)


def video_hours(seconds):
    """Working hours that a video of `seconds` takes: half an hour, and an hour for each minute of it (assumptions).

    >>> from kml import capstone
    >>> capstone.video_hours(30), capstone.video_hours(600)
    (1.0, 10.5)
    """
    return HOURS_A_VIDEO + HOURS_A_MINUTE * seconds / 60


def read_plan(plan):
    """Return the Plan of what a strategy gave back. Raises ValueError with a sentence that says what is wrong.

    A dict with any of "posts": a list of {"seconds": whole, 10 to 600, "style": one of STYLES}, at most four, "effort":
    {channel: 0 to 1} with a sum of at most 1, "price": 1 to 5,000 yuan. What is left out is nothing, or 199 yuan.

    >>> from kml import capstone
    >>> plan = capstone.read_plan({"posts": [{"seconds": 90, "style": "tell"}], "effort": {"courses": 1.0}})
    >>> plan.posts, plan.price, plan.hours
    (((90, 'tell'),), 199.0, 2.0)
    >>> capstone.read_plan({"posts": [{"seconds": 600, "style": "tell"}]})
    Traceback (most recent call last):
        ...
    ValueError: posts must take at most 8 hours a day; got 10.5 hours of work.
    """
    given = _dict("plan", plan, ("posts", "effort", "price"))
    posts = given.get("posts", [])
    if not isinstance(posts, (list, tuple)) or len(posts) > MOST_POSTS:
        raise ValueError(
            _("posts must be a list of at most {most} videos; got {given!r:.60}.").format(most=MOST_POSTS, given=posts)
        )
    checked = []
    for i, post in enumerate(posts):
        post = _dict(f"posts[{i}]", post, ("seconds", "style"))
        seconds = whole_number(f"posts[{i}]['seconds']", post.get("seconds"), *SECONDS)
        checked.append((seconds, choice(f"posts[{i}]['style']", post.get("style"), STYLES)))
    effort = _dict("effort", given.get("effort", {}), CHANNELS)
    shares = tuple((name, number(f"effort[{name!r}]", share, 0, 1)) for name, share in effort.items())
    total = sum(share for __, share in shares)
    if total > 1 + 1e-9:
        raise ValueError(_("effort must have a sum of at most 1; got {total:.3g}.").format(total=total))
    day = Plan(tuple(checked), shares, number("price", given.get("price", 199.0), *PRICES))
    if day.hours > HOURS + 1e-9:
        raise ValueError(
            _("posts must take at most {most:g} hours a day; got {hours:.3g} hours of work.").format(
                most=HOURS, hours=day.hours
            )
        )
    return day


def _dict(name, value, keys):
    if not isinstance(value, dict):
        raise ValueError(
            _("{name} must be a dict with some of the keys {keys}; got {given!r:.60}.").format(
                name=name, keys=", ".join(keys), given=value
            )
        )
    unknown = [key for key in value if key not in keys]
    if unknown:
        raise ValueError(
            _("{name} must have no other keys than {keys}; got {given!r:.60}.").format(
                name=name, keys=", ".join(keys), given=unknown[0]
            )
        )
    return value
