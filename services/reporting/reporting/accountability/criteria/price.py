"""Price against participation: what a year costs each inhabitant, and what was invoiced."""

from decimal import ROUND_HALF_UP, Decimal

from shared.pages.formats import euros, number
from shared.pages.language import N_, gettext

from reporting.accountability.figures import Figures
from reporting.accountability.read_evidence import Evidence
from reporting.accountability.views import CriterionView, FigureView
from reporting.books.views import Report
from reporting.counting.read_amounts import Participation

CENT = Decimal("0.01")
FIGURES = Figures(
    "price",
    {
        "participation": (
            N_("Participation"),
            N_(
                "Inhabitants of the participating municipalities, of those of all municipalities"
                " outside the four large cities, on 1 January of the year (CBS)."
            ),
        ),
        "budget": (N_("Budget"), N_("The fixed sum of the year, which the participants share.")),
        "price": (
            N_("Price per inhabitant"),
            N_(
                "The budget, divided by the inhabitants of the participants. It is printed with"
                " three decimals; invoices are computed with the fraction."
            ),
        ),
        "invoices": (
            N_("Invoices"),
            N_("Invoices of the year to municipalities, or to who pays for many; no courses."),
        ),
        "invoiced": (
            N_("Invoiced"),
            N_("The sum of those invoices, less credit notes, with VAT where it is due."),
        ),
        "a_conversation": (
            N_("Budget per conversation"),
            N_(
                "The budget, divided by the conversations of the year; shown where all its months"
                " are published."
            ),
        ),
    },
)  # fmt: skip


def price(evidence: Evidence, report: Report | None) -> CriterionView:
    """Return the price of the year against the participation, and what was invoiced."""
    settled, amounts = evidence.amounts.participation, evidence.amounts
    # A budget is of a whole year: divided by the conversations of some months it would mislead.
    conversations = report.conversations if report and evidence.is_whole else None
    return CriterionView(
        code="price",
        title=gettext("Price against participation"),
        says=gettext(
            "The price is per inhabitant, the same for each municipality whatever its size. The"
            " budget is fixed: the more municipalities take part, the less each inhabitant costs."
        ),
        figures=[
            *(_settled(settled, conversations) if settled else []),
            FIGURES.count("invoices", amounts.invoices),
            FIGURES.amount("invoiced", amounts.invoiced.quantize(CENT)),
        ],
        notes=[_fraction(settled) if settled else gettext("The year is not settled yet.")],
    )


def a_conversation(budget: Decimal, conversations: int | None) -> Decimal | None:
    """Return the budget per conversation to the cent, or None where that may not be shown."""
    if not conversations:
        return None
    return (budget / conversations).quantize(CENT, ROUND_HALF_UP)


def _settled(settled: Participation, conversations: int | None) -> list[FigureView]:
    return [
        FIGURES.part("participation", settled.participating, settled.eligible),
        FIGURES.amount("budget", settled.budget),
        FIGURES.amount("price", settled.printed, 3),
        FIGURES.amount("a_conversation", a_conversation(settled.budget, conversations)),
    ]


def _fraction(settled: Participation) -> str:
    return gettext(
        "The price per inhabitant is %(numerator)s / %(denominator)s, printed as %(printed)s.",
        numerator=euros(settled.numerator, 0), denominator=number(settled.denominator),
        printed=euros(settled.printed, 3),
    )  # fmt: skip
