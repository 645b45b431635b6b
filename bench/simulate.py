"""How fast the closed loop runs, and how much memory it takes: `make bench-simulate`, results in bench/results/.

A step is one viewer on one day: a slate of ten is chosen among all videos that this viewer has not seen, each of the
ten is watched, reacted to and logged, and the recommender is retrained after each day. Rates are steps per CPU-second
of one thread, so that they hold on a shared machine; each run is a process of its own, so that its peak memory is too.
T-RECS 0.2.1 runs beside it where there is a Python that has it:

    python3.11 -m venv trecs && trecs/bin/pip install 'numpy<2' lenskit==0.14.4 tqdm networkx
    trecs/bin/pip install --no-deps trecs==0.2.1
    python bench/simulate.py --trecs-python trecs/bin/python

They take turns, TURNS times, so that what else the machine does meets both; a ratio is the median over the turns, with
the smallest and the largest. Where this Python has `implicit` too, its ALS (exact, one thread) takes turns with ours at
the same log.

`--device cuda` measures a million viewers on a GPU instead, and compares its log with a processor's.
"""

import argparse
import datetime
import json
import os
import platform as machine
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

RESULTS = Path(__file__).parent / "results" / "simulate.json"
GATES = {(1000, 2000): (100_000, 250), (10_000, 20_000): (40_000, 500)}  # steps per CPU-second, MB
GATED = ("features", "text", "popularity")
RUNS = [
    {"policy": policy, "viewers": viewers, "videos": videos, "days": days}
    for (viewers, videos), lengths in zip(GATES, ((50, 50, 50, 10), (50, 10, 10, 3)), strict=True)
    for policy, days in zip((*GATED, "als"), lengths, strict=True)
]
TURNS = 5
# viewers, videos; 10 days of features
LINEAR = [(1000, 2000), (4000, 2000), (1000, 8000), (4000, 8000), (4000, 20_000)]
TRECS = """
import json, sys, time, warnings
import numpy as np
warnings.simplefilter("ignore")
import trecs.matrix_ops as mo
from trecs.models import ContentFiltering, PopularityRecommender

def patched(matrix, k, random_state):
    best = np.argpartition(-matrix, k - 1, axis=1)[:, :k]
    order = np.argsort(-np.take_along_axis(matrix, best, axis=1), axis=1)
    return np.take_along_axis(best, order, axis=1)

out = {}
shipped = mo.top_k_indices
for name, kind, steps in (("popularity", PopularityRecommender, 20), ("content", ContentFiltering, 4)):
    for label, top in (("shipped", shipped), ("argpartition", patched)):
        if label not in sys.argv[1:]:
            continue
        mo.top_k_indices = top
        shape = {"num_attributes": 20} if name == "content" else {}
        model = kind(num_users=1000, num_items=2000, seed=0, **shape)
        start = time.process_time()
        model.run(steps, repeated_items=False, disable_tqdm=True)
        out[name + " " + label] = 1000 * steps / (time.process_time() - start)
print(json.dumps(out))
"""


def world_of(viewers, videos):
    """A world in which everyone comes every day, so that viewers × days are all steps."""
    import numpy as np

    from kml import platform

    world = platform.world(viewers, videos, seed=0)
    return replace(world, viewer_visit=np.ones(viewers))


def recommender_of(policy, world):
    import numpy as np
    from scipy.sparse import csr_matrix

    from kml import recommenders
    from kml.recommenders.base import FactorModel, interactions, watch_signal

    class Features(FactorModel):
        """Content-based on 20 numbers that describe each video: a viewer is the sum of what they watched."""

        def __init__(self, table, viewers):
            super().__init__(table, viewers)
            self.features = np.random.default_rng(0).standard_normal((self.videos, 20)).astype(np.float32)
            self.profiles = np.zeros((viewers, 20), dtype=np.float32)
            self._use(self.profiles, self.features)

        def update(self, log):
            new = self._new_rows(log)
            self.profiles += interactions(log, watch_signal(log, new), self.viewers, self.videos, new) @ self.features
            self._use(self.profiles, self.features)

    class Implicit(FactorModel):
        """Our ALS with the solver of the library `implicit`: the same confidences, sweeps and starting point."""

        def __init__(self, table, viewers):
            from implicit.als import AlternatingLeastSquares

            super().__init__(table, viewers)
            self.model = AlternatingLeastSquares(
                20, regularization=10.0, alpha=1.0, dtype=np.float64, use_cg=False, num_threads=1
            )
            self.model.user_factors = np.zeros((viewers, 20))
            self.model.item_factors = 0.1 * np.random.default_rng(0).standard_normal((self.videos, 20))
            self.trained = False
            self._use(self.model.user_factors, self.model.item_factors)

        def update(self, log):
            signal = np.where(log["is_click"], watch_signal(log), 0)
            watched = interactions(log, signal, self.viewers, self.videos)
            watched.eliminate_zeros()
            watched.data = 1 + 10 * watched.data
            self.model.iterations = 2 if self.trained else 8
            self.model.fit(csr_matrix(watched), show_progress=False)
            self.trained = True
            self._use(self.model.user_factors, self.model.item_factors)

    table = recommenders.catalogue(world)
    return {
        "als of implicit": lambda: Implicit(table, world.viewers),
        "features": lambda: Features(table, world.viewers),
        "text": lambda: recommenders.Content(table, world.viewers, factors=20),
        "popularity": lambda: recommenders.Popularity(table, world.viewers),
        "als": lambda: recommenders.MatrixFactorisation(table, world.viewers, factors=20),
    }[policy]()


def one(policy, viewers, videos, days):
    """Steps per CPU-second and peak memory in MB of one run, in this process."""
    import resource

    from kml import simulate

    world = world_of(viewers, videos)
    recommender = recommender_of(policy, world)
    simulate.simulate(world, recommender, days=1, slate=1)  # imports and warms up
    seconds = []
    for _ in range(3):  # the best of three: what other programs do to the caches can only add
        start = time.process_time()
        run = simulate.simulate(world, recommender, days=days)
        seconds.append(time.process_time() - start)
        rows, last = len(run.log["user_id"]), run.days.iloc[-1].round(4).to_dict()
        del run
    best = min(seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {
        "steps_per_cpu_s": round(viewers * days / best),
        "exposures_per_cpu_s": round(rows / best),
        "cpu_s": round(best, 2),
        "cpu_s_of_each": [round(s, 2) for s in seconds],
        "peak_mb": round(peak),
        "last_day": last,
    }


def apart(**what):
    command = [sys.executable, __file__, "--one", json.dumps(what)]
    return what | json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def on_processor(trecs_python):
    results = {"runs": [], "linear": []}
    print(f"{'policy':<12}{'viewers × videos × days':<26}{'steps/CPU-s':>12}{'exposures/CPU-s':>17}{'MB':>6}  gate")
    for what in RUNS:
        found = apart(**what)
        results["runs"].append(found)
        size = what["viewers"], what["videos"]
        gate = ""
        if what["policy"] in GATED:
            found["reached"] = found["steps_per_cpu_s"] >= GATES[size][0] and found["peak_mb"] <= GATES[size][1]
            gate = f"{GATES[size][0]:,} at {GATES[size][1]} MB: {'reached' if found['reached'] else 'missed'}"
        text = " × ".join(f"{n:,}" for n in (*size, what["days"]))
        rates = f"{found['steps_per_cpu_s']:>12,}{found['exposures_per_cpu_s']:>17,}{found['peak_mb']:>6}"
        print(f"{what['policy']:<12}{text:<26}{rates}  {gate}", flush=True)
    for viewers, videos in LINEAR:
        found = apart(policy="features", viewers=viewers, videos=videos, days=10)
        found["ns_per_viewer_video_day"] = round(1e9 * found["cpu_s"] / (viewers * videos * 10), 3)
        results["linear"].append(found)
        print(f"cost of {viewers:,} × {videos:,}: {found['ns_per_viewer_video_day']} ns for each viewer, video and day")
    if trecs_python is None:
        print("T-RECS: not measured (no --trecs-python; see the top of this file)")
    else:
        results["trecs"] = beside_trecs(trecs_python)
    if find_spec("implicit"):
        results["implicit"] = beside_implicit()
    return results


def beside_trecs(python):
    """Both at 1,000 × 2,000 by turns: steps per CPU-second, and how many times as fast kml is."""
    found = {}
    for label, turns in (("shipped", 1), ("argpartition", TURNS)):
        rates = {f"{name} {label}": ([], []) for name in ("popularity", "content")}
        for _ in range(turns):
            with tempfile.TemporaryDirectory() as folder:  # T-RECS leaves a file where it runs
                command = [Path(python).absolute(), "-c", TRECS, label]
                done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder)
            for name, rate in json.loads(done.stdout.splitlines()[-1]).items():
                policy = "popularity" if name.startswith("popularity") else "features"
                rates[name][0].append(apart(policy=policy, viewers=1000, videos=2000, days=50)["steps_per_cpu_s"])
                rates[name][1].append(round(rate))
        found |= {name: compared(f"T-RECS 0.2.1, {name}", *both) for name, both in rates.items()}
    return found


def beside_implicit():
    """The closed loop's ALS at 1,000 × 2,000, with our solver and that of `implicit` by turns."""
    rates = {"als": [], "als of implicit": []}
    for _ in range(TURNS):
        for policy, rate in rates.items():
            rate.append(apart(policy=policy, viewers=1000, videos=2000, days=10)["steps_per_cpu_s"])
    return {"version": version("implicit")} | compared("ALS of implicit", *rates.values())


def compared(name, ours, theirs):
    """What two that took turns reached, and the ratios of the turns: their median, the smallest, the largest."""
    ratios = sorted(own / other for own, other in zip(ours, theirs, strict=True))
    middle, least, most = (round(ratio, 1) for ratio in (ratios[len(ratios) // 2], ratios[0], ratios[-1]))
    rates = f"{min(theirs):,} to {max(theirs):,} steps/CPU-s at 1,000 × 2,000, kml {min(ours):,} to {max(ours):,}"
    print(f"{name}: {rates}: {middle} times as fast ({least} to {most})", flush=True)
    return {"kml": ours, "steps_per_cpu_s": theirs, "times": middle, "from": least, "to": most}


def on_gpu(device, viewers, videos):
    """Seconds a day of a million viewers, and the same log from both devices in a small world."""
    import numpy as np
    import torch

    from kml import simulate

    class Content:
        """Watch-weighted mean of 20 features for each viewer, wherever its arrays are: retraining stays on the GPU."""

        def __init__(self, viewers, videos):
            features = np.random.default_rng(0).integers(-8, 9, (videos, 20))
            self.features = torch.as_tensor(features, dtype=torch.float32)
            self.profiles, self.read = torch.zeros((viewers, 20)), 0

        def to(self, device):
            self.features, self.profiles = self.features.to(device), self.profiles.to(device)

        def score(self, viewers):
            scores = self.profiles[torch.as_tensor(viewers)] @ self.features.T
            return scores if torch.is_tensor(viewers) else scores.numpy()

        def update(self, log):
            new = {name: torch.as_tensor(log[name])[self.read :] for name in ("user_id", "video_id", "is_click")}
            self.read += len(new["user_id"])
            liked = self.features[new["video_id"]] * new["is_click"][:, None]
            self.profiles.index_add_(0, new["user_id"], liked)  # sums of whole numbers: exact in any order

    small = world_of(2000, 20_000)
    logs = [simulate.simulate(small, Content(2000, 20_000), days=3, explore=0.1, device=d) for d in ("cpu", device)]
    same = {name: float(np.mean(logs[0].log[name] == logs[1].log[name])) for name in logs[0].log}
    big = world_of(viewers, videos)
    seconds = []
    for days in (1, 1, 4):  # the first warms up
        start = time.perf_counter()
        run = simulate.simulate(big, Content(viewers, videos), days=days, device=device)
        seconds.append(time.perf_counter() - start)
    result = {
        "viewers": viewers,
        "videos": videos,
        "seconds_first_day": round(seconds[1], 3),
        "seconds_a_day": round((seconds[2] - seconds[1]) / 3, 3),
        "last_day": run.days.iloc[-1].round(4).to_dict(),
        "same_as_processor": same,
    }
    if device == "cuda":
        result |= {"gpu": torch.cuda.get_device_name(), "peak_gb": round(torch.cuda.max_memory_allocated() / 1e9, 1)}
    print(json.dumps(result, indent=1))
    return result


def processor():
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return machine.processor() or machine.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", default="cpu", help="cpu, or cuda for the run on a GPU")
    parser.add_argument("--trecs-python", metavar="PATH", help="a Python that has trecs 0.2.1")
    parser.add_argument("--viewers", type=int, default=1_000_000, help="for the run on a GPU")
    parser.add_argument("--videos", type=int, default=20_000, help="for the run on a GPU")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(**json.loads(options.one))))
        return
    where = {
        "date": datetime.date.today().isoformat(),
        "machine": processor(),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1),
        "python": machine.python_version(),
        **{name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
    }
    if options.device == "cpu":
        part = {"processor": on_processor(options.trecs_python)}
    else:
        part = {options.device: on_gpu(options.device, options.viewers, options.videos)}
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept | {name: where | found for name, found in part.items()}, indent=1) + "\n")


if __name__ == "__main__":
    main()
