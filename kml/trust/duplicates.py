"""Near-duplicates: transcripts by MinHash, frames by perceptual hashes. datasketch and imagehash do the work."""

import unicodedata
from typing import TYPE_CHECKING

from kml.core.arguments import number, whole_number

if TYPE_CHECKING:
    from PIL import Image

PERMUTATIONS = 256


def shingles(text: str, size: int = 5) -> set:
    """The set of all runs of `size` letters in a text, without spaces and punctuation, in lower case; Chinese too.

    A text shorter than `size` is one shingle; an empty one has none.

    >>> from kml import trust
    >>> sorted(trust.shingles("Push-ups!", size=5)), sorted(trust.shingles("健身教练来了", size=5))
    (['pushu', 'shups', 'ushup'], ['健身教练来', '身教练来了'])
    """
    size = whole_number("size", size, 1)
    letters = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())
    if len(letters) <= size:
        return {letters} if letters else set()
    return {letters[k : k + size] for k in range(len(letters) - size + 1)}


def _sketch(text, size):
    from datasketch import MinHash  # only now: it takes a while to load

    sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles(text, size))])
    return sketch


def similarity(one: str, other: str, size: int = 5) -> float:
    """Estimate of the Jaccard similarity of two texts' shingles by MinHash, 0 to 1, with a s.e. of at most 0.032.

    >>> from kml import trust
    >>> said = "today we look at how a loop ends, and why it must"
    >>> trust.similarity(said, said.upper()), trust.similarity(said, "boil noodles for six minutes")
    (1.0, 0.0)
    """
    return float(_sketch(one, size).jaccard(_sketch(other, size)))


def near_duplicates(texts: dict[str, str], threshold: float = 0.5, size: int = 5) -> list[tuple]:
    """Pairs of near-duplicates among `texts` {name: text}: [(name, name, estimated similarity), …], most alike first.

    Locality-sensitive hashing looks each text up instead of comparing all pairs, so that a million is no problem; it
    misses some pairs near the threshold. Source: Broder (1997); Leskovec, Rajaraman and Ullman, chapter 3.

    >>> from kml import trust
    >>> said = "today we look at how a loop ends, and why it must end at all"
    >>> texts = {"original": said, "copy": said.replace("today", "now"), "other": "boil noodles for six minutes"}
    >>> [(one, other, round(alike, 1)) for one, other, alike in trust.near_duplicates(texts)]
    [('original', 'copy', 0.8)]
    """
    from datasketch import MinHashLSH

    threshold = number("threshold", threshold, 0.05, 0.95)
    index, sketches, pairs = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS), {}, []
    for name, text in texts.items():
        sketch = _sketch(text, size)
        for other in index.query(sketch):
            alike = float(sketch.jaccard(sketches[other]))
            if alike >= threshold:
                pairs.append((other, name, alike))
        index.insert(name, sketch)
        sketches[name] = sketch
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))


def frame_distance(one: "Image.Image", other: "Image.Image", mirrored: bool = False) -> int:
    """How many of the 64 bits of two images' perceptual hashes differ; about 32 for images that have nothing in common.

    Images are Pillow's. With `mirrored` the mirror image of `other` is tried too, and the smaller distance counts.
    Source: pHash, the signs of the 8 × 8 lowest frequencies (a cosine transform) of the image in grey.

    >>> from kml import trust
    >>> frame, other = trust.draw_frame(seed=0), trust.draw_frame(seed=1)
    >>> brighter = trust.altered(frame)["brighter"]
    >>> trust.frame_distance(frame, brighter) < 10, trust.frame_distance(frame, other) > 20
    (True, True)
    """
    from imagehash import phash
    from PIL import ImageOps

    candidates = [other, ImageOps.mirror(other)] if mirrored else [other]
    return int(min(phash(one) - phash(candidate) for candidate in candidates))
