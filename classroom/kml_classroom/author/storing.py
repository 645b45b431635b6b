"""Write what was computed once, world after world, for a lesson to read."""

import json


def store(found, file, digits):
    """Write `found`, of what JSON has, into a file, with so many digits behind the point of each number."""
    rounded = json.loads(json.dumps(found), parse_float=lambda text: round(float(text), digits))
    file.write_text(json.dumps(rounded, separators=(",", ":")) + "\n", encoding="utf-8")
