"""A small year to account for: volunteers, training, a roster, money, and a busy March 2016."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.events.envelope import Event
from shared.events.volunteers import ShiftFilled, VolunteerApplied, VolunteerLeft

from tests.platform import Platform, Running
from tests.reporting.closing import closed
from tests.reporting.given import (
    NOON,
    admitted,
    attended,
    evaluation,
    handled,
    handover,
    invoice,
    location,
    missed,
    others,
    referral,
    settled,
    shift,
)
from tests.reporting.test_reports import times, told

KEEN, SHORT, NEW, GONE, REFUSED = (UUID(int=number) for number in range(1, 6))
TOPICS = ("loneliness", "mental_health", "loneliness", "family", "bereavement", "loneliness",
          "debts", "relationships", "mental_health", "suicidal_thoughts")  # fmt: skip

CHANNELS = ("telephone", "chat", "telephone", "email")


def on(month: int, day: int = 1) -> datetime:
    return datetime(2016, month, day, 12, tzinfo=UTC)


def volunteers() -> list[Event]:
    """Two who were there before 2016, one who came, one who left, one who was turned down."""
    return [
        admitted(volunteer_id=KEEN),
        admitted(volunteer_id=SHORT),
        admitted(volunteer_id=GONE),
        admitted(VolunteerLeft, volunteer_id=GONE, since=on(6)),
        admitted(VolunteerApplied, volunteer_id=NEW, since=on(1)),
        admitted(volunteer_id=NEW, since=on(7)),
        admitted(volunteer_id=NEW, since=on(9), channels=["telephone", "chat"]),
        admitted(VolunteerApplied, volunteer_id=REFUSED, since=on(2)),
        admitted(VolunteerLeft, volunteer_id=REFUSED, since=on(3)),
        *(attended(volunteer_id=KEEN, on=date(2016, month, 7)) for month in range(1, 13)),
        *(attended(volunteer_id=SHORT, kind="training", on=date(2016, month, 7))
          for month in range(1, 10)),
        *(attended(volunteer_id=NEW, on=date(2016, month, 7)) for month in range(8, 13)),
        attended(volunteer_id=NEW, kind="module", module=3, half_days=0, on=date(2016, 5, 2)),
        attended(volunteer_id=KEEN, on=date(2015, 5, 2)),
        evaluation(volunteer_id=KEEN),
        evaluation(volunteer_id=SHORT, on=date(2016, 11, 2)),
        evaluation(volunteer_id=KEEN, on=date(2017, 1, 2)),
    ]  # fmt: skip


def conversations(day: datetime = NOON) -> list[Event]:
    """A busy day at the helpline, with referrals that were settled."""
    contacts = [
        handled(
            started_quarter=day + timedelta(hours=place % 12), topics=[TOPICS[place % 10]],
            channel=CHANNELS[place % 4], wait_seconds=(20, 45)[place % 2],
            outcome="helped_by_talk" if place % 3 else "referred",
        )
        for place in range(240)
    ]  # fmt: skip
    made = times(24, referral, made_quarter=day)
    ends = [handover(referral_id=one.referral_id) for one in made]  # type: ignore[attr-defined]
    gone = times(30, missed, offered_quarter=day)
    late = times(15, missed, offered_quarter=day, reason="no_listener", channel="chat")
    mails = times(14, missed, offered_quarter=day, reason="no_listener", channel="email")
    return [*contacts, *gone, *late, *mails, *made, *ends]


async def a_year(platform: Platform, *more: Event, close: bool = True) -> Running:
    """Start reporting with 2016, its March and the year closed."""
    shifts: list[Any] = [
        shift(ShiftFilled, starts_at=NOON, needed=2, filled=1, volunteer_id=KEEN),
        shift(ShiftFilled, starts_at=NOON + timedelta(hours=2), needed=1, filled=1,
              volunteer_id=SHORT),
        shift(starts_at=NOON + timedelta(days=1), needed=2, filled=0),
    ]  # fmt: skip
    reporting = await told(
        platform, location(), settled(), invoice(), *shifts, *volunteers(), *others(),
        *conversations(), *more,
    )  # fmt: skip
    if close:
        await close_year(reporting)
    return reporting


async def close_year(reporting: Running) -> None:
    """Close March 2016, its quarter and its year, as the clock does."""
    await closed(reporting, "2016-03", "2016-Q1", "2016")
