"""The sentences and charts of the operations report."""

from shared.pages.formats import day, number
from shared.pages.language import N_, gettext, ngettext

from reporting.days.chart import Chart, Column, chart_of
from reporting.days.words import EVERY_HOURS, count, short_day
from reporting.operations.views import (
    CostView,
    EstimateView,
    HolesView,
    MisuseOfWeek,
    OperationsDay,
    OperationsHour,
    OperationsReport,
)

MISUSE = {
    "sexual": N_("Sexual"), "abusive": N_("Abusive"), "prank": N_("A prank"),
    "repeated_silent": N_("Silent, again and again"), "other": N_("Other misuse"),
    "not_said": N_("Not said"),
}  # fmt: skip


def hours_chart(report: OperationsReport) -> Chart:
    """Return the chart of attempts by the hours of the day that have begun."""
    return chart_of([
        _attempts(f"{one.hour}:00" if one.hour % EVERY_HOURS == 0 else "", one)
        for one in report.hours
    ])  # fmt: skip


def week_chart(report: OperationsReport) -> Chart:
    """Return the chart of attempts by the days of the week that have begun."""
    return chart_of([_attempts(short_day(one.date), one) for one in report.week])


def against_forecast(of: OperationsDay, *, is_whole: bool) -> str:
    """Say how many attempts came, beside how many were expected of the whole day."""
    if of.attempts is None:
        return gettext("There were fewer than 15 attempts.")
    came = number(of.attempts)
    if of.expected is None:
        return gettext("There were %(count)s attempts; nobody forecast this day.", count=came)
    expected = number(round(of.expected))
    if not is_whole:
        return gettext(
            "There were %(count)s attempts so far; %(expected)s are expected in the whole day.",
            count=came, expected=expected,
        )  # fmt: skip
    return gettext(
        "There were %(count)s attempts; %(expected)s were expected.", count=came, expected=expected
    )


def holes(found: HolesView) -> str:
    """Say what an open place goes with."""
    if found.for_each_open_hour is None:
        return gettext(
            "What an open place costs cannot be estimated: fewer than fourteen days are known, or"
            " no hour had an open place."
        )
    return gettext(
        "With each place that is open for an hour, %(estimate)s more attempts find no listener"
        " than in the same hours of other days.",
        estimate=estimate(found.for_each_open_hour),
    )


def cost(found: CostView, open_hours: int) -> str:
    """Say what the open places of the week went with."""
    so_long = ngettext(
        "This week a place was open for %(hours)s hour in all, up to yesterday.",
        "This week places were open for %(hours)s hours in all, up to yesterday.",
        open_hours, hours=number(open_hours),
    )  # fmt: skip
    went_with = gettext(
        "That goes with %(value)s attempts without a listener (95%% interval: %(low)s to"
        " %(high)s).",
        value=count(found.value), low=count(found.low), high=count(found.high),
    )  # fmt: skip
    return f"{so_long} {went_with}"


def redials(found: EstimateView | None) -> str:
    """Say how many attempts follow one that was not reached."""
    if found is None:
        return gettext("Redials cannot be estimated: fewer than fourteen days are known.")
    return gettext(
        "In the quarter hour after each attempt that was not reached, %(estimate)s more attempts"
        " came on the national telephone line than otherwise.",
        estimate=estimate(found),
    )


def misuse(found: MisuseOfWeek) -> list[tuple[str, int | None]]:
    """Return how misuse is named by its kinds, with how often each was."""
    return [(gettext(said), getattr(found, kind)) for kind, said in MISUSE.items()]


def estimate(found: EstimateView) -> str:
    """Write an estimate with its 95% interval."""
    return gettext(
        "%(value)s (95%% interval: %(low)s to %(high)s)",
        value=number(found.value, 2), low=number(found.low, 2), high=number(found.high, 2),
    )  # fmt: skip


def average(value: float | None) -> str:
    """Write a mean; None is one of too few attempts."""
    return gettext("not shown") if value is None else number(value, 1)


def known_days(report: OperationsReport) -> str:
    """Say of which days the estimates are."""
    return gettext(
        "Estimated from the days %(first)s to %(last)s.",
        first=day(report.estimates_from), last=day(report.estimates_until),
    )  # fmt: skip


def _attempts(label: str, one: OperationsDay | OperationsHour) -> Column:
    missed = one.missed.total or 0
    main = None if one.attempts is None else max(0, one.attempts - missed)
    return Column(label, main, 0 if main is None else missed, one.expected)
