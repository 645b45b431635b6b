"""The simulator beside the published numbers: `make bench-calibration`, results in bench/results/calibration.json.

Half a minute, in which nothing is timed. `kml.scenarios.calibration` says what is compared and when a number is met;
tests/scenarios/test_calibration.py has the reasons of those that miss.
"""

import datetime
import json
from pathlib import Path

import pandas as pd

from kml import scenarios

RESULTS = Path(__file__).parent / "results" / "calibration.json"
SEED, WORLDS = 0, 8


def main():
    table = scenarios.calibration(seed=SEED, worlds=WORLDS)
    with pd.option_context("display.width", 150, "display.max_rows", None):
        print(table.round(4).to_string(index=False))
    print(f"{table['met'].sum()} of {len(table)} are met")
    rows = json.loads(table.round(5).to_json(orient="records", force_ascii=False))
    about = {"date": datetime.date.today().isoformat(), "seed": SEED, "worlds": WORLDS}
    text = json.dumps(about, indent=1)[:-2] + ',\n "table": [\n  '
    text += ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n ]\n}\n"
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
