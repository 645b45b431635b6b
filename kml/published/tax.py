"""Published numbers about tax on a creator's income in China: read in the law's text. No tax advice."""

from dataclasses import dataclass

from kml.core.words import N_
from kml.published.rows import Number

_INCOME_TAX = N_("个人所得税法 (Individual Income Tax Law, 2018), as kept from the national database flk.npc.gov.cn")
_VAT = N_("增值税法 (Value-Added Tax Law, 2024), LawRefBook/Laws on GitHub")
_VAT_RELIEF = N_("财政部 税务总局公告2023年第19号, two copies in public repositories that agree")


@dataclass(frozen=True)
class Brackets:
    """Progressive rates: `rates[i]` is the part of each yuan up to `upto[i]` that is tax; the last has no upper end."""

    upto: tuple
    rates: tuple
    source: str
    date: str
    confidence: str = "confirmed"


COMPREHENSIVE = Brackets(  # 综合所得: wages, services, manuscripts, royalties of a year together
    (36_000, 144_000, 300_000, 420_000, 660_000, 960_000),
    (0.03, 0.10, 0.20, 0.25, 0.30, 0.35, 0.45),
    _INCOME_TAX,
    "2018-08-31",
)
BUSINESS = Brackets(  # 经营所得: of a registered business of one's own
    (30_000, 90_000, 300_000, 500_000),
    (0.05, 0.10, 0.20, 0.30, 0.35),
    _INCOME_TAX,
    "2018-08-31",
)

NUMBERS = (
    Number(
        "china_tax_allowance", 60_000.0, N_("a year is free of income tax (article 6)"), _INCOME_TAX, "2018-08-31",
        "confirmed", N_("CNY"),
    ),
    Number(
        "china_services_counted", 0.80, N_("of pay for services counts as income (article 6)"), _INCOME_TAX,
        "2018-08-31", "confirmed",
    ),
    Number(
        "china_vat_small", 5_000_000.0, N_("of sales a year: up to here one is a small-scale taxpayer (article 9)"),
        _VAT, "2024-12-25", "confirmed", N_("CNY"),
    ),
    Number("china_vat_levy", 0.03, N_("of sales, for a small-scale taxpayer (article 11)"), _VAT, "2024-12-25",
           "confirmed"),
    Number(
        "china_vat_free", 100_000.0, N_("of sales a month: up to here a small-scale taxpayer owes no VAT, until 2027"),
        _VAT_RELIEF, "2023-08-01", "second-hand", N_("CNY"),
    ),
)  # fmt: skip
