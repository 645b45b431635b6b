"""Published findings: each gate of the quick table holds, and the parts that it stands on are what they say."""

import numpy as np
import pytest

from kml import metrics, scenarios
from kml.scenarios import chaney, echo, ips, musiclab


@pytest.fixture(scope="module")
def table():
    return scenarios.validate(quick=True)


def test_every_scenario_is_in_the_table(table):
    assert set(table["scenario"]) == set(scenarios.ALL)
    assert (table.loc[table["gate"] == "", "holds"].isna()).all()


@pytest.mark.parametrize("name", scenarios.ALL)
def test_every_gate_holds(table, name):
    gated = table[(table["scenario"] == name) & (table["gate"] != "")]
    assert len(gated) > 4
    failed = gated[~gated["holds"].astype(bool)]
    assert failed.empty, failed.to_string()


def test_a_wrong_mean_fails_the_gate(monkeypatch):
    monkeypatch.setitem(ips.PUBLISHED, "ROTATE", (2.579, (2.60, 0.031), (2.579, 0.012), 1.168))
    failed = [finding for finding in ips.validate() if not finding.holds]
    assert [finding.finding[:17] for finding in failed] == ["ROTATE: error, IP"]


def test_the_naive_estimate_puts_the_worse_recommender_first():
    estimates, true = ips.estimates(draws=5, seed=1)
    naive = {name: table[:, 2].mean() for name, table in estimates.items()}
    assert true["REC_FOURS"] < true["REC_ONES"] and naive["REC_FOURS"] > naive["REC_ONES"]


def test_propensities_show_one_rating_in_twenty():
    true = ips.ratings()
    chance = ips.propensities(true)
    assert chance.mean() == pytest.approx(ips.SEEN)
    assert chance[true == 3][0] == pytest.approx(ips.ALPHA * chance[true == 4][0])
    assert chance[true == 5][0] == chance[true == 4][0]


def test_one_pass_homogenisation_is_the_metric_of_the_whole_log():
    drawn = chaney.world(3)
    taken, similar = chaney.run(drawn, "popularity", seed=5)
    best, _ = chaney.run(drawn, "ideal", seed=5)
    step, videos = 20, drawn[0].shape[1]

    def mean_jaccard(chosen):
        sets = np.zeros((chaney.VIEWERS, videos), dtype=bool)
        sets[np.arange(chaney.VIEWERS), chosen[: step + 1]] = True
        pairs = zip(sets, sets[similar[step]], strict=True)
        return np.mean([metrics.jaccard(np.flatnonzero(a), np.flatnonzero(b)) for a, b in pairs])

    expected = mean_jaccard(taken) - mean_jaccard(best)
    assert chaney.homogenisation(taken, best, similar)[step] == pytest.approx(expected)


def test_the_same_seed_gives_the_same_history_and_nobody_takes_a_video_twice():
    drawn = chaney.world(1)
    taken = chaney.run(drawn, "content", seed=2)[0]
    assert np.array_equal(taken, chaney.run(drawn, "content", seed=2)[0])
    assert all(len(np.unique(of_one)) == chaney.STEPS for of_one in taken.T)


def test_alike_worlds_are_predictable_and_equal_songs_are_equal():
    same = np.tile(np.arange(1, musiclab.SONGS + 1), (2, 4, 1))
    assert musiclab.unpredictability(same) == pytest.approx(np.zeros(2))
    assert musiclab.inequality(np.ones_like(same)) == pytest.approx(np.zeros(2))
    other = same.copy()
    other[:, 0] = other[:, 0, ::-1]
    assert (musiclab.unpredictability(other) > 0).all()


def test_no_drift_without_steps_that_show_a_video():
    moved = echo.drift("random", steps=50, runs=3, seed=1)[0]
    assert moved.shape[0] == 3
    assert 0 < np.abs(moved).max() < 50 * 0.01


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: chaney.run(chaney.world(0), "best"), "policy must be one of"),
        (lambda: echo.drift("oracle", steps=0), "steps must be a whole number >= 1"),
        (lambda: ips.estimates(draws=1), "draws must be a whole number >= 2"),
        (lambda: musiclab.market(*musiclab.songs(), "album"), "condition must be one of"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
