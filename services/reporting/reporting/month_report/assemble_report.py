"""Assemble a month's report from exact figures: only what may be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from shared.month import Month

from reporting.disclosure.rules.attack import Cell as TableCell
from reporting.disclosure.rules.suppression import hidden_cells
from reporting.disclosure.rules.threshold import SHARE_DECIMALS, half_up, shown_mean, shown_share
from reporting.locations.views import LocationView
from reporting.month_report.figures import Figures, MonthFigures
from reporting.month_report.rules.answer_rate import shown_answer_rate
from reporting.month_report.rules.month_table import COUNTED, COUNTRY, HOURS, month_table
from reporting.month_report.views import (
    Cell,
    HourView,
    InvoicedView,
    MissedView,
    MonthReport,
    ParticipationView,
    ReferralsView,
)

CENT = Decimal("0.01")  # a sum of cents: sets two decimals, does not round
# A month that is not closed shows attempts and their hours, and nothing of what callers told.
SHOWN_BEFORE_CLOSE = frozenset(
    {("totals", "attempts"), ("totals", "answered"), ("totals", "missed"), ("line", "answered"),
     *(("missed", name) for name in COUNTED["missed"]),
     *((figure, hour) for figure in ("answered_by_hour", "missed_by_hour")
       for hour in COUNTED[figure])}
)  # fmt: skip

# The counts of all places of a month: (place, figure, name, count), sorted; a key of the cache.
MonthCounts = tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True)
class Shown:
    """The counts of one place that may be shown, by figure and name."""

    counts: Mapping[tuple[str, str], int]

    def count(self, figure: str, name: str) -> int | None:
        """Return a count, or None where it must not be shown."""
        return self.counts.get((figure, name))


def assemble_report(
    month: Month,
    location: LocationView | None,
    figures: MonthFigures,
    *,
    until: datetime,
    closed: bool,
) -> MonthReport:
    """Return a month's report; each count of help seekers in it passed disclosure control.

    A month that is not `closed` has only `SHOWN_BEFORE_CLOSE`. `until` is the end of counting.
    """
    place = str(location.location_id) if location else COUNTRY
    shown = _shown_of(place, figures, closed=closed)
    conversations = shown.count("kinds", "conversation")
    minutes = _minutes(place, figures)
    return MonthReport(
        month=str(month),
        closed=closed,
        counted_until=until,
        location=location,
        attempts=shown.count("totals", "attempts"),
        answered=shown.count("totals", "answered"),
        line_answered=shown.count("line", "answered"),
        missed=_missed(shown),
        answer_rate=shown_answer_rate(shown.count("line", "answered"), _unanswered(shown)),
        conversations=conversations,
        minutes=None if conversations is None else minutes,
        average_minutes=shown_mean(minutes, conversations),
        channel_mix=_cells(shown, "channels", conversations),
        kinds=_cells(shown, "kinds", shown.count("totals", "answered")),
        topics=_cells(shown, "topics", conversations),
        outcomes=_cells(shown, "outcomes", conversations),
        hours=_hours(shown),
        referrals=_referrals(shown),
        hours_covered=round(float(figures.rest.amount("roster", "hours")), 2),
        volunteers_on_duty=figures.rest.count("roster", "volunteers"),
        participation=_participation(month, figures.rest),
        invoiced=None if location else _invoiced(month, figures.rest),
    )


def _shown_of(place: str, figures: MonthFigures, *, closed: bool) -> Shown:
    counts: MonthCounts = tuple(
        sorted(
            (name, figure, cell, count)
            for name, of in figures.places.items()
            for figure in COUNTED
            for cell, count in of.get(figure, {}).items()
        )
    )
    of_place = {
        (figure, name): count
        for (where, figure, name), count in _shown_cells(counts).items()
        if where == place and (closed or (figure, name) in SHOWN_BEFORE_CLOSE)
    }
    return Shown(of_place)


@lru_cache(maxsize=24)
def _shown_cells(counts: MonthCounts) -> Mapping[TableCell, int]:
    """Return all cells of a month that may be shown; cached by the counts."""
    places: dict[str, dict[str, dict[str, int]]] = {}
    for place, figure, name, count in counts:
        places.setdefault(place, {}).setdefault(figure, {})[name] = count
    table = month_table(places)
    hidden = hidden_cells(table) | table.unpublished
    return {cell: count for cell, count in table.counts.items() if cell not in hidden}


def _minutes(place: str, figures: MonthFigures) -> int:
    """Return the minutes of a place; the caller hides them where it hides the conversations."""
    wanted = figures.places if place == COUNTRY else [place]
    return sum(figures.places[name].get("minutes", {}).get("total", 0) for name in wanted)


def _missed(shown: Shown) -> MissedView:
    return MissedView(
        total=shown.count("totals", "missed"),
        abandoned=shown.count("missed", "abandoned"),
        no_listener=shown.count("missed", "no_listener"),
        closed=shown.count("missed", "closed"),
    )


def _unanswered(shown: Shown) -> int | None:
    """Return abandoned + no listener, or None where it cannot be computed from shown counts."""
    abandoned, no_listener = (shown.count("missed", name) for name in ("abandoned", "no_listener"))
    if abandoned is not None and no_listener is not None:
        return abandoned + no_listener
    total, closed = shown.count("totals", "missed"), shown.count("missed", "closed")
    return None if total is None or closed is None else total - closed


def _cells(shown: Shown, figure: str, whole: int | None) -> list[Cell]:
    return [
        Cell(name=name, count=count, share=shown_share(count, whole))
        for name, count in _counts(shown, figure, COUNTED[figure])
    ]


def _counts(shown: Shown, figure: str, names: Iterable[str]) -> list[tuple[str, int | None]]:
    return [(name, shown.count(figure, name)) for name in names]


def _hours(shown: Shown) -> list[HourView]:
    return [
        HourView(
            hour=hour,
            answered=shown.count("answered_by_hour", str(hour)),
            missed=shown.count("missed_by_hour", str(hour)),
        )
        for hour in range(HOURS)
    ]


def _referrals(shown: Shown) -> ReferralsView:
    total = shown.count("totals", "referrals")
    return ReferralsView(
        total=total,
        by_partner=_cells(shown, "referral_partners", total),
        by_mode=_cells(shown, "referral_modes", total),
    )


def _participation(month: Month, figures: Figures) -> ParticipationView | None:
    if "settlement" not in figures.amounts:
        return None
    participating = figures.count("settlement", "participating")
    eligible = figures.count("settlement", "eligible")
    return ParticipationView(
        year=month.year,
        participating_inhabitants=participating,
        eligible_inhabitants=eligible,
        share=half_up(participating, eligible, SHARE_DECIMALS),
        budget=figures.amount("settlement", "budget"),
        price_per_inhabitant=figures.amount("settlement", "printed"),
    )


def _invoiced(month: Month, figures: Figures) -> InvoicedView:
    return InvoicedView(
        year=month.year,
        invoices=figures.count("invoiced", "invoices"),
        total=figures.amount("invoiced", "total").quantize(CENT),
    )
