"""`python -m kml.scenarios [--quick] [--save FILE]`: print what was published beside what is simulated.

Exits with 1 if a gate fails that is not known to (`kml.scenarios.KNOWN`).
"""

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path

import pandas as pd

from kml.scenarios import KNOWN, validate

parser = argparse.ArgumentParser(
    prog="python -m kml.scenarios", description="Published findings beside simulated ones."
)
parser.add_argument("--quick", action="store_true", help="fewer seeds and shorter runs, in seconds")
parser.add_argument("--save", type=Path, metavar="FILE", help="also write the table as JSON")
options = parser.parse_args()

started = time.process_time()
table = validate(options.quick)
used = round(time.process_time() - started)
with pd.option_context("display.max_rows", None, "display.max_colwidth", None, "display.width", 220):
    print(table.fillna({"holds": ""}).round(4).to_string(index=False, na_rep=""))
gated = table[table["gate"] != ""]
failed = gated.loc[~gated["holds"].astype(bool), "finding"].tolist()
print(f"\n{len(gated) - len(failed)} of {len(gated)} gates hold ({used} CPU seconds)")
for finding in failed:
    print(f"\nDoes not hold: {finding}\n{KNOWN.get(finding, 'Not known: something has changed.')}")
if options.save:
    rows = json.loads(table.round(5).to_json(orient="records", force_ascii=False))
    result = {"date": date.today().isoformat(), "cpu_s": used, "table": rows}
    options.save.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
sys.exit(0 if set(failed) <= set(KNOWN) else 1)
