"""Experiments: formulas against statsmodels, false alarms and missed winners against simulation, a feed against truth.

A simulated rate must lie within four of its standard errors of what it should be: seeds are fixed, so it always does
or never.
"""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from kml import experiments, platform

Z95 = stats.norm.isf(0.025)


def close(rate, expected, runs, sigmas=4):
    """Whether a simulated rate is within so many standard errors of what it should be."""
    return abs(rate - expected) <= sigmas * np.sqrt(expected * (1 - expected) / runs)


# --- power -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0.02, 0.1, 0.5])
@pytest.mark.parametrize("alpha", [0.01, 0.05])
@pytest.mark.parametrize("power", [0.5, 0.8, 0.95])
def test_sample_size_and_power_agree_with_statsmodels(size, alpha, power):
    sd = 7.0
    theirs = NormalIndPower().solve_power(effect_size=size, alpha=alpha, power=power, ratio=1)
    n = experiments.sample_size(size * sd, sd, alpha, power)
    assert n - 1 < theirs * 1.0005 and theirs <= n  # theirs counts the other tail too
    assert experiments.power(size * sd, sd, n, alpha) == pytest.approx(NormalIndPower().power(size, n, alpha), abs=1e-9)
    assert experiments.smallest_effect(n, sd, alpha, power) == pytest.approx(size * sd, rel=0.01)


def test_sample_size_by_hand():
    """16 sd²/effect² for 80 % power at 5 %: the rule of thumb, 15.7 to be exact."""
    assert experiments.sample_size(1, 1) == 16
    assert experiments.sample_size(0.1, 1) == 1570
    assert experiments.sample_size(-0.1, 1) == 1570
    assert experiments.sample_size(0.1, (1, 1)) == 1570
    assert experiments.sample_size(0.1, (0, np.sqrt(2))) == 1570


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 3), st.floats(0.1, 50), st.integers(2, 10**6))
def test_more_viewers_find_more(effect, sd, n):
    assert experiments.power(effect, sd, n) <= experiments.power(effect, sd, 2 * n) + 1e-12
    assert experiments.power(0, sd, n) == pytest.approx(0.05)
    assert experiments.smallest_effect(4 * n, sd) == pytest.approx(experiments.smallest_effect(n, sd) / 2)


def test_the_promised_power_is_what_a_test_has():
    """A thousand and more tests of a true difference, on skewed values as watch times are."""
    runs, sd, rng = 2000, 4.0, np.random.default_rng(1)
    n = experiments.sample_size(0.8, sd)
    control, treatment = rng.gamma(0.25, 8, size=(2, runs, n))  # mean 2, sd 4
    p = stats.ttest_ind(treatment + 0.8, control, axis=1, equal_var=False).pvalue
    assert close(np.mean(p < 0.05), 0.8, runs)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: experiments.sample_size(0, 1), "effect"),
        (lambda: experiments.sample_size(1, -1), "sd"),
        (lambda: experiments.sample_size(1, (1, 2, 3)), "sd"),
        (lambda: experiments.sample_size(1, 1, alpha=0), "alpha"),
        (lambda: experiments.sample_size(1, 1, power=1), "power"),
        (lambda: experiments.power(1, 1, 0), "n"),
        (lambda: experiments.compare_means([1], [1, 2]), "control"),
        (lambda: experiments.compare_means([1, 1], [2, 2]), "control and treatment"),
        (lambda: experiments.compare_ratios([1, 2, 3], ([1, 2], [1, 1])), "control"),
        (lambda: experiments.compare_ratios(([1, 2], [0, 0]), ([1, 2], [1, 1])), r"control\[1\]"),
        (lambda: experiments.compare_lift([1], [1, 2]), "control"),
        (lambda: experiments.compare_lift([-1, 0], [1, 2]), "control"),
        (lambda: experiments.adjust([0.1, 1.2]), "p_values"),
        (lambda: experiments.adjust([0.1], "sidak"), "method"),
        (lambda: experiments.false_alarms(0), "looks"),
        (lambda: experiments.always_valid([1.0], [0.0], 1), "se"),
        (lambda: experiments.always_valid([1.0], [1.0], 0), "tau"),
        (lambda: experiments.thompson([0.5, 0.6], 105), "viewers"),
        (lambda: experiments.fit_novelty([0, 1], [1, 2]), "day"),
        (lambda: experiments.plan("coin", 14, 10, 10), "design"),
        (lambda: experiments.plan("video", 14, 10, 3), "videos"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=f"^{name} must|^{name}"):
        call()


# --- the test itself -------------------------------------------------------------------------------------------------


def test_means_agree_with_statsmodels():
    rng = np.random.default_rng(2)
    control, treatment = rng.gamma(1, 3, size=200), rng.gamma(1, 5, size=90)
    mine = experiments.compare_means(control, treatment, alpha=0.1)
    theirs = CompareMeans(DescrStatsW(treatment), DescrStatsW(control))
    assert mine.p == pytest.approx(theirs.ttest_ind(usevar="unequal")[1])
    assert (mine.low, mine.high) == pytest.approx(theirs.tconfint_diff(alpha=0.1, usevar="unequal"))
    assert mine.se == pytest.approx(theirs.std_meandiff_separatevar)
    assert mine.difference == pytest.approx(treatment.mean() - control.mean())


def test_a_ratio_of_one_row_a_viewer_is_a_mean():
    rng = np.random.default_rng(3)
    control, treatment = rng.gamma(1, 3, size=500), rng.gamma(1, 4, size=400)
    ratio = experiments.compare_ratios((control, np.ones(500)), (treatment, np.ones(400)))
    mean = experiments.compare_means(control, treatment)
    assert (ratio.difference, ratio.se) == pytest.approx((mean.difference, mean.se))


def test_the_interval_of_a_lift_holds_it_in_95_of_100_tests():
    """4,000 tests of 20 % more watching, four of five passing by; as if the control were known, it would hold less."""
    runs, n, rng = 4000, 1500, np.random.default_rng(15)
    groups = rng.gamma(0.4, 30, size=(runs, 2, n)) * (rng.random((runs, 2, n)) < 0.2)
    groups[:, 1] *= 1.2
    results = [experiments.compare_lift(control, treatment) for control, treatment in groups]
    lift, low, high = np.array([(result.difference, result.low, result.high) for result in results]).T
    assert close(np.mean((low <= 0.2) & (high >= 0.2)), 0.95, runs)
    known = Z95 * np.sqrt(groups.var(axis=2).sum(axis=1) / n) / groups[:, 0].mean(axis=1)
    assert np.mean(np.abs(lift - 0.2) <= known) < 0.945


def test_a_lift_is_what_the_ratio_of_ratios_says():
    rng = np.random.default_rng(16)
    control, treatment = rng.gamma(2, 3, size=400), rng.gamma(2, 4, size=500)
    lift = experiments.compare_lift(control, treatment)
    assert lift.difference == pytest.approx(treatment.mean() / control.mean() - 1)
    draws = [rng.choice(treatment, 500).mean() / rng.choice(control, 400).mean() for _ in range(2000)]
    assert lift.se == pytest.approx(np.std(draws), rel=0.1)  # the bootstrap's
    assert lift.high - lift.difference == pytest.approx(Z95 * lift.se)


def several_rows(rng, viewers):
    """Rows of viewers who differ in taste and in how much they watch: (viewer of each row, seconds)."""
    rows = 1 + rng.geometric(0.15, size=viewers)
    who = np.repeat(np.arange(viewers), rows)
    return who, rng.gamma(1, 5 * np.exp(rng.normal(0, 0.8, size=viewers))[who])


def test_counting_rows_as_viewers_raises_false_alarms_and_the_delta_method_does_not():
    """A/A tests: the same rows, split by viewer. The naive test on rows, and the ratio test on viewers."""
    runs, viewers, rng = 1200, 400, np.random.default_rng(4)
    alarms = np.zeros(2)
    for _ in range(runs):
        who, seconds = several_rows(rng, viewers)
        treated = rng.random(viewers) < 0.5
        total, rows = np.bincount(who, weights=seconds), np.bincount(who)
        a, b = seconds[~treated[who]], seconds[treated[who]]
        naive = abs(b.mean() - a.mean()) / np.sqrt(a.var() / len(a) + b.var() / len(b)) > Z95
        pairs = [(total[side], rows[side]) for side in (~treated, treated)]
        alarms += naive, experiments.compare_ratios(*pairs).p < 0.05
    naive, delta = alarms / runs
    assert naive > 0.15
    assert close(delta, 0.05, runs)


def test_two_groups_alike_are_called_different_one_time_in_twenty():
    """A/A tests whose groups differ in size and in spread."""
    runs, rng = 1200, np.random.default_rng(5)
    welch = [experiments.compare_means(rng.normal(3, 1, 40), rng.normal(3, 4, 90)).p < 0.05 for _ in range(runs)]
    assert close(np.mean(welch), 0.05, runs)


# --- many variants ---------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_p_values_agree_with_statsmodels(p):
    for mine, theirs in (("bonferroni", "bonferroni"), ("holm", "holm"), ("bh", "fdr_bh")):
        with mock.patch("gc.collect"):  # which it calls each time, to look through all memory
            expected = multipletests(p, method=theirs)[1]
        assert experiments.adjust(p, mine) == pytest.approx(expected)


def test_what_the_adjustments_promise():
    """20 variants, 15 of them no better: any false alarm for Bonferroni and Holm, the share of them for BH."""
    runs, rng = 4000, np.random.default_rng(6)
    effect = np.repeat([0.0, 3.0], [15, 5])
    p = 2 * stats.norm.sf(np.abs(rng.normal(effect, 1, size=(runs, 20))))
    plain = np.any(p[:, :15] < 0.05, axis=1).mean()
    assert close(plain, 1 - 0.95**15, runs)
    found = {}
    for method in ("bonferroni", "holm", "bh"):
        declared = np.array([experiments.adjust(row, method) <= 0.05 for row in p])
        wrong, right = declared[:, :15].sum(axis=1), declared[:, 15:].sum(axis=1)
        found[method] = right.mean()
        share = wrong / np.maximum(1, wrong + right)
        if method == "bh":  # its promise: alpha times the share of true nulls, exactly so for independent tests
            assert abs(share.mean() - 0.05 * 15 / 20) < 4 * share.std() / np.sqrt(runs)
        else:
            assert np.mean(wrong > 0) < 0.05
    assert found["bonferroni"] < found["holm"] < found["bh"]


# --- peeking, and intervals that allow it ----------------------------------------------------------------------------


def exact_false_alarms(looks, critical=Z95):
    """Armitage, McPherson and Rowe's recursion: the density of the sum among runs that were never beyond."""
    nodes, weights = np.polynomial.legendre.leggauss(120)
    before, mass = np.zeros(1), np.ones(1)
    for look in range(1, looks + 1):
        edge = critical * np.sqrt(look)
        now = edge * nodes
        before, mass = now, edge * weights * (stats.norm.pdf(now[:, None] - before) @ mass)
    return 1 - mass.sum()


@pytest.mark.parametrize(("looks", "published"), [(1, 0.05), (2, 0.083), (5, 0.142), (10, 0.193), (20, 0.248)])
def test_peeking_costs_what_armitage_computed(looks, published):
    runs = 20_000
    exact = exact_false_alarms(looks)
    assert exact == pytest.approx(published, abs=0.0007)
    assert close(experiments.false_alarms(looks, runs=runs, seed=7), exact, runs)


def test_paths_are_standard_at_every_look_and_drift_is_reached_at_the_last():
    z = experiments.z_paths(np.random.default_rng(8).standard_normal((20_000, 9)), drift=2.8)
    assert z.std(axis=0) == pytest.approx(1, abs=0.02)
    assert z.mean(axis=0) == pytest.approx(2.8 * np.sqrt(np.arange(1, 10) / 9), abs=0.03)


def test_a_single_look_with_a_drift_has_the_power_of_the_formula():
    runs = 20_000
    n = experiments.sample_size(1, 5)
    drift = 1 / (5 * np.sqrt(2 / n))
    found = experiments.ever_beyond(np.random.default_rng(9).standard_normal((runs, 1)), Z95, drift)
    assert close(found, experiments.power(1, 5, n), runs)


@pytest.mark.parametrize("tau", [0.02, 0.1, 1.0])
def test_always_valid_intervals_hold_at_all_looks_at_once(tau):
    """500 looks at the running mean of a true effect 0.3: the share of runs in which any interval misses it."""
    runs, looks = 4000, 500
    x = 0.3 + np.random.default_rng(10).standard_normal((runs, looks))
    n = np.arange(1, looks + 1)
    mean, se = np.cumsum(x, axis=1) / n, np.broadcast_to(1 / np.sqrt(n), x.shape)
    low, high = experiments.always_valid(mean, se, tau)
    missed = np.mean(np.any((low > 0.3) | (high < 0.3), axis=1))
    assert missed < 0.05 + 4 * np.sqrt(0.05 * 0.95 / runs)
    if tau == 1.0:  # tight early, so that 500 looks use most of the 5 %
        assert missed > 0.02
    plain = np.mean(np.any(np.abs(mean - 0.3) > Z95 * se, axis=1))
    assert plain > 0.3


def test_always_valid_for_skewed_values_with_an_estimated_error():
    """What a creator has: watch times of two thumbnails, looked at every day, standard error from the data."""
    runs, days, a_day, rng = 1200, 14, 150, np.random.default_rng(11)
    x = rng.gamma(0.5, 4, size=(2, runs, days, a_day))
    n = a_day * np.arange(1, days + 1)
    mean = np.cumsum(x.sum(axis=3), axis=2) / n
    variance = np.cumsum((x**2).sum(axis=3), axis=2) / n - mean**2
    difference, se = mean[1] - mean[0], np.sqrt(variance.sum(axis=0) / n)
    low, high = experiments.always_valid(difference, se, experiments.best_tau(se[:, -1].mean()))
    assert np.mean(np.any((low > 0) | (high < 0), axis=1)) < 0.05
    assert np.mean(np.any(np.abs(difference) > Z95 * se, axis=1)) > 0.15


def test_best_tau_is_tightest_where_it_says():
    best = experiments.best_tau(0.2)

    def width(tau):
        low, high = experiments.always_valid([0.0], [0.2], tau)
        return high[0] - low[0]

    assert width(best) < min(width(0.9 * best), width(1.1 * best))
    assert width(best) / (2 * Z95 * 0.2) == pytest.approx(1.55, abs=0.01)  # what the freedom to look costs


# --- Thompson --------------------------------------------------------------------------------------------------------


def test_one_batch_by_hand():
    draws = np.array([[0.2, 0.9], [0.8, 0.1], [0.3, 0.4]])
    rewards = np.array([[1, 1], [0, 1], [1, 0]])
    a, b = experiments.thompson_update(np.array([1.0, 1.0]), np.array([1.0, 2.0]), draws, rewards)
    assert a.tolist() == [1, 2] and b.tolist() == [2, 3]


def test_thompson_loses_less_than_a_fixed_split_and_turns_to_the_best():
    rates = np.array([0.20, 0.22, 0.28])
    run = experiments.thompson(rates, 5000, batch=50, runs=100, seed=13)
    split = experiments.split_regret(rates, 5000)
    assert split == pytest.approx(5000 * (0.08 + 0.06) / 3)
    assert run.shown.sum(axis=1).tolist() == [5000] * 100
    assert run.shown.mean(axis=0).argmax() == 2
    last = run.regret[:, -1]
    assert last.mean() + 4 * last.std() / 10 < split / 2
    assert np.all(np.diff(run.regret, axis=1) >= 0)
    assert run.regret[:, -1] == pytest.approx(run.shown @ (rates.max() - rates))


def test_arms_alike_cost_nothing():
    assert experiments.thompson([0.3, 0.3], 100, runs=5, seed=1).regret.max() == 0
    assert experiments.split_regret([0.3, 0.3], 100) == 0


# --- novelty ---------------------------------------------------------------------------------------------------------


def test_novelty_fades_by_half():
    assert experiments.novelty_curve([0, 3, 6], lasting=1, first=9, half_life=3) == pytest.approx([9, 5, 3])


def test_what_lasts_is_found_and_its_error_is_about_right():
    day, rng = np.arange(28), np.random.default_rng(14)
    truth = experiments.novelty_curve(day, 0.5, 3, 4)
    assert experiments.fit_novelty(day, truth) == pytest.approx(
        {"lasting": 0.5, "first": 3, "half_life": 4, "se": 0}, abs=1e-9
    )
    fits = [experiments.fit_novelty(day, truth + rng.normal(0, 0.3, 28)) for _ in range(300)]
    lasting, se = (np.array([fit[name] for fit in fits]) for name in ("lasting", "se"))
    assert abs(lasting.mean() - 0.5) < 0.05
    assert 0.5 < se.mean() / lasting.std() <= 1.1  # a lower bound, as it says


# --- interference ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("design", "n"), [("video", 9), ("switchback", 14), ("viewer", 31)])
def test_a_plan_treats_half_and_is_drawn_anew(design, n):
    size = {"days": 14, "viewers": 31, "videos": 9}
    treated = experiments.plan(design, **size, seed=1)
    assert treated.shape == (n,) and treated.sum() == n // 2
    assert any(not np.array_equal(treated, experiments.plan(design, **size, seed=seed)) for seed in range(2, 6))


@pytest.fixture(scope="module")
def feed():
    world = platform.world(200, 300, seed=9)
    return world, np.flatnonzero(world.video_topic == platform.TOPICS.index("fitness"))


def test_designs_meet_the_same_days_and_all_or_none_are_the_ends(feed):
    world, mine = feed
    runs = {d: experiments.run_trial(world, mine, d, lift=0.0, days=4, seed=3) for d in experiments.DESIGNS}
    for run in runs.values():  # a change that changes nothing, whoever gets it
        assert np.array_equal(run.by_video, runs["none"].by_video)
        assert run.by_viewer.sum() == pytest.approx(run.by_video.sum())
    assert experiments.true_effect(world, mine, lift=0.0, days=4, seed=3) == 0
    assert experiments.true_effect(world, mine, lift=0.5, days=4, seed=3) > 0


def test_half_of_the_videos_overstates_and_the_other_designs_do_not(feed):
    """Twelve trials each: split by video is biased upwards, switchback and whole feeds are right within four s.e."""
    world, mine = feed
    truth = np.array([experiments.true_effect(world, mine, 0.8, 8, seed=seed) for seed in range(12)])
    mean, se = {}, {}
    for design in ("video", "switchback", "viewer"):
        trials = [experiments.run_trial(world, mine, design, 0.8, 8, seed=seed) for seed in range(12)]
        gaps = np.array([experiments.estimate(trial).difference for trial in trials]) - truth
        mean[design], se[design] = gaps.mean(), gaps.std(ddof=1) / np.sqrt(12)
    assert mean["video"] > 4 * se["video"] and mean["video"] > 0.2 * truth.mean()
    for design in ("switchback", "viewer"):
        assert abs(mean[design]) < 4 * se[design], design
        assert se[design] < 0.12 * truth.mean(), f"{design} would hide a bias of a fifth"


@pytest.mark.parametrize("design", ["switchback", "viewer"])
def test_days_and_feeds_do_not_feel_each_other(feed, design):
    """What a treated unit does is what it does if all are treated: so a random half of them is a fair sample."""
    world, mine = feed
    runs = {d: experiments.run_trial(world, mine, d, 0.8, 8, seed=4) for d in (design, "all", "none")}
    by = {d: run.by_viewer if design == "viewer" else run.by_video.sum(axis=1) for d, run in runs.items()}
    expected = np.where(runs[design].treated, by["all"], by["none"])
    assert by[design] == pytest.approx(expected)


def test_videos_do(feed):
    """The half that is left as it was gets less than it had before anything was changed."""
    world, mine = feed
    half, none = (experiments.run_trial(world, mine, d, 0.8, 8, seed=4) for d in ("video", "none"))
    left = ~half.treated
    assert half.by_video[:, left].sum() < 0.9 * none.by_video[:, left].sum()


def test_an_estimate_needs_a_split(feed):
    world, mine = feed
    with pytest.raises(ValueError, match=r"trial\.design"):
        experiments.estimate(experiments.run_trial(world, mine, "all", days=4))
