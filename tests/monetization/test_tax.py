"""Income tax: brackets of any country hold what progressive brackets promise, and China's are those of the law."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kml import monetization as money
from kml.core import words
from kml.published.tax import NUMBERS

incomes = st.floats(0, 3e6)
brackets = st.builds(
    lambda ends, rates: list(zip([*sorted(ends), float("inf")], sorted(rates), strict=False)),
    st.lists(st.integers(1, 1_000_000), min_size=3, max_size=3, unique=True),
    st.lists(st.floats(0, 1), min_size=4, max_size=4),
)

# 速算扣除数: what tax tables print beside each rate, so that tax = income · rate - this
QUICK = {
    "COMPREHENSIVE": (0, 2_520, 16_920, 31_920, 52_920, 85_920, 181_920),
    "BUSINESS": (0, 1_500, 10_500, 40_500, 65_500),
}


@given(incomes, incomes, brackets, st.floats(0, 100_000))
def test_who_earns_more_pays_no_less_and_keeps_no_less(a, b, table, allowance):
    low, high = sorted((a, b))
    tax = money.income_tax([low, high], table, allowance)
    more = high - low
    assert -1e-6 <= tax[1] - tax[0] <= table[-1][1] * more + 1e-6  # no jump, and at most the top rate of what is more
    assert (tax <= np.maximum(np.array([low, high]) - allowance, 0) + 1e-6).all()


@pytest.mark.parametrize("name", QUICK)
@given(yearly=incomes)
def test_chinas_brackets_give_what_tax_tables_give(name, yearly):
    table = getattr(money, name)
    step = int(np.searchsorted(table.upto, yearly))
    expected = yearly * table.rates[step] - QUICK[name][step]
    assert money.income_tax(yearly, table) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("yearly", "tax"), [(0, 0), (60_000, 0), (75_000, 0), (120_000, 1_080), (400_000, 35_080)])
def test_pay_for_services_by_hand(yearly, tax):
    # 400,000: 80 % are 320,000, less 60,000 are 260,000, of which 20 % less 16,920
    assert money.china_tax(yearly).tax == pytest.approx(tax)


def test_a_business_takes_off_its_costs_and_services_do_not():
    business = money.china_tax(200_000, "business", costs=40_000)
    assert business.tax == pytest.approx(100_000 * 0.20 - 10_500) and business.left == 200_000 - 40_000 - 9_500
    services = money.china_tax(200_000, costs=40_000)
    assert services.tax == pytest.approx(100_000 * 0.10 - 2_520) and services.left == 160_000 - services.tax
    assert money.china_tax(200_000, deductions=10_000).tax == pytest.approx(services.tax - 1_000)
    assert money.china_tax(50_000, "business", costs=90_000).tax == 0


def test_lines_add_up_and_are_said_in_the_learners_language():
    tax = money.china_tax(200_000, "business", costs=40_000)
    assert [yuan for __, yuan in tax.lines] == [200_000, -40_000, -60_000, 100_000, tax.tax, tax.left]
    assert tax.rate == tax.tax / 200_000 and "2018-08-31" in repr(tax)
    with words.spoken("zh"):
        assert not {text for text, __ in money.china_tax(200_000).lines} & {text for text, __ in tax.lines}


def test_what_the_law_says_has_a_row():
    value = {row.name: row.value for row in NUMBERS}
    assert value["china_tax_allowance"] == 60_000 and value["china_services_counted"] == 0.8
    assert value["china_vat_free"] * 12 < value["china_vat_small"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: money.income_tax(1, []), "^brackets must be pairs"),
        (lambda: money.income_tax(1, "3 %"), "^brackets must be pairs"),
        (lambda: money.income_tax(1, [(10, 0.1)]), "^brackets must have upper ends that rise"),
        (lambda: money.income_tax(1, [(10, 0.1), (5, 0.2), (np.inf, 0.3)]), "^brackets must have upper ends that rise"),
        (lambda: money.income_tax(1, [(np.inf, 1.5)]), "^rates must be"),
        (lambda: money.income_tax(1, money.BUSINESS, -1), "^allowance must"),
        (lambda: money.china_tax(-1), "^yearly must"),
        (lambda: money.china_tax(1, "wages"), "^kind must be one of 'services', 'business'"),
        (lambda: money.china_tax(1, costs=-1), "^costs must"),
    ],
)
def test_what_cannot_be_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
