"""Published findings: each gate of the quick table holds, and the parts that it stands on are what they say."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import beta, kstest

from kml import metrics, scenarios
from kml.scenarios import amplify, chaney, echo, ips, musiclab, sanity, superstars

RESULTS = Path(scenarios.__file__).parents[1] / "stored" / "validate.json"


@pytest.mark.parametrize(
    "name", [pytest.param("chaney", marks=pytest.mark.whole), *sorted({*scenarios.ALL} - {"chaney"})]
)
def test_every_gate_of_the_quick_table_holds(name):
    findings = scenarios.ALL[name].validate(quick=True)
    assert {finding.scenario for finding in findings} == {name}
    gated = [finding for finding in findings if finding.gate]
    assert len(gated) > 4
    assert [finding for finding in gated if not finding.holds] == []
    assert all(finding.holds is None for finding in findings if not finding.gate)


def test_the_committed_table_says_which_gate_does_not_hold():
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))["table"]
    assert {row["scenario"] for row in rows} == set(scenarios.ALL)
    failed = {row["finding"] for row in rows if row["gate"] and not row["holds"]}
    assert failed == set(scenarios.KNOWN)


def test_the_table_has_a_row_for_each_finding(monkeypatch):
    monkeypatch.setattr(scenarios, "ALL", {"ips": ips, "musiclab": musiclab})
    table = scenarios.validate(quick=True)
    assert list(table.columns) == ["scenario", "finding", "published", "simulated", "se", "gate", "holds"]
    assert set(table["scenario"]) == {"ips", "musiclab"}
    assert table["holds"].map(lambda holds: holds is None or holds is True).all()


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


def test_noise_and_growth_change_what_the_oracle_may_show():
    still = echo.drift("oracle", steps=200, runs=4, one_drift=True)[0]
    noisy = echo.drift("oracle", steps=200, runs=4, one_drift=True, noise=5)[0]
    assert (still != 0).sum() < (noisy != 0).sum()
    grown = echo.drift("random", steps=100, runs=2, growth=1.0, report=(50, 100))
    assert [change.shape for change in grown] == [(2, 600)] * 2
    assert (grown[0][:, 350:] == 0).all()  # 100 + 5 · 50 videos were there


def test_profiles_gain_one_new_video_a_round_and_taste_moves_from_zero():
    drawn = amplify.world(2)
    topic, minority, profile = drawn
    assert profile.sum(axis=1).tolist() == [amplify.PROFILE] * amplify.VIEWERS
    assert minority.mean() == pytest.approx(amplify.MINORITY, abs=0.01)
    before = profile.copy()
    measures = dict(zip(amplify.MEASURES, amplify.run(drawn, "most popular", seed=3).T, strict=True))
    assert np.array_equal(profile, before)
    assert measures["diversity"][0] >= amplify.SLATE / amplify.VIDEOS
    assert measures["shift, minority"][0] < 0.02 < measures["shift, minority"][-1]
    assert all((measures[name] >= 0).all() for name in amplify.MEASURES)
    assert len(topic) == amplify.VIDEOS


def test_views_add_up_and_follow_quality_without_feedback():
    seen = superstars.views(1.0, 0.0, channels=50, total=200_000, seed=4)
    assert seen.sum() == 200_000
    quality = np.exp(np.random.default_rng(4).standard_normal(50))
    assert seen / 200_000 == pytest.approx(quality / quality.sum(), abs=0.005)


def test_feedback_spares_spread_and_some_targets_need_none():
    options = {"channels": 300, "total": 30_000, "seed": 1}
    plain, fed = (superstars.spread_needed(feedback, share=0.6, **options) for feedback in (0.0, 0.8))
    assert fed < plain
    there = superstars.views(plain, 0.0, **options)
    assert metrics.top_share(there, superstars.TOP) == pytest.approx(0.6, abs=0.02)
    assert np.isnan(superstars.spread_needed(1.0, share=0.05, **options))


@pytest.mark.parametrize(("draws", "videos", "slate"), [(30, 8, 1), (40, 10, 3), (25, 6, 5)])
def test_expected_gini_is_the_mean_of_many_draws(draws, videos, slate):
    rng = np.random.default_rng(0)
    ginis = []
    for _ in range(3000):
        slates = np.argsort(rng.random((draws, videos)), axis=1)[:, :slate]
        ginis.append(metrics.gini(np.bincount(slates.ravel(), minlength=videos)))
    error = np.std(ginis) / np.sqrt(len(ginis))
    assert sanity.expected_gini(draws, videos, slate) == pytest.approx(np.mean(ginis), abs=4 * error)


def test_everything_shown_always_is_equal_exposure():
    assert sanity.expected_gini(20, 5, slate=5) == pytest.approx(0)
    assert sanity.expected_gini(1, 10) == pytest.approx(0.9)


def test_regret_is_what_the_slate_lacks():
    scores = [[3.0, 2.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]]
    assert sanity.regret(scores, [[1, 0], [1, 2]]).tolist() == [0, 0]
    assert sanity.regret(scores, [[2, 3], [0, 1]]).tolist() == [4, 1]


def test_a_wrong_urn_is_found():
    share = sanity.urn(videos=3, draws=400, worlds=400, seed=7)
    assert share.sum(axis=1) == pytest.approx(np.ones(400))
    assert kstest(share[:, 0], beta(1, 2).cdf).pvalue > 0.01
    fair = np.random.default_rng(0).multinomial(400, [1 / 3] * 3, size=400)[:, 0] / 400
    assert kstest(fair, beta(1, 2).cdf).pvalue < 1e-6


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: chaney.run(chaney.world(0), "best"), "policy must be one of"),
        (lambda: echo.drift("oracle", steps=0), "steps must be a whole number >= 1"),
        (lambda: ips.estimates(draws=1), "draws must be a whole number >= 2"),
        (lambda: musiclab.market(*musiclab.songs(), "album"), "condition must be one of"),
        (lambda: superstars.views(-1, 0), "spread must be"),
        (lambda: superstars.views(1, 3), "feedback must be"),
        (lambda: amplify.run(amplify.world(), "best"), "recommender must be one of"),
        (lambda: sanity.expected_gini(10, 5, slate=6), "slate must be a whole number"),
        (lambda: sanity.regret([[1.0, 2.0]], [[2]]), "video_id must be"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
