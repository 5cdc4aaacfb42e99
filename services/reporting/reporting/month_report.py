"""From exact figures to what may be shown."""

from collections.abc import Iterable
from decimal import Decimal
from typing import get_args

from shared.events.vocabulary import Channel, Kind, Outcome, Partner, ReferralMode, Topic

from reporting.figures import Figures
from reporting.rules.answer_rate import shown_answer_rate
from reporting.rules.disclosure import SHARE_DECIMALS, half_up, shown_count, shown_mean, shown_share
from reporting.rules.month import Month
from reporting.views import (
    Cell,
    HourView,
    InvoicedView,
    LocationView,
    MissedView,
    MonthReport,
    ParticipationView,
    ReferralsView,
)

HOURS = 24
CENT = Decimal("0.01")  # sums of cents: writes them with two decimals, rounds nothing
CONVERSATION_OUTCOMES = [word for word in get_args(Outcome) if word != "no_conversation"]
REPORTED_KINDS = [word for word in get_args(Kind) if word != "test"]


def month_report(month: Month, location: LocationView | None, figures: Figures) -> MonthReport:
    """Return a month's report: every count of help seekers has passed disclosure control."""
    answered = figures.sum("kinds")
    line_answered = figures.count("line", "answered")
    missed = figures.sum("missed")
    abandoned = figures.count("missed", "abandoned")
    no_listener = figures.count("missed", "no_listener")
    conversations = figures.count("kinds", "conversation")
    minutes = figures.count("minutes", "total")
    return MonthReport(
        month=str(month),
        location=location,
        attempts=shown_count(line_answered + missed),
        answered=shown_count(answered),
        line_answered=shown_count(line_answered),
        missed=MissedView(
            total=shown_count(missed),
            abandoned=shown_count(abandoned),
            no_listener=shown_count(no_listener),
            closed=shown_count(figures.count("missed", "closed")),
        ),
        answer_rate=shown_answer_rate(line_answered, abandoned, no_listener),
        conversations=shown_count(conversations),
        minutes=minutes if shown_count(conversations) else None,
        average_minutes=shown_mean(minutes, conversations),
        channel_mix=_cells(figures, "channels", get_args(Channel), conversations),
        kinds=_cells(figures, "kinds", REPORTED_KINDS, answered),
        topics=_cells(figures, "topics", get_args(Topic), conversations),
        outcomes=_cells(figures, "outcomes", CONVERSATION_OUTCOMES, conversations),
        hours=_hours(figures),
        referrals=_referrals(figures),
        hours_covered=round(float(figures.amount("roster", "hours")), 2),
        volunteers_on_duty=figures.count("roster", "volunteers"),
        participation=_participation(month, figures),
        invoiced=None if location else _invoiced(month, figures),
    )


def _cells(figures: Figures, figure: str, names: Iterable[str], whole: int) -> list[Cell]:
    counts = [(name, figures.count(figure, name)) for name in names]
    return [
        Cell(name=name, count=shown_count(count), share=shown_share(count, whole))
        for name, count in counts
    ]


def _hours(figures: Figures) -> list[HourView]:
    return [
        HourView(
            hour=hour,
            answered=shown_count(figures.count("answered_by_hour", str(hour))),
            missed=shown_count(figures.count("missed_by_hour", str(hour))),
        )
        for hour in range(HOURS)
    ]


def _referrals(figures: Figures) -> ReferralsView:
    total = figures.sum("referral_modes")
    return ReferralsView(
        total=shown_count(total),
        by_partner=_cells(figures, "referral_partners", get_args(Partner), total),
        by_mode=_cells(figures, "referral_modes", get_args(ReferralMode), total),
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
