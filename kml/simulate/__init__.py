"""The closed loop: recommend, watch, log, retrain, day after day.

A day: each viewer who comes is shown a slate of videos, one after another. How long they watch and how they react is
`kml.behaviour`'s; the log gets a row for each video shown, with the propensity under which it was. Then creators may
publish and leave (`Creators`), and the recommender may learn from the log. Everything here is simulated.

What chance brings is a function of seed, day, viewer and place in the slate, so two runs with the same seed have the
same viewers in the same moods whatever they are shown: compare policies on equal terms, also with and without
exploration. No array is viewers × videos; scores are used in blocks. A recommender is any object with

    score(viewers) → (b, videos) finite float32, higher is better, for a block of b viewer ids; no random draws inside
                   (one row for all, as `np.broadcast_to` makes it, is ranked once, which is several times as fast)
    update(log)    learn from the log so far: {column: array} (columns and units: `kml.log`), in the order of days
    publish(table) needed with creators only: the new videos' rows of `kml.recommenders.catalogue`
    observe(world) optional, for an oracle: what no real recommender may see, and the world again when it grows
    to(device)     optional: from now on take and return PyTorch tensors there (else scores are copied over, slowly)
    observe(world) optional, for an oracle: the world itself, at the start and whenever videos have come
"""

from kml.simulate.creators import Creators
from kml.simulate.oracle import Oracle
from kml.simulate.run import Run, simulate

__all__ = ["Creators", "Oracle", "Run", "simulate"]
