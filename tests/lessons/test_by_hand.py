import re

import numpy as np

from kml.core.words import spoken
from kml.lessons import by_hand


def test_whatever_a_step_does_is_told():
    with spoken("en"):
        assert by_hand.differs(2, lambda x: None, [1], 1, case="for x = 1") == "Step 2 is not written yet."
        assert re.fullmatch(r"Step 2: `\S+` takes 0 arguments and gets 1\.", by_hand.differs(2, lambda: 1, [1], 1))
        assert by_hand.differs(1, lambda x: "one", [1], 1).startswith("Step 1: ValueError: ")
        twice = by_hand.differs(1, lambda x: np.array([2.0 * x]), [1], [1])
        assert twice == "Step 1: yours gives [2.0], by hand it is [1]."
        assert by_hand.differs(1, lambda x: x, [1.0], 1) == ""
