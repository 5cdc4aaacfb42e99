"""When an invoice is reminded of, and what is owed for its delay. Amounts in euros."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from shared.refusals import Refusal

from billing.money import cents

STEPS = 2
DAYS_BETWEEN = 14
# The least for costs of collection (article 6:96, paragraph 4 BW): owed without a notice.
COSTS = Decimal("40.00")
NOTHING = Decimal("0.00")
HUNDRED = 100


class NotOverdue(Refusal):
    """The last day of payment is not over, or nothing is open."""


class TooEarly(Refusal):
    """The step before was released less than 14 days ago."""


class AllStepsTaken(Refusal):
    """A reminder and a notice of default were released; what follows is no step of ours."""


class RateMissing(Refusal):
    """No statutory interest is known for a day."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """An invoice as reminders look at it; `released` are the days of its steps so far."""

    number: str
    due_on: date
    open: Decimal
    released: Sequence[date]


@dataclass(frozen=True, slots=True)
class Step:
    """What a step claims: 1 a reminder, 2 a notice of default with interest and costs."""

    number: str
    step: int
    days_overdue: int
    open: Decimal
    interest: Decimal
    costs: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """Statutory commercial interest from a day on, in percent a year."""

    from_day: date
    percent: Decimal


def next_step(invoice: Overdue, today: date, rates: Sequence[Rate]) -> Step:
    """Return the step that an invoice is due for.

    Raises `NotOverdue`, `TooEarly`, `AllStepsTaken` and `RateMissing`.
    """
    if invoice.open <= 0:
        raise NotOverdue(f"nothing is open of {invoice.number}")
    if today <= invoice.due_on:
        raise NotOverdue(f"{invoice.number} can be paid until {invoice.due_on}")
    step = len(invoice.released) + 1
    if step > STEPS:
        raise AllStepsTaken(f"both steps of {invoice.number} were released")
    if invoice.released and today < (day := invoice.released[-1] + timedelta(DAYS_BETWEEN)):
        raise TooEarly(f"the next step of {invoice.number} can be released from {day} on")
    claims = step == STEPS
    return Step(
        number=invoice.number,
        step=step,
        days_overdue=(today - invoice.due_on).days,
        open=invoice.open,
        interest=interest(invoice.open, invoice.due_on, today, rates) if claims else NOTHING,
        costs=COSTS if claims else NOTHING,
    )


def interest(owed: Decimal, due_on: date, until: date, rates: Sequence[Rate]) -> Decimal:
    """Return the statutory interest of what is open, from the day after `due_on` to `until`.

    Both days count, each as its share of the real length of its year. After each year of delay
    the interest of that year bears interest too (article 6:119a, paragraph 3, and 6:119b BW).
    Rounded half-up to the cent, once, at the end. Raises `RateMissing`.
    """
    total = principal = Fraction(owed)
    first, anniversaries = due_on + timedelta(1), 0
    while first <= until:
        anniversaries += 1
        last = min(until, _years_after(due_on, anniversaries))
        total += principal * _factor(first, last, rates)
        principal, first = total, last + timedelta(1)
    return cents(total - Fraction(owed))


def _factor(first: date, last: date, rates: Sequence[Rate]) -> Fraction:
    """Return the interest of one euro over these days, both included, without compounding."""
    factor = Fraction(0)
    while first <= last:
        rate, end = _rate_on(first, rates)
        end = min(last, end, date(first.year, 12, 31))
        days, length = (end - first).days + 1, _days_of(first.year)
        factor += Fraction(rate) / HUNDRED * Fraction(days, length)
        first = end + timedelta(1)
    return factor


def _rate_on(day: date, rates: Sequence[Rate]) -> tuple[Decimal, date]:
    """Return the rate of a day, and the last day that it holds."""
    known = sorted(rates, key=lambda rate: rate.from_day)
    found = [rate for rate in known if rate.from_day <= day]
    if not found:
        raise RateMissing(f"no statutory interest is known for {day}: add it to interest_rate")
    later = known[len(found) :]
    return found[-1].percent, later[0].from_day - timedelta(1) if later else date.max


def _years_after(day: date, years: int) -> date:
    """Return the same day so many years later; 28 February for a 29th that is not there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def _days_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days
