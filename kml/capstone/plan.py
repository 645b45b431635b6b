"""What a strategy may ask for on a day, and the one place where it is checked."""

from dataclasses import dataclass

from kml.core.arguments import choice, number, whole_number
from kml.core.words import NP_, _, listed
from kml.monetization import CHANNELS
from kml.published import SELLS

HOURS = 8.0  # working hours of a day
STYLES = (  # a lecture, a demonstration, a story
    NP_("style of a video", "explain"),
    NP_("style of a video", "show"),
    NP_("style of a video", "tell"),
)
MOST_POSTS = 4
SECONDS = (10, 600)
PRICES = (1, 5000)
MOST_PAID = 1_000  # yuan a day for paid reach
# Assumptions of the course: what it takes to make a video, and to make what is sold
HOURS_A_VIDEO = 0.5
HOURS_A_MINUTE = 1.0
COURSE_HOURS = 40.0


@dataclass(frozen=True)
class Plan:
    """A checked day: `posts` of (seconds, style), `effort` of (channel, share of selling hours), `price` in yuan.

    course: hours for making the course. label: whether what sells is marked as advertising. sells: what stands in the
    shop. paid: yuan for paid reach. A price of None means the usual one.
    """

    posts: tuple = ()
    effort: tuple = ()
    price: float | None = None
    course: float = 0.0
    label: bool = False
    sells: str = "goods"
    paid: float = 0.0

    @property
    def making(self):
        """Hours that the videos take."""
        return sum(video_hours(seconds) for seconds, __ in self.posts)

    @property
    def hours(self):
        """Hours that are taken before anything is sold: for the videos and for the course."""
        return self.making + self.course


def video_hours(seconds):
    """Working hours that a video of `seconds` takes: half an hour, and an hour for each minute of it (assumptions).

    >>> from kml import capstone
    >>> capstone.video_hours(30), capstone.video_hours(600)
    (1.0, 10.5)
    """
    return HOURS_A_VIDEO + HOURS_A_MINUTE * seconds / 60


def read_plan(plan):
    """Return the Plan of what a strategy gave back. Raises ValueError with a sentence that says what is wrong.

    A dict with any of these; what is left out is nothing, False, "goods", or the usual price:

        posts   a list of at most four {"seconds": whole, 10 to 600, "style": one of STYLES}
        effort  {channel: 0 to 1}, with a sum of at most 1
        price   of the course, 1 to 5,000 yuan
        course  hours of today for making it; videos and course take at most eight hours together
        label   True: what sells is marked as advertising
        sells   what stands in the shop, one of kml.published.SELLS
        paid    yuan of today for paid reach, 0 to 1,000

    >>> from kml import capstone
    >>> plan = capstone.read_plan({"posts": [{"seconds": 90, "style": "tell"}], "effort": {"courses": 1.0}})
    >>> plan.posts, plan.price, plan.hours
    (((90, 'tell'),), None, 2.0)
    >>> capstone.read_plan({"posts": [{"seconds": 600, "style": "tell"}]})
    Traceback (most recent call last):
        ...
    ValueError: posts and course must take at most 8 hours a day; got 10.5 hours of work.
    """
    given = _dict("plan", plan, ("posts", "effort", "price", "course", "label", "sells", "paid"))
    posts = given.get("posts", [])
    if not isinstance(posts, (list, tuple)):
        raise ValueError(
            _("posts must be a list of at most {most} videos; got {given!r:.60}.").format(most=MOST_POSTS, given=posts)
        )
    if len(posts) > MOST_POSTS:
        raise ValueError(
            _("posts must be a list of at most {most} videos; got {count} of them.").format(
                most=MOST_POSTS, count=len(posts)
            )
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
    price = given.get("price")
    day = Plan(
        tuple(checked),
        shares,
        None if price is None else number("price", price, *PRICES),
        number("course", given.get("course", 0.0), 0, HOURS),
        choice("label", given.get("label", False), (False, True)),
        choice("sells", given.get("sells", "goods"), SELLS),
        number("paid", given.get("paid", 0.0), 0, MOST_PAID),
    )
    if day.hours > HOURS + 1e-9:
        raise ValueError(
            _("posts and course must take at most {most:g} hours a day; got {hours:.3g} hours of work.").format(
                most=HOURS, hours=day.hours
            )
        )
    return day


def _dict(name, value, keys):
    if not isinstance(value, dict):
        raise ValueError(
            _("{name} must be a dict with some of the keys {keys}; got {given!r:.60}.").format(
                name=name, keys=listed(keys), given=value
            )
        )
    unknown = [key for key in value if key not in keys]
    if unknown:
        raise ValueError(
            _("{name} must have no other keys than {keys}; got {given!r:.60}.").format(
                name=name, keys=listed(keys), given=unknown[0]
            )
        )
    return value
