"""Frames to play with: drawn pictures that stand for a video's cover, and what happens to them on the way round."""

import io
from typing import TYPE_CHECKING

import numpy as np

from kml.core.arguments import whole_number
from kml.core.words import N_

if TYPE_CHECKING:
    from PIL import Image

SIZE = (320, 180)


def draw_frame(seed: int = 0) -> "Image.Image":
    """A drawn picture (Pillow, 320 × 180): a sky, a floor, and some shapes. Simulated; the same for the same seed.

    >>> from kml import trust
    >>> trust.draw_frame(seed=0).size
    (320, 180)
    """
    from PIL import Image, ImageDraw

    rng = np.random.default_rng(whole_number("seed", seed))
    width, height = SIZE
    top, bottom = rng.integers(40, 216, size=(2, 3))
    fade = np.linspace(0, 1, height)[:, None, None]
    sky = np.broadcast_to(top + fade * (bottom - top), (height, width, 3)).astype(np.uint8)
    image = Image.fromarray(sky)
    draw = ImageDraw.Draw(image)
    horizon = int(rng.integers(90, 150))
    draw.rectangle((0, horizon, width, height), fill=_colour(rng))
    for __ in range(7):
        x, y = int(rng.integers(0, width - 40)), int(rng.integers(0, height - 40))
        w, h = int(rng.integers(30, 110)), int(rng.integers(30, 90))
        shape = (draw.ellipse, draw.rectangle)[int(rng.integers(2))]
        shape((x, y, x + w, y + h), fill=_colour(rng))
    return image


def _colour(rng):
    return tuple(int(c) for c in rng.integers(0, 256, size=3))


def altered(image: "Image.Image") -> "dict[str, Image.Image]":
    """The same picture as re-uploaders post it: {what was done: picture}.

    >>> from kml import trust
    >>> frame = trust.draw_frame(seed=0)
    >>> [what for what, copy in trust.altered(frame).items() if trust.frame_distance(frame, copy) < 10]
    ['re-encoded (JPEG, quality 25)', 'half the size', 'brighter', 'cropped by 4 %']
    """
    from PIL import Image, ImageEnhance, ImageOps

    width, height = image.size
    file = io.BytesIO()
    image.save(file, "JPEG", quality=25)
    file.seek(0)
    border = height // 8
    return {
        N_("re-encoded (JPEG, quality 25)"): Image.open(file).convert("RGB"),
        N_("half the size"): image.resize((width // 2, height // 2)),
        N_("brighter"): ImageEnhance.Brightness(image).enhance(1.3),
        N_("cropped by 4 %"): image.crop((width // 50, height // 50, width - width // 50, height - height // 50)),
        N_("cropped by a third"): image.crop((width // 6, height // 6, width - width // 6, height - height // 6)),
        N_("with a border"): ImageOps.expand(image, border, fill="black"),
        N_("mirrored"): ImageOps.mirror(image),
    }
