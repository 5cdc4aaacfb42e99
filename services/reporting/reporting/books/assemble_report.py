"""Assemble the report of one place from exact figures: only what may be shown."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import cast

from shared.events.vocabulary import Province

from reporting.books.periods import Period
from reporting.books.rules.answer_rate import shown_answer_rate
from reporting.books.views import (
    Cell,
    ChannelView,
    HourView,
    InvoicedView,
    MissedView,
    ParticipationView,
    ReferralsView,
    Report,
    WeekdayView,
)
from reporting.counting.read_amounts import Amounts, Roster
from reporting.counting.rules.month_table import (
    CHANNELS,
    COUNTED,
    COUNTRY,
    HOURS,
    TOPICS,
    WEEKDAYS,
)
from reporting.disclosure.rules.attack import Cell as TableCell
from reporting.disclosure.rules.threshold import SHARE_DECIMALS, half_up, shown_mean, shown_share
from reporting.locations.views import LocationView

CENT = Decimal("0.01")  # a sum of cents: sets two decimals, does not round


@dataclass(frozen=True)
class Shown:
    """The counts of one place that may be shown, by figure and name."""

    counts: Mapping[tuple[str, str], int]

    def count(self, figure: str, name: str) -> int | None:
        """Return a count, or None where it must not be shown."""
        return self.counts.get((figure, name))

    def cells(self, figure: str, names: Iterable[str], whole: int | None) -> list[Cell]:
        """Return the counts of a figure, each with its share of `whole`."""
        counts = [(name, self.count(figure, name)) for name in names]
        return [Cell(name=name, count=one, share=shown_share(one, whole)) for name, one in counts]


@dataclass(frozen=True)
class Heading:
    """What a report is about, and when it was made; `published_at` is None while it runs."""

    period: Period
    place: str
    revision: int
    published_at: datetime | None
    counted_until: datetime


def shown_of(
    place: str, counts: Mapping[TableCell, int], kept_back: Collection[TableCell]
) -> Shown:
    """Return what may be shown of a place; cells are (place, figure, name)."""
    return Shown({
        (figure, name): count
        for (where, figure, name), count in counts.items()
        if where == place and (where, figure, name) not in kept_back
    })  # fmt: skip


def assemble_report(
    heading: Heading, location: LocationView | None, shown: Shown, minutes: int, amounts: Amounts
) -> Report:
    """Return the report of a place; `shown` passed disclosure control.

    `minutes` were spent in its conversations, and are shown where these are.
    """
    place, period = heading.place, heading.period
    answered, conversations = shown.count("totals", "answered"), _conversations(shown)
    roster = amounts.rosters.get(place, Roster())
    return Report(
        period=str(period), month=str(period) if period.kind == "month" else None,
        closed=heading.published_at is not None, revision=heading.revision,
        published_at=heading.published_at, counted_until=heading.counted_until,
        region=None if location or place == COUNTRY else cast(Province, place), location=location,
        attempts=shown.count("totals", "attempts"), answered=answered,
        line_answered=shown.count("line", "answered"), missed=_missed(shown),
        answer_rate=shown_answer_rate(shown.count("line", "answered"), _unanswered(shown)),
        channels=[_channel(place, shown, name) for name in CHANNELS],
        waits=shown.cells("waits", COUNTED["waits"], answered),
        conversations=conversations, minutes=None if conversations is None else minutes,
        average_minutes=shown_mean(minutes, conversations),
        channel_mix=shown.cells("channels", CHANNELS, conversations),
        kinds=shown.cells("kinds", COUNTED["kinds"], answered),
        topics=shown.cells("topics", TOPICS, conversations),
        topics_by_channel=_topics_by_channel(shown),
        outcomes=shown.cells("outcomes", COUNTED["outcomes"], conversations),
        hours=_hours(shown), weekdays=_weekdays(shown), referrals=_referrals(shown),
        hours_wanted=round(float(roster.hours_wanted), 2),
        hours_covered=round(float(roster.hours_covered), 2),
        volunteers_on_duty=roster.volunteers,
        participation=_participation(period, amounts) if place == COUNTRY else None,
        invoiced=_invoiced(period, amounts) if place == COUNTRY else None,
    )  # fmt: skip


def _conversations(shown: Shown) -> int | None:
    return shown.count("kinds", "conversation")


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


def _channel(place: str, shown: Shown, name: str) -> ChannelView:
    answered = shown.count("answered_by_channel", name)
    unanswered = shown.count("unanswered_by_channel", name)
    rate = shown_answer_rate(answered, unanswered) if place == COUNTRY else None
    return ChannelView(name=name, answered=answered, unanswered=unanswered, answer_rate=rate)


def _topics_by_channel(shown: Shown) -> list[Cell]:
    cells = []
    for name in COUNTED["topics_by_channel"]:
        count = shown.count("topics_by_channel", name)
        whole = shown.count("channels", name.split(" ")[1])
        cells.append(Cell(name=name, count=count, share=shown_share(count, whole)))
    return cells


def _hours(shown: Shown) -> list[HourView]:
    return [
        HourView(
            hour=hour,
            answered=shown.count("answered_by_hour", str(hour)),
            missed=shown.count("missed_by_hour", str(hour)),
        )
        for hour in range(HOURS)
    ]


def _weekdays(shown: Shown) -> list[WeekdayView]:
    return [
        WeekdayView(
            weekday=int(day),
            answered=shown.count("answered_by_weekday", day),
            missed=shown.count("missed_by_weekday", day),
        )
        for day in WEEKDAYS
    ]


def _referrals(shown: Shown) -> ReferralsView:
    total, settled = shown.count("totals", "referrals"), shown.count("totals", "handovers")
    return ReferralsView(
        total=total,
        by_partner=shown.cells("referral_partners", COUNTED["referral_partners"], total),
        by_mode=shown.cells("referral_modes", COUNTED["referral_modes"], total),
        settled=settled,
        handovers=shown.cells("handovers", COUNTED["handovers"], settled),
    )


def _participation(period: Period, amounts: Amounts) -> ParticipationView | None:
    settled = amounts.participation
    if settled is None:
        return None
    return ParticipationView(
        year=period.year,
        participating_inhabitants=settled.participating,
        eligible_inhabitants=settled.eligible,
        share=half_up(settled.participating, settled.eligible, SHARE_DECIMALS),
        budget=settled.budget,
        price_per_inhabitant=settled.printed,
    )


def _invoiced(period: Period, amounts: Amounts) -> InvoicedView:
    return InvoicedView(
        year=period.year, invoices=amounts.invoices, total=amounts.invoiced.quantize(CENT)
    )
