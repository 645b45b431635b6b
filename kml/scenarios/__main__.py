"""`python -m kml.scenarios [--quick]`: print what was published beside what is simulated; exit 1 if a gate fails."""

import sys

import pandas as pd

from kml.scenarios import validate

table = validate(quick="--quick" in sys.argv[1:])
with pd.option_context("display.max_rows", None, "display.max_colwidth", None, "display.width", 220):
    print(table.round(4).to_string(index=False))
gated = table[table["gate"] != ""]
print(f"\n{int(gated['holds'].astype(bool).sum())} of {len(gated)} gates hold")
sys.exit(0 if gated["holds"].astype(bool).all() else 1)
