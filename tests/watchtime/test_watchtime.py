"""Watch time: formulas against hand and SciPy, no leak, the same result twice, and the table on real rows."""

import json
import subprocess
import sys
import types

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from needs import ROOT, kuairand_folder
from scipy.stats import norm
from sklearn.metrics import mean_pinball_loss

from kml import metrics, platform, watchtime
from kml.log import OUTCOMES
from kml.watchtime import networks

# Our own baselines on the same rows and split (2026-11-23): MAE, RMSE, R2, XAUC
BASELINES = {
    "global mean": (21.61, 34.52, -0.000, 0.500),
    "global median": (19.10, 36.76, -0.134, 0.500),
    "linear, duration": (20.00, 31.91, 0.145, 0.629),
    "linear, log duration": (18.37, 30.67, 0.211, 0.629),
    "linear, all features": (18.55, 30.04, 0.242, 0.649),
    "trees, squared loss": (16.92, 29.64, 0.263, 0.663),
    "trees, absolute loss": (15.96, 30.32, 0.228, 0.663),
    "D2Q": (15.95, 30.48, 0.220, 0.661),
}
QUICK = {"hidden": 8, "epochs": 3}


@pytest.fixture(scope="module")
def log():
    return platform.simulate_day(platform.world(60, 200, seed=1), days=2, seed=1)


@pytest.fixture(scope="module")
def parts(log):
    return watchtime.split(log)


def quick_models():
    models = watchtime.models()
    models |= {
        "trees, squared loss": watchtime.Trees(rounds=10),
        "trees, absolute loss": watchtime.Trees("absolute_error", rounds=10),
        "D2Q": watchtime.DurationQuantile(rounds=10),
        "MLP": watchtime.Network(**QUICK),
        "quantile regression": watchtime.QuantileNetwork(**QUICK),
        "censored regression": watchtime.Censored(**QUICK),
    }
    return models


# --- formulas --------------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(0, 500), min_size=1, max_size=20), st.floats(0.01, 0.99), st.integers(0, 99))
def test_pinball_is_scikit_learns(y, tau, seed):
    predicted = np.random.default_rng(seed).uniform(0, 300, len(y))
    assert watchtime.pinball(y, predicted, tau) == pytest.approx(mean_pinball_loss(y, predicted, alpha=tau))


def test_pinball_at_one_half_is_half_the_mean_absolute_error_and_is_smallest_at_the_quantile():
    y = np.random.default_rng(0).lognormal(2, 1, 999)
    assert watchtime.pinball(y, np.full(999, 9.0), 0.5) == pytest.approx(metrics.mae(y, np.full(999, 9.0)) / 2)
    loss = [watchtime.pinball(y, np.full(999, q), 0.9) for q in np.sort(y)]
    assert np.argmin(loss) == pytest.approx(0.9 * 999, abs=1)


def test_crps_is_the_integral_over_the_squared_gap_between_distribution_and_truth():
    """For the exponential with mean 1 it is known: y + 2 e^(−y) − 3/2. And of one value it is the absolute error."""
    y, taus = np.array([0.2, 1.0, 4.0]), (np.arange(2000) + 0.5) / 2000
    quantiles = np.tile(-np.log(1 - taus), (3, 1))
    assert watchtime.crps(y, quantiles, taus) == pytest.approx(np.mean(y + 2 * np.exp(-y) - 1.5), abs=1e-3)
    assert watchtime.crps(y, np.ones((3, 2000)), taus) == pytest.approx(metrics.mae(y, np.ones(3)))
    with pytest.raises(ValueError, match="quantiles"):
        watchtime.crps(y, quantiles[:2], taus)


def test_the_odds_of_a_weighted_logistic_regression_are_what_one_learns(log):
    """By hand: 30 + 10 seconds over two others. And a model whose only feature says nothing learns these odds."""
    assert watchtime.wlr_odds([30, 0, 10, 2], [1, 0, 1, 0]) == 20
    assert watchtime.wlr_odds([30, 10], [1, 1]) == np.inf
    flat = log.assign(hourmin=1200)
    learned = watchtime.WeightedLogistic(("hour",)).fit(flat).predict(flat.head(1))[0]
    assert learned == pytest.approx(watchtime.wlr_odds(log["play_time_ms"] / 1000, log["is_click"]), rel=1e-3)
    mended = watchtime.WeightedLogistic(("hour",), mended=True).fit(flat).predict(flat.head(1))[0]
    assert mended == pytest.approx(log["play_time_ms"].mean() / 1000, rel=1e-3)


def test_d2q_by_hand():
    group, watched = [0, 0, 0, 1, 1], [4.0, 8.0, 8.0, 50.0, 100.0]
    rank, back = watchtime.d2q(group, watched, [0, 1, 1], [0.5, 0.5, 1.0])
    assert rank == pytest.approx([1 / 6, 2 / 3, 2 / 3, 1 / 4, 3 / 4])
    assert back == pytest.approx([8, 75, 100])


@given(st.integers(0, 50))
def test_d2q_ranks_average_one_half_and_know_no_unit(seed):
    rng = np.random.default_rng(seed)
    group, watched = rng.integers(0, 4, 60), np.round(rng.lognormal(2, 1, 60))
    rank, back = watchtime.d2q(group, watched, group, np.full(60, 0.5))
    for g in np.unique(group):
        assert rank[group == g].mean() == pytest.approx(0.5)
        assert back[group == g] == pytest.approx(np.median(watched[group == g]))
    assert watchtime.d2q(group, 1000 * watched, (), ())[0] == pytest.approx(rank)


def test_censored_likelihood_is_scipys_and_torchs():
    rng = np.random.default_rng(0)
    intended, duration = rng.lognormal(3, 1, 200), rng.uniform(5, 60, 200)
    watched = np.minimum(intended, duration)
    mu, sigma = rng.normal(3, 0.2, 200), rng.uniform(0.5, 2, 200)
    z = (np.log(watched) - mu) / sigma
    by_hand = np.where(watched < duration, np.log(norm.pdf(z) / sigma), np.log(1 - norm.cdf(z)))
    ours = watchtime.censored_log_likelihood(watched, duration, mu, sigma)
    assert ours == pytest.approx(by_hand.mean())
    import torch

    tensors = (torch.from_numpy(v) for v in (watched, duration, mu, sigma))
    assert networks.censored_loss(torch, *tensors).item() == pytest.approx(ours)


def test_what_the_end_leaves_of_an_intention_is_its_mean_in_a_large_sample():
    intended = np.random.default_rng(0).lognormal(3, 1.2, 200_000)
    for duration in (1.0, 20.0, 500.0):
        expected = watchtime.expected_until([duration], 3.0, 1.2)[0]
        assert expected == pytest.approx(np.minimum(intended, duration).mean(), rel=0.01)


def test_censored_regression_finds_the_intention_that_the_end_hides():
    rng = np.random.default_rng(0)
    n, duration = 4000, 30.0
    intended = rng.lognormal(np.log(40), 0.8, n)
    rows = {
        "user_id": np.zeros(n),
        "time_ms": np.arange(n),
        "hourmin": np.zeros(n),
        "duration_ms": np.full(n, 1000 * duration),
        "play_time_ms": 1000 * np.minimum(intended, duration),
    }
    model = watchtime.Censored(features=("hour",), epochs=100, rate=0.02).fit(rows)
    one = watchtime.take(rows, np.arange(1))
    assert model.intended(one)[0] == pytest.approx(40, rel=0.1)  # though no view was longer than 30
    assert model.predict(one)[0] == pytest.approx(rows["play_time_ms"].mean() / 1000, rel=0.03)


# --- features --------------------------------------------------------------------------------------------------------


def rows_of_two():
    """Viewer 7 watches 10, 20, 60 s and viewer 8 watches 30 s, of videos of 60 s; time runs backwards in the table."""
    return {
        "user_id": np.array([7, 8, 7, 7]),
        "video_id": np.array([1, 1, 2, 3]),
        "time_ms": np.array([4, 3, 2, 1]),
        "hourmin": np.array([2359, 0, 1200, 1230]),
        "duration_ms": np.full(4, 60_000),
        "play_time_ms": np.array([60_000, 30_000, 20_000, 10_000]),
    }


def test_a_training_row_sees_only_what_its_viewer_watched_before():
    """Five average plays (30 s) come first: 30, then (150 + 10)/6, then (150 + 10 + 20)/7."""
    features = watchtime.Features(("viewer_seconds", "hour"))
    X = features.learn(rows_of_two())
    assert X[:, 0] == pytest.approx([180 / 7, 30, 160 / 6, 30])
    assert X[:, 1].tolist() == [23, 0, 12, 12]
    later = {name: values[[0, 1, 2]] for name, values in rows_of_two().items() if name != "play_time_ms"}
    later["user_id"] = np.array([7, 8, 99])
    assert features.of(later)[:, 0] == pytest.approx([240 / 8, 180 / 6, 30])


@pytest.mark.parametrize("name", ["viewer_seconds", "viewer_rank", "video_rank"])
def test_no_row_sees_itself_or_its_future(log, name):
    """A view that suddenly lasts an hour changes no feature of its own row or of earlier ones, but for the average."""
    log = log.sort_values("time_ms", kind="stable").reset_index(drop=True)
    key = "video_id" if name == "video_rank" else "user_id"
    row = int(np.flatnonzero(log[key] == log[key].mode()[0])[3])
    other = log.copy()
    other.loc[row, "play_time_ms"] = 3_600_000
    one, two = (watchtime.Features((name,)).learn(rows)[:, 0] for rows in (log, other))
    # what moves everybody is the average that means are shrunk to (and, for ranks, one place in one group)
    everybody = 3_601 / len(log) if name == "viewer_seconds" else 0.02
    later = (log[key] == log[key][row]).to_numpy() & (np.arange(len(log)) > row)
    assert np.abs(one - two)[~later].max() < everybody
    assert np.abs(one - two)[later].max() > 2 * everybody


@pytest.mark.parametrize("name", OUTCOMES)
def test_what_only_the_play_tells_is_refused(name):
    with pytest.raises(ValueError, match=f"known before the play; got '{name}'"):
        watchtime.Linear((name,))


def test_prediction_reads_no_outcome_and_no_other_row(parts):
    train, test = parts
    blind = test.drop(columns=list(OUTCOMES))
    for name, model in quick_models().items():
        all_at_once = model.fit(train).predict(blind)
        assert np.array_equal(all_at_once, model.predict(test)), name
        assert model.predict(blind.head(3)) == pytest.approx(all_at_once[:3]), name


def test_bad_rows_and_arguments_are_refused(parts):
    train, test = parts
    model = watchtime.Linear()
    with pytest.raises(ValueError, match="fit"):
        model.predict(test)
    with pytest.raises(ValueError, match="'hourmin'"):
        model.fit(train.drop(columns="hourmin"))
    with pytest.raises(ValueError, match=r"duration_ms must be > 0.*watchtime.split"):
        model.fit(train.assign(duration_ms=0))
    with pytest.raises(ValueError, match="features must be one of"):
        watchtime.Linear(("weather",))
    with pytest.raises(ValueError, match=r"taus must hold 0\.5"):
        watchtime.QuantileNetwork(taus=(0.1, 0.9))
    with pytest.raises(ValueError, match="clicked views and others"):
        watchtime.WeightedLogistic().fit(train.assign(is_click=1))
    with pytest.raises(ValueError, match="new_group"):
        watchtime.d2q([0, 1], [1.0, 2.0], [2], [0.5])


def test_split_is_by_time_and_leaves_out_missing_lengths(log):
    some = log.copy()
    some.loc[::10, "duration_ms"] = 0
    train, test = watchtime.split(some, test=0.25)
    assert len(train) + len(test) == (some["duration_ms"] > 0).sum()
    assert len(test) == round(0.25 * (len(train) + len(test)))
    assert train["time_ms"].max() <= test["time_ms"].min()


# --- models ----------------------------------------------------------------------------------------------------------


def test_every_model_has_four_numbers_and_none_below_zero(parts):
    train, test = parts
    table = watchtime.compare(train, test, quick_models())
    assert list(table.columns) == ["MAE", "RMSE", "R2", "XAUC"]
    assert list(table.index) == list(watchtime.models())
    assert np.isfinite(table).all(axis=None)
    assert table["XAUC"].between(0, 1).all() and (table["RMSE"] >= table["MAE"]).all()
    assert all((model.fit(train).predict(test) >= 0).all() for model in quick_models().values())


@pytest.mark.parametrize("kind", [watchtime.Network, watchtime.QuantileNetwork, watchtime.Censored])
def test_networks_are_the_same_twice_and_take_a_dict_as_well(parts, kind):
    train, test = parts
    one, two, other = (kind(seed=seed, **QUICK) for seed in (0, 0, 1))
    once = one.fit(train).predict(test)
    assert np.array_equal(once, two.fit({name: train[name].to_numpy() for name in train}).predict(test))
    assert not np.array_equal(once, other.fit(train).predict(test))


def test_early_stopping_keeps_the_best_epoch(parts):
    train, _ = parts
    model = watchtime.Network(epochs=200, patience=2, rate=0.05).fit(train)
    held = [late for _, late in model.history]
    assert len(held) < 200
    assert np.argmin(held) == len(held) - 3  # two epochs without a better one, and it stopped
    late = watchtime.take(train.sort_values("time_ms", kind="stable"), slice(-round(0.1 * len(train)), None))
    X = model.features.learn(train)[np.argsort(train["time_ms"].to_numpy(), kind="stable")][-len(late) :]
    again = np.mean(((model._answer(X, None) - late["play_time_ms"].to_numpy() / 1000) / model._unit) ** 2)
    assert again == pytest.approx(min(held))


def test_quantiles_rise_and_their_middle_is_the_prediction(parts):
    train, test = parts
    model = watchtime.QuantileNetwork(**QUICK | {"epochs": 10}).fit(train)
    quantiles = model.quantiles(test)
    assert (np.diff(quantiles, axis=1) >= 0).all()
    inside = (test["play_time_ms"].to_numpy() / 1000 <= quantiles[:, -1]).mean()
    assert inside == pytest.approx(0.9, abs=0.06)


def test_d2qs_rank_is_above_length():
    """Watch ratio alike at every length: a rank has nothing to gain from length, and seconds have."""
    rng = np.random.default_rng(0)
    n = 3000
    rows = {
        "user_id": np.zeros(n),
        "time_ms": np.arange(n),
        "hourmin": np.zeros(n),
        "duration_ms": 1000 * rng.lognormal(4, 1, n),
    }
    rows["play_time_ms"] = rows["duration_ms"] * rng.beta(2, 2, n)
    model = watchtime.DurationQuantile(("log_duration",)).fit(rows)
    rank, predicted = model.rank(rows), model.predict(rows)
    assert np.abs(rank - 0.5).mean() < 0.06
    assert metrics.xauc(rows["duration_ms"], predicted) > 0.9


def test_logs_for_tensorboard_and_a_sentence_where_it_is_missing(parts, tmp_path, monkeypatch):
    train, _ = parts
    written = []

    class Writer:
        def __init__(self, folder):
            self.folder = folder

        def __enter__(self):
            return self

        def __exit__(self, *_):
            written.append("closed")

        def add_scalar(self, name, value, step):
            written.append((self.folder, name, value, step))

    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", types.SimpleNamespace(SummaryWriter=Writer))
    model = watchtime.Network(log_dir=tmp_path, **QUICK).fit(train)
    names = ("loss/training", "loss/held_back")
    wanted = [
        (str(tmp_path), name, loss, epoch)
        for epoch, losses in enumerate(model.history)
        for name, loss in zip(names, losses, strict=True)
    ]
    assert written == [*wanted, "closed"]
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(ImportError, match="pip install tensorboard"):
        watchtime.Network(log_dir=tmp_path, **QUICK).fit(train)


def test_importing_watchtime_loads_no_torch_and_no_scikit_learn():
    code = "import sys, kml.watchtime; print(*{'torch', 'sklearn'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not run.stdout.split()


# --- the real rows ---------------------------------------------------------------------------------------------------


def test_files_of_kuairand_are_found_by_name(tmp_path):
    assert watchtime.kuairand_rows(tmp_path) is None
    extract = "user_id,date,hour,play_time_ms,duration_ms\n1,20220410,17,46186,45916\n"
    (tmp_path / "kuairand27k_explicit_feedback.csv").write_text(extract, encoding="utf-8")
    row = watchtime.kuairand_rows(tmp_path).iloc[0]
    assert (row["hourmin"], row["time_ms"]) == (1700, 2022041017)
    (tmp_path / "log_standard_4_22_to_5_08_pure.csv").write_text("user_id,hourmin\n5,900\n", encoding="utf-8")
    assert watchtime.kuairand_rows(tmp_path)["user_id"].tolist() == [5]


def real_rows():
    rows = watchtime.kuairand_rows(kuairand_folder())
    if rows is None or "label" not in rows:
        pytest.skip("needs the extract of KuaiRand-27K's likes and hates in that folder")
    return rows


@pytest.mark.slow
def test_real_rows_baselines_are_met_and_beaten():
    train, test = watchtime.split(real_rows())
    assert (len(train), len(test)) == (27_272, 6_818)
    table = watchtime.compare(train, test, watchtime.models())
    print(table.round(4).to_string())
    for name, (mae, rmse, r2, xauc) in BASELINES.items():
        ours = table.loc[name]
        assert ours["MAE"] <= 1.03 * mae, name
        assert ours["RMSE"] <= 1.03 * rmse, name
        assert ours["R2"] >= r2 - 0.03 * abs(r2) - 0.001, name
        assert ours["XAUC"] >= 0.97 * xauc, name
    best = np.array(list(BASELINES.values()))
    assert table["MAE"].min() < best[:, 0].min()
    assert table["RMSE"].min() < best[:, 1].min()
    assert table["R2"].max() > best[:, 2].max()
    assert table["XAUC"].max() > best[:, 3].max()
    assert len(set([table["MAE"].idxmin(), table["RMSE"].idxmin()])) == 2, "two metrics, two winners"


def test_the_stored_table_is_of_the_models_that_there_are():
    stored = json.loads((ROOT / "bench" / "results" / "watchtime.json").read_text(encoding="utf-8"))
    for rows in ("simulated", "real"):
        assert list(stored[rows]["table"]) == list(watchtime.models()), rows
    assert stored["date"] and stored["versions"]["torch"]
