"""Cells: units, marks and dates of every kind that exports have; missing is not zero; what is ambiguous is refused."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml.mychannel import cells


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1234", 1234),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\u00a0234\u202f567", 1234567),
        ("1'234", 1234),
        ("12,345,678", 12345678),
        ("1.2K", 1200),
        ("1.2万", 12000),
        ("1.2w", 12000),
        ("3.14万", 31400),
        ("2亿", 2e8),
        ("１２３", 123),
        ("3e2", 300),
        ("0", 0),
        ("-3", -3),
        ("+3", 3),
        (" 7 ", 7),
    ],
)
def test_counts_in_every_dress(text, value):
    values, unread = cells.numbers([text], whole=True)
    assert values.tolist() == [value]
    assert unread == []


@pytest.mark.parametrize("text", ["", " ", "-", "--", "—", "undefined", "NaN", "null", "None", "N/A", "\ufeff"])
def test_missing_is_not_zero(text):
    for read in (cells.numbers, cells.seconds, lambda texts: cells.shares(texts, "percent")):
        values, unread = read([text, "0"])
        np.testing.assert_array_equal(values, [np.nan, 0])
        assert unread == []


@pytest.mark.parametrize("text", ["many", "3.5星", "1.2.3.4", "12%", "<5", "1,2,3", "--3", "1 2"])
def test_what_is_no_number_is_said(text):
    values, unread = cells.numbers([text, "1"])
    assert np.isnan(values[0])
    assert unread == [text]


@given(st.lists(st.integers(0, 10**12), min_size=1), st.sampled_from([",", ".", " ", "'"]))
def test_whole_numbers_survive_any_separator_of_thousands(numbers, mark):
    texts = [f"{number:,}".replace(",", mark) for number in numbers]
    assert cells.numbers(texts, whole=True)[0].tolist() == numbers


@given(st.lists(st.floats(0.001, 1e6).map(lambda x: round(x, 2)), min_size=1))
def test_a_file_with_semicolons_has_decimal_commas(numbers):
    texts = [f"{number:.2f}".replace(".", ",") for number in numbers]
    assert cells.numbers(texts, delimiter=";")[0].tolist() == [float(f"{number:.2f}") for number in numbers]


def test_neighbours_tell_a_decimal_mark():
    assert cells.numbers(["1.234", "8,5"])[0].tolist() == [1234, 8.5]
    assert cells.numbers(["1.234", "8.5"])[0].tolist() == [1.234, 8.5]
    assert cells.numbers(["0.027", "1.234"], delimiter=";")[0].tolist() == [0.027, 1.234]
    assert cells.numbers(["1.234"], whole=True)[0].tolist() == [1234]
    with pytest.raises(ValueError, match=r"'8\.5' and '8,5' stand in one column"):
        cells.numbers(["8.5", "8,5"])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9.53", 9.53),
        ("14.73秒", 14.73),
        ("10s", 10),
        ("1:32", 92),
        ("0:00:41", 41),
        ("00:03:25", 205),
        ("1:00:00", 3600),
        ("1分32秒", 92),
        ("1小时2分3秒", 3723),
        ("679", 679),
    ],
)
def test_seconds(text, value):
    assert cells.seconds([text]) == (pytest.approx([value]), [])


@pytest.mark.parametrize(
    ("text", "bare", "value"),
    [
        ("0.86", "percent", 0.0086),
        ("0.86", "fraction", 0.86),
        ("0.86%", "fraction", 0.0086),
        ("4.41%", "", 0.0441),
        ("４.４１％", "", 0.0441),
        ("100%", "", 1),
        ("0%", "percent", 0),
    ],
)
def test_a_share_is_what_its_platform_means(text, bare, value):
    assert cells.shares([text], bare) == (pytest.approx([value]), [])


@pytest.mark.parametrize(
    ("text", "bare"), [("0.3", ""), ("<0.1%", "percent"), ("3.5星", "percent"), ("35", "fraction")]
)
def test_a_share_that_nobody_can_know_stays_unread(text, bare):
    values, unread = cells.shares([text], bare)
    assert np.isnan(values[0])
    assert unread == [text]


def day(text, **options):
    return str(cells.dates([text], **options)[0][0]).replace("T00:00:00", "")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-11-20", "2026-11-20"),
        ("2026/6/25", "2026-06-25"),
        ("Sep 20, 2026", "2026-09-20"),
        ("September 20, 2026", "2026-09-20"),
        ("14 sept 2026", "2026-09-14"),
        ("5 de mayo de 2026", "2026-05-05"),
        ("5. März 2026", "2026-03-05"),
        ("31.12.2026", "2026-12-31"),
        ("01.02.2026", "2026-02-01"),
        ("2026年6月3日", "2026-06-03"),
        ("2026年06月03日 16:41:25", "2026-06-03T16:41:25"),
        ("2026年04月01日00时30分00秒", "2026-04-01T00:30:00"),
        ("2026-07-18 14:11:20", "2026-07-18T14:11:20"),
        ("2026-07-18T14:11:20.5Z", "2026-07-18T14:11:20"),
        ("46233", "2026-07-30"),
        ("46233.5", "2026-07-30T12:00:00"),
        ("31/12/2026 09:15", "2026-12-31T09:15:00"),
    ],
)
def test_dates(text, date):
    assert day(text) == date


def test_a_date_that_has_two_meanings_is_refused_unless_a_neighbour_tells():
    for text in ("08-05-2020", "08/05/2020 10:00"):
        with pytest.raises(ValueError, match=r"can be read in two ways.*Write the year first"):
            cells.dates([text])
    assert cells.dates(["08-05-2020", "08-31-2020"])[0].astype("datetime64[D]").astype(str).tolist()[0] == "2020-08-05"
    assert cells.dates(["08-05-2020", "31-08-2020"])[0].astype("datetime64[D]").astype(str).tolist()[0] == "2020-05-08"
    with pytest.raises(ValueError, match="two ways"):
        cells.dates(["31-08-2020", "08-31-2020"])


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "31 Foo 2026", "12", "Lifetime", "99999999"])
def test_what_is_no_date_is_said(text):
    values, unread = cells.dates([text])
    assert np.isnat(values[0])
    assert unread == [text]


def test_a_day_without_a_year_needs_the_day_of_the_export():
    with pytest.raises(ValueError, match=r"no year \('July 16'\).*export_date="):
        cells.dates(["July 16"])
    exported = pd.Timestamp("2026-02-28")
    for text, date in [
        ("February 28", "2026-02-28"),
        ("March 1", "2025-03-01"),
        ("3月25日", "2025-03-25"),
        ("February 29", "2024-02-29"),
    ]:
        assert day(text, export_date=exported) == date


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 1, 1)), st.integers(0, 364))
def test_a_day_without_a_year_lies_in_the_year_before_the_export(exported, back):
    wanted = exported - datetime.timedelta(days=back)
    text = f"{wanted:%B} {wanted.day}"
    assert day(text, export_date=pd.Timestamp(exported)) == str(wanted)


@given(st.text(max_size=12))
def test_no_text_stops_a_reader(text):
    for read in (cells.numbers, cells.seconds, lambda texts: cells.shares(texts, "percent")):
        values, unread = read([text])
        assert np.isfinite(values[0]) != (cells.is_missing(text) or unread != [])
