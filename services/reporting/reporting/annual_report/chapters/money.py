"""Money: participation, the price that follows from it, and what was invoiced."""

from decimal import Decimal

from shared.pages.formats import euros, number, percent
from shared.pages.language import gettext

from reporting.accountability.criteria.price import a_conversation
from reporting.annual_report.document import Chapter, Key, Plot, Table
from reporting.annual_report.plots import Scale, curve_plot, marks_of
from reporting.annual_report.read_year import Year
from reporting.counting.read_amounts import Participation
from reporting.disclosure.rules.threshold import SHARE_DECIMALS, half_up

PERCENTS = range(50, 101, 5)
MARKED = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def money(year: Year) -> Chapter:
    """Return the chapter about price and participation."""
    settled, amounts = year.evidence.amounts.participation, year.evidence.amounts
    invoiced = Key(
        gettext("Invoiced"), euros(amounts.invoiced, 0),
        gettext("invoices of the year: %(count)s", count=number(amounts.invoices)),
    )  # fmt: skip
    return Chapter(
        code="money",
        title=gettext("Price and participation"),
        says=[
            gettext(
                "Municipalities pay by the inhabitant, the same price for each whatever its size"
                " (Wmo 2015, article 2.2.4). The budget is fixed: the more take part, the less each"
                " inhabitant costs. The four large cities have an arrangement of their own."
            ),
            _said(settled),
        ],
        keys=[*(_keys(year, settled) if settled else []), invoiced],
        plots=[_plot(settled)] if settled else [],
    )


def _said(settled: Participation | None) -> str:
    if settled is None:
        return gettext("The participation of the year is not settled yet.")
    return gettext(
        "Municipalities with %(participating)s of %(eligible)s inhabitants took part. The price is"
        " %(budget)s / %(denominator)s = %(price)s per inhabitant; invoices are computed with the"
        " fraction.",
        participating=number(settled.participating), eligible=number(settled.eligible),
        budget=euros(settled.numerator, 0), denominator=number(settled.denominator),
        price=euros(settled.printed, 3),
    )  # fmt: skip


def _keys(year: Year, settled: Participation) -> list[Key]:
    share = half_up(settled.participating, settled.eligible, SHARE_DECIMALS)
    each = a_conversation(settled.budget, year.report.conversations)
    keys = [
        Key(
            gettext("Participation"), percent(share, 1),
            gettext("of the inhabitants outside the four large cities"),
        ),
        Key(gettext("Budget"), euros(settled.budget, 0), gettext("for the whole year")),
        Key(gettext("Price"), euros(settled.printed, 3), gettext("per inhabitant")),
    ]  # fmt: skip
    if each is not None and year.evidence.is_whole:
        keys.append(Key(gettext("Budget per conversation"), euros(each), gettext("in the year")))
    return keys


def _plot(settled: Participation) -> Plot:
    budget, eligible = float(settled.budget), settled.eligible
    curve = tuple((share / 100, budget / (share / 100 * eligible)) for share in PERCENTS)
    here = (settled.participating / eligible, budget / settled.participating)
    highest = max(price for _, price in curve)
    title = gettext("What the same budget costs each inhabitant, by participation")
    said = gettext(
        "At a participation of %(share)s, each inhabitant costs %(price)s. The curve is the same"
        " budget, divided by the inhabitants of those who would take part.",
        share=percent(half_up(settled.participating, eligible, SHARE_DECIMALS), 1),
        price=euros(settled.printed, 3),
    )  # fmt: skip
    svg = curve_plot(
        "price", curve, here,
        (gettext("price per inhabitant"), gettext("this year"), gettext("participation")),
        (
            Scale(tuple((one, percent(one)) for one in MARKED)),
            Scale(tuple((one, _euros(one, 2)) for one in marks_of(highest, whole=False))),
        ),
    )  # fmt: skip
    rows = [(percent(share), _euros(price, 3)) for share, price in curve]
    headers = (gettext("Participation"), gettext("Price per inhabitant"))
    return Plot("price", title, said, svg, Table(title, headers, rows), wide=True)


def _euros(price: float, decimals: int) -> str:
    return euros(Decimal(str(round(price, 6))), decimals)
