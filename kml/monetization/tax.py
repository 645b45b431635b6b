"""Income tax as computed lines: brackets of any country, and China's, read in the law. No tax advice.

Which kind of income a creator's money is, the tax office decides: pay for services (劳务报酬) is counted with wages in
the year's comprehensive income, the profit of a registered business of one's own (经营所得) has brackets of its own.
Reliefs, social insurance and special deductions are left out unless you put them in.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from kml.core.arguments import array, choice, number
from kml.core.words import N_, _, pgettext
from kml.published import NUMBERS
from kml.published.tax import BUSINESS, COMPREHENSIVE, Brackets

KINDS = {"services": N_("pay for services (劳务报酬)"), "business": N_("a business of one's own (经营所得)")}


def income_tax(yearly: "ArrayLike", brackets: Any, allowance: float = 0.0) -> np.ndarray | float:
    """Return the tax on a `yearly` income, a number or an array, in its currency; losses owe nothing.

    yearly     income of a year that counts, after costs
    brackets   a Brackets, or pairs (upper end, rate) from low to high; the last upper end is inf: any country's
    allowance  part of it that is free, >= 0

    Only the part of the income that lies in a bracket bears its rate, so a higher bracket never costs more than it
    brings. Raises ValueError for brackets that do not rise, or rates outside 0 to 1.

    >>> from kml import monetization
    >>> monetization.income_tax(100_000, monetization.COMPREHENSIVE, allowance=60_000)  # 36,000 at 3 %, 4,000 at 10 %
    1480.0
    >>> monetization.income_tax([10_000, 60_000], [(12_000, 0), (50_000, 0.2), (float("inf"), 0.4)]).tolist()
    [0.0, 11600.0]
    """
    upto, rates = _steps(brackets)
    taxed = np.maximum(array("yearly", yearly) - number("allowance", allowance, low=0), 0.0)
    lower = np.concatenate([[0.0], upto])
    inside = np.clip(taxed[..., None] - lower, 0.0, np.diff(np.append(lower, np.inf)))
    tax = (inside * rates).sum(axis=-1)
    return float(tax) if tax.ndim == 0 else tax


def _steps(brackets):
    """Upper ends without the last, and rates, as arrays; checked."""
    if isinstance(brackets, Brackets):
        return np.array(brackets.upto, dtype=np.float64), np.array(brackets.rates)
    try:
        table = np.array([(float(end), float(rate)) for end, rate in brackets])
    except (TypeError, ValueError):
        table = np.empty((0, 2))
    if not len(table):
        raise ValueError(_("brackets must be pairs of an upper end and a rate; got {given}.").format(given=brackets))
    ends, rates = table.T
    if ends[-1] != np.inf or (np.diff(np.append(0.0, ends)) <= 0).any():
        raise ValueError(_("brackets must have upper ends that rise from above 0 to inf; got {ends}.").format(
            ends=ends.tolist()))  # fmt: skip
    return ends[:-1], array("rates", rates, low=0, high=1)


@dataclass(frozen=True)
class Tax:
    """A year's income tax in China, line by line: `lines` are (text, yuan) in the learner's language.

    tax: yuan a year. left: what is left of the income after costs and tax. rate: tax as a part of the income. source:
    the law that the brackets were read in, and its date.
    """

    lines: tuple
    tax: float
    left: float
    rate: float
    source: str

    def __repr__(self):
        return "\n".join([*(f"{yuan:12,.0f}  {text}" for text, yuan in self.lines), self.source])


def china_tax(yearly: float, kind: str = "services", costs: float = 0.0, deductions: float = 0.0) -> Tax:
    """Return the Tax on a creator's yearly income in China, in yuan, if there is no other income. No tax advice.

    yearly      what platforms, shops, buyers and brands paid in a year, >= 0
    kind        "services": 80 % of it count, costs do not, and the brackets of comprehensive income hold;
                "business": what is left after `costs` counts, and the brackets of business income hold
    costs       what the work cost in the year, >= 0
    deductions  further deductions that the law allows, such as social insurance, >= 0

    >>> from kml import monetization
    >>> monetization.china_tax(120_000)
         120,000  income of the year
          96,000  80 % of it counts
         -60,000  less the yearly allowance
          36,000  taxed
           1,080  income tax
         118,920  left after costs and tax
    个人所得税法 (Individual Income Tax Law, 2018), as kept from the national database flk.npc.gov.cn, 2018-08-31
    """
    yearly, costs = number("yearly", yearly, low=0), number("costs", costs, low=0)
    deductions = number("deductions", deductions, low=0)
    allowance, counted = NUMBERS["china_tax_allowance"].value, NUMBERS["china_services_counted"].value
    lines = [(_("income of the year"), yearly)]
    if choice("kind", kind, tuple(KINDS)) == "services":
        base, brackets = counted * yearly, COMPREHENSIVE
        lines.append((_("{percent:.0f} % of it counts").format(percent=100 * counted), base))
    else:
        base, brackets = yearly - costs, BUSINESS
        lines.append((_("less costs"), -costs))
    lines.append((_("less the yearly allowance"), -allowance))
    if deductions:
        lines.append((_("less further deductions"), -deductions))
    taxed = max(0.0, base - allowance - deductions)
    tax = float(income_tax(taxed, brackets))
    left = yearly - costs - tax
    law = pgettext("where a law stands, and since when", "{source}, {date}").format(
        source=_(brackets.source), date=brackets.date
    )
    lines += [(_("taxed"), taxed), (_("income tax"), tax), (_("left after costs and tax"), left)]
    return Tax(tuple(lines), tax, left, tax / yearly if yearly else 0.0, law)
