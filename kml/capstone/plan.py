"""What a strategy may ask for on a day, and the one place where it is checked."""

from dataclasses import dataclass

from kml.core.arguments import choice, number, whole_number
from kml.core.words import _
from kml.monetization import CHANNELS

HOURS = 8.0  # working hours of a day
STYLES = ("explain", "show", "tell")  # a lecture, a demonstration, a story
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
    """Working hours that a video of `seconds` takes: half an hour, and an hour for each minute of it (assumptions)."""
    return HOURS_A_VIDEO + HOURS_A_MINUTE * seconds / 60


def read_plan(plan):
    """Return the Plan of what a strategy gave back. Raises ValueError with a sentence that says what is wrong.

    A dict with any of "posts": a list of {"seconds": whole, 10 to 600, "style": one of STYLES}, at most four, "effort":
    {channel: 0 to 1} with a sum of at most 1, "price": 1 to 5,000 yuan. What is left out is nothing, or 199 yuan.
    """
    given = _dict("plan", plan, ("posts", "effort", "price"))
    posts = given.get("posts", [])
    if not isinstance(posts, (list, tuple)) or len(posts) > MOST_POSTS:
        raise ValueError(
            _("posts must be a list of at most {MOST_POSTS} videos; got {posts!r:.60}.").format(
                MOST_POSTS=MOST_POSTS, posts=posts
            )
        )
    checked = []
    for i, post in enumerate(posts):
        post = _dict(f"posts[{i}]", post, ("seconds", "style"))
        seconds = whole_number(f"posts[{i}]['seconds']", post.get("seconds"), *SECONDS)
        checked.append((seconds, choice(f"posts[{i}]['style']", post.get("style"), STYLES)))
    effort = _dict("effort", given.get("effort", {}), CHANNELS)
    shares = tuple((name, number(f"effort[{name!r}]", share, 0, 1)) for name, share in effort.items())
    if sum(share for __, share in shares) > 1 + 1e-9:
        raise ValueError(f"effort must have a sum of at most 1; got {sum(share for __, share in shares):.3g}.")
    day = Plan(tuple(checked), shares, number("price", given.get("price", 199.0), *PRICES))
    if day.hours > HOURS + 1e-9:
        raise ValueError(
            _("posts must take at most {HOURS:g} hours a day; got {hours:.3g} hours of work.").format(
                HOURS=HOURS, hours=day.hours
            )
        )
    return day


def _dict(name, value, keys):
    if not isinstance(value, dict):
        raise ValueError(
            _("{name} must be a dict with some of the keys {names}; got {value!r:.60}.").format(
                name=name, names=", ".join(keys), value=value
            )
        )
    unknown = [key for key in value if key not in keys]
    if unknown:
        raise ValueError(
            _("{name} must have no other keys than {names}; got {unknown!r:.60}.").format(
                name=name, names=", ".join(keys), unknown=unknown[0]
            )
        )
    return value
