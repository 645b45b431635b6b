"""Published numbers about Kuaishou's feed, from the logs KuaiRand and KuaiRec: what the simulator is compared with."""

from dataclasses import dataclass

from kml.core.words import N_, _
from kml.published.rows import CONFIDENCE, Number


@dataclass(frozen=True)
class Rate(Number):
    """A number of a log, `name` being its metric: about one segment of it, under one policy.

    policy: "personalised" is KuaiRand's standard recommendation; "" where none applies. n: exposures, users or videos
    that are averaged; NaN where nobody says. population: what the segment is.
    """

    segment: str = ""
    policy: str = ""
    n: float = float("nan")
    population: str = ""


# Sources, with the version that was read and the date that it carries (n.d. = none). All read on 2026-11-23.
_UNDATED = N_("n.d.")
_AYLAYAN, _SHAM_MOON = "Aylayan/KuaiRand_Pure", "Sham-Moon/KuaiRand-Analysis"
_SOURCES = {
    "funnel": (f"{_AYLAYAN}, funnel_metrics.csv (commit e83afd7203)", _UNDATED),
    "segments": (f"{_AYLAYAN}, segment_gap_metrics.csv (commit e83afd7203)", _UNDATED),
    "paired": (f"{_AYLAYAN}, paired_user_validation.csv (commit e83afd7203)", _UNDATED),
    "evidence": (f"{_AYLAYAN}, docs/业务分析证据链.md (commit 7f42a62767)", _UNDATED),
    "sql": (f"{_AYLAYAN}, sql/06_sql_core_metrics_reconciliation.sql (commit 258565997d)", _UNDATED),
    "users": (f"{_SHAM_MOON}, P5_01_users_paired_comparison_result.csv (commit b497e509f3)", _UNDATED),
    "videos": (f"{_SHAM_MOON}, P5_03_videos_paired_comparison_result.csv (commit b497e509f3)", _UNDATED),
    "report": (f"{_SHAM_MOON}, docs/analysis_report.md (commit 7ea9475aaa)", _UNDATED),
    "kuaisim": ("KuaiSim, KuaiRandDataset.ipynb (commit 2ae32aa2)", "2024-09-10"),
    "kuairec": ("KuaiRec, Statistics_KuaiRec.ipynb (commit a22f13b0)", "2026-01-07"),
    "table": (N_("KuaiRand-Pure video and user tables (Gao and others, CIKM 2022), computed for this course"), "2022"),
}

# Segments: what the numbers describe
_SEGMENTS = {
    "all": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08"),
    "month": N_("KuaiRand-Pure, exposures 2022-04-08 to 05-08"),
    "after valid play": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08 with a valid play"),
    "same users": N_("KuaiRand-Pure, mean of the rates of 18,368 users seen under both policies"),
    "all users": N_("KuaiRand-Pure, 25,877 users seen under both policies"),
    "same videos": N_("KuaiRand-Pure, mean of the rates of 4,626 videos shown often under both policies"),
    "user medians": N_("KuaiRand-Pure, 18,329 users with 16 exposures or more, 2022-04-09 to 04-21"),
    "video medians": N_("KuaiRand-Pure, videos above the 30th percentile of exposures, 2022-04-09 to 04-21"),
    "exposure": N_("KuaiRand-Pure, 7,583 videos of 6,510 authors, 2022-04-09 to 04-21"),
    "catalogue": N_("KuaiRand-Pure, 7,344 videos with a known duration"),
    "authors": N_("KuaiRand-Pure, 6,510 authors"),
    "posting users": N_("KuaiRand-Pure, 22,276 users who post"),
    "user days": N_("KuaiRec, big matrix, 7,176 users"),
    "return gaps": N_("KuaiRand-Pure, 384,000 gaps between visits"),
    "full_active": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08, full_active users"),
    "high_active": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08, high_active users"),
    "middle_active": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08, middle_active users"),
    "0-15 s": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08, videos of 0-15 s"),
    "15-30 s": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08, videos of 15-30 s"),
    "30-60 s": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08, videos of 30-60 s"),
    "60-120 s": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08, videos of 60-120 s"),
    "120+ s": N_("KuaiRand-Pure, exposures 2022-04-22 to 05-08, videos of 120+ s"),
}

# metric | segment | personalised (KuaiRand: standard) | random | unit | n personalised | n random | source
_TABLE = """
valid_play     | all | .451171 | .176160 | share | 289119 | 1186049 | funnel
long_view      | all | .318329 | .084962 | share | 289119 | 1186049 | funnel
complete_play  | all | .143247 | .033187 | share | 284321 | 1149129 | funnel
positive       | all | .021431 | .005574 | share | 289119 | 1186049 | funnel
profile_enter  | all | .0190   | .0056   | share | 289119 | 1186049 | funnel
hate           | all | .000785 | .001139 | share | 289119 | 1186049 | funnel
watch_median   | all | 4.831   | 2.091   | s     | 289119 | 1186049 | sql
ratio_median   | all | .095467 | .034799 | ratio | 284321 | 1149129 | sql
valid_play     | month | .463981 | - | share | 1414622 | - | sql
long_view      | month | .335572 | - | share | 1414622 | - | sql
complete_play  | month | .154330 | - | share | 1385762 | - | sql
watch_mean     | month | 23.143  | - | s     | 1414622 | - | sql
ratio_mean     | month | .369201 | - | ratio | 1385762 | - | sql
positive       | month | .022229 | - | share | 1414622 | - | sql
like           | month | .018478 | - | share | 1436609 | - | kuaisim
comment        | month | .002546 | - | share | 1436609 | - | kuaisim
follow         | month | .001074 | - | share | 1436609 | - | kuaisim
forward        | month | .000962 | - | share | 1436609 | - | kuaisim
hate           | month | .000494 | - | share | 1436609 | - | kuaisim
long_view      | after valid play | .7031 | .4806 | share | 130443 | 208935 | evidence
complete_play  | after valid play | .3139 | .1846 | share | 129354 | 206143 | evidence
positive       | after valid play | .0398 | .0202 | share | 130443 | 208935 | evidence
hate           | after valid play | .00082 | .00147 | share | 130443 | 208935 | evidence
valid_play     | 0-15 s | .4066 | .1774 | share | 37200 | 120815 | segments
long_view      | 0-15 s | .3039 | .1128 | share | 37200 | 120815 | segments
complete_play  | 0-15 s | .2873 | .1041 | share | 37200 | 120815 | segments
positive       | 0-15 s | .0319 | .0078 | share | 37200 | 120815 | segments
hate           | 0-15 s | .00075 | .00110 | share | 37200 | 120815 | segments
valid_play     | 15-30 s | .4556 | .1815 | share | 41153 | 152256 | segments
long_view      | 15-30 s | .3116 | .0796 | share | 41153 | 152256 | segments
complete_play  | 15-30 s | .2485 | .0624 | share | 41153 | 152256 | segments
positive       | 15-30 s | .0238 | .0063 | share | 41153 | 152256 | segments
hate           | 15-30 s | .00070 | .00117 | share | 41153 | 152256 | segments
valid_play     | 30-60 s | .4851 | .1857 | share | 45615 | 169802 | segments
long_view      | 30-60 s | .3533 | .0919 | share | 45615 | 169802 | segments
complete_play  | 30-60 s | .1739 | .0380 | share | 45615 | 169802 | segments
positive       | 30-60 s | .0246 | .0060 | share | 45615 | 169802 | segments
hate           | 30-60 s | .00077 | .00110 | share | 45615 | 169802 | segments
valid_play     | 60-120 s | .4874 | .1897 | share | 66508 | 331888 | segments
long_view      | 60-120 s | .3560 | .0918 | share | 66508 | 331888 | segments
complete_play  | 60-120 s | .1126 | .0210 | share | 66508 | 331888 | segments
positive       | 60-120 s | .0194 | .0051 | share | 66508 | 331888 | segments
hate           | 60-120 s | .00071 | .00115 | share | 66508 | 331888 | segments
valid_play     | 120+ s | .4362 | .1672 | share | 93845 | 374368 | segments
long_view      | 120+ s | .2957 | .0754 | share | 93845 | 374368 | segments
complete_play  | 120+ s | .0469 | .00709 | share | 93845 | 374368 | segments
positive       | 120+ s | .0152 | .0046 | share | 93845 | 374368 | segments
hate           | 120+ s | .00091 | .00119 | share | 93845 | 374368 | segments
valid_play     | full_active | .4231 | .1692 | share | 191405 | 833260 | segments
long_view      | full_active | .2959 | .0813 | share | 191405 | 833260 | segments
complete_play  | full_active | .1322 | .0319 | share | 191405 | 833260 | segments
valid_play     | high_active | .4949 | .1902 | share | 57585 | 235289 | segments
long_view      | high_active | .3547 | .0935 | share | 57585 | 235289 | segments
complete_play  | high_active | .1632 | .0366 | share | 57585 | 235289 | segments
valid_play     | middle_active | .5306 | .1976 | share | 28155 | 82845 | segments
long_view      | middle_active | .3806 | .0922 | share | 28155 | 82845 | segments
complete_play  | middle_active | .1697 | .0345 | share | 28155 | 82845 | segments
valid_play     | same users | .45194 | .16182 | share | 18368 | 18368 | users
long_view      | same users | .33714 | .07949 | share | 18368 | 18368 | users
complete_play  | same users | .15258 | .02938 | share | 18368 | 18368 | users
watch_mean     | same users | 23.583 | 6.468  | s     | 18368 | 18368 | users
like           | same users | .018597 | .004697 | share | 18368 | 18368 | users
comment        | same users | .002557 | .000350 | share | 18368 | 18368 | users
forward        | same users | .000865 | .000285 | share | 18368 | 18368 | users
follow         | same users | .001392 | .000207 | share | 18368 | 18368 | users
hate           | same users | .000611 | .001423 | share | 18368 | 18368 | users
profile_enter  | same users | .020730 | .005465 | share | 18368 | 18368 | users
valid_play     | same videos | .38906 | .19283 | share | 4626 | 4626 | videos
long_view      | same videos | .27648 | .10005 | share | 4626 | 4626 | videos
complete_play  | same videos | .11488 | .03939 | share | 4626 | 4626 | videos
watch_mean     | same videos | 19.696 | 7.752  | s     | 4626 | 4626 | videos
like           | same videos | .017972 | .005254 | share | 4626 | 4626 | videos
hate           | same videos | .000846 | .001100 | share | 4626 | 4626 | videos
valid_play_gains    | all users | .866 | - | share | 25877 | - | evidence
long_view_gains     | all users | .812 | - | share | 25877 | - | evidence
complete_play_gains | all users | .619 | - | share | 25846 | - | evidence
positive_gains      | all users | .126 | - | share | 25877 | - | paired
valid_play     | user medians | .486 | - | share | - | - | report
long_view      | user medians | .359 | - | share | - | - | report
complete_play  | user medians | .150 | - | share | - | - | report
long_view_auc_past_rate | all | .6684 | - | AUC | 56865 | - | report
valid_play     | video medians | .397 | - | share | - | - | report
long_view      | video medians | .276 | - | share | - | - | report
complete_play  | video medians | .086 | - | share | - | - | report
video_gini     | exposure | .729 | - | Gini  | - | - | report
video_top20    | exposure | .765 | - | share | - | - | report
author_gini    | exposure | .723 | - | Gini  | - | - | report
author_top20   | exposure | .757 | - | share | - | - | report
"""

# What is there, whatever the policy: metric | segment | value | unit | source
_WORLD_TABLE = """
duration_mean   | catalogue | 108.6 | s | table
duration_p5     | catalogue | 10.7  | s | table
duration_p25    | catalogue | 31.9  | s | table
duration_median | catalogue | 81.2  | s | table
duration_p75    | catalogue | 148.2 | s | table
duration_p95    | catalogue | 303.5 | s | table
duration_log_mean | catalogue | 4.228 | ln s | table
duration_log_sd   | catalogue | 1.034 | ln s | table
one_video       | authors | .870 | share | report
videos_gini     | authors | .127 | Gini  | report
followers_mean   | posting users | 735  | followers | table
followers_median | posting users | 81   | followers | table
followers_p90    | posting users | 779  | followers | table
followers_p99    | posting users | 4928 | followers | table
followers_gini   | posting users | .886 | Gini  | table
followers_top1   | posting users | .628 | share | table
followers_top10  | posting users | .826 | share | table
plays_p25        | user days | 19 | exposures | kuairec
plays_median     | user days | 42 | exposures | kuairec
plays_p75        | user days | 83 | exposures | kuairec
gap_1_days       | return gaps | .617 | share | kuaisim
gap_2_days       | return gaps | .165 | share | kuaisim
gap_3_days       | return gaps | .079 | share | kuaisim
"""


def _rows():
    """Every number of the two tables above, as a row."""
    for metric, segment, *values, unit, n, n_random, source in _lines(_TABLE):
        for policy, value, count in zip(("personalised", "random"), values, (n, n_random), strict=True):
            if value != "-":
                yield _row(metric, segment, value, unit, source, policy, count)
    for metric, segment, value, unit, source in _lines(_WORLD_TABLE):
        yield _row(metric, segment, value, unit, source)


def _lines(table):
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


def _row(metric, segment, value, unit, key, policy="", n="-"):
    source, date = _SOURCES[key]
    confidence = "derived" if key == "table" else "confirmed"
    about = {"segment": segment, "policy": policy, "n": float("nan" if n == "-" else n)}
    return Rate(metric, float(value), unit, source, date, confidence, population=_SEGMENTS[segment], **about)


RATES = tuple(_rows())


def kuairand():
    """Published numbers about Kuaishou's feed, a DataFrame with a row for each metric, segment and policy.

    Columns: metric, segment, policy ("personalised" is KuaiRand's standard recommendation; "" where none applies),
    value, unit, n (exposures, users or videos that are averaged; NaN where not given), population, source, date,
    confidence ("read in the source", or "our arithmetic" with the published tables).

    >>> from kml import published
    >>> table = published.kuairand().query("metric == 'valid_play' and segment == 'all'")
    >>> table.set_index("policy")["value"].round(2).to_dict()
    {'personalised': 0.45, 'random': 0.18}
    """
    import pandas as pd

    return pd.DataFrame(
        [
            {"metric": row.name, "segment": row.segment, "policy": row.policy, "value": row.value, "unit": row.unit}
            | {"n": row.n, "population": _(row.population), "source": _(row.source), "date": _(row.date)}
            | {"confidence": _(CONFIDENCE[row.confidence])}
            for row in RATES
        ]
    )
