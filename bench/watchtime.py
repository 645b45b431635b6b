"""Every model of watch time on the same rows: `make bench-watchtime`, results in bench/results/watchtime.json.

Once on a simulated log, and once on real rows of KuaiRand (Gao et al., CIKM 2022, CC BY-SA 4.0) where their folder is
named by KML_KUAIRAND or lies beside the checkout: views of KuaiRand-27K that carry an explicit like or hate, so not a
sample of exposures. One thread; `cpu_s` is of each model's fitting and predicting.

With one argument, the name of another log that `kml.datasets` loads, the table is made on that log alone and nothing is
stored: `make bench-watchtime ARGS=vklsvd`, or kuairand, kuailive. The environment variable KML_DATA names a folder that
has its files; without it they are downloaded. 200,000 rows at most, the first of them.
"""

import argparse
import datetime
import importlib.metadata
import json
import os
import platform as machine
import sys
import time
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

import pandas as pd
import torch  # its import is not part of any model's time

from kml import datasets, platform, watchtime

ROWS = 200_000
LOGS = {
    "kuairand": lambda: datasets.kuairand(rows=ROWS),
    "kuailive": lambda: datasets.kuailive(rows=ROWS),
    "vklsvd": lambda: datasets.vklsvd(weeks=[24], rows=ROWS),
}
RESULTS = Path(__file__).parent / "results" / "watchtime.json"


def simulated():
    log = platform.simulate_day(platform.world(1000, 2000, seed=5), days=2, seed=5)
    return log[log["tab"] == 1]  # the feed, without unopened covers


def real():
    """The real rows, or None where there are none."""
    beside = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "kuairand"
    return watchtime.kuairand_rows(os.environ.get("KML_KUAIRAND", beside))


def run(rows):
    train, test = watchtime.split(rows)
    table, seconds = {}, {}
    for name, model in watchtime.models().items():
        start = time.process_time()
        scores = watchtime.scores(model.fit(train), test)
        table[name] = {key: round(value, 4) for key, value in scores.items()}
        seconds[name] = round(time.process_time() - start, 2)
    frame = pd.DataFrame(table).T
    winners = {key: (frame[key].idxmin() if key in ("MAE", "RMSE") else frame[key].idxmax()) for key in frame}
    print(frame.assign(cpu_s=seconds).round(3).to_string())
    print("best:", winners, "\n")
    return {"train": len(train), "test": len(test), "table": table, "best": winners, "cpu_s": seconds}


def main():
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("log", nargs="?", choices=LOGS, help="another log, by the name of its loader in kml.datasets")
    chosen = parser.parse_args().log
    if chosen:
        print(datasets.SOURCES["pure" if chosen == "kuairand" else chosen])
        run(LOGS[chosen]().iloc[:ROWS])
        return
    results = {
        "date": datetime.date.today().isoformat(),
        "versions": {name: importlib.metadata.version(name) for name in ("numpy", "scikit-learn", "torch")},
        "python": sys.version.split()[0],
        "processor": machine.machine(),
    }
    print("simulated rows")
    results["simulated"] = run(simulated())
    rows = real()
    if rows is None:
        print("no real rows (set KML_KUAIRAND to the folder that has them), so nothing was stored")
        return
    print("real rows: KuaiRand-27K views with a like or a hate (Gao et al., CIKM 2022, CC BY-SA 4.0)")
    results["real"] = run(rows)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
