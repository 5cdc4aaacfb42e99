"""When a hole is told, and how many people are asked how often."""

from datetime import datetime, timedelta

from shared.events.vocabulary import RiskHours

from volunteers.notices.rules import asked_from

HOURS: tuple[RiskHours, ...] = (4, 24, 72)
NEXT_WAVE: dict[RiskHours, timedelta] = {
    72: timedelta(hours=6),
    24: timedelta(minutes=60),
    4: timedelta(minutes=10),
}
MOST_WAVES = 5
ASKED_FOR_A_HOLE = 3


def hours_before(starts_at: datetime, now: datetime) -> RiskHours | None:
    """Return within which of 4, 24 and 72 hours a shift begins; None: later, or it has begun.

    Elapsed hours: in the night of a clock change the local clock shows another difference.
    """
    if starts_at <= now:
        return None
    return next((one for one in HOURS if starts_at - now <= timedelta(hours=one)), None)


def wave_after(hours: RiskHours, waves: int, starts_at: datetime, now: datetime) -> datetime | None:
    """Return when the next people are asked after so many waves; None: nobody more.

    Who is asked in the quiet hours hears of it after them, and then has as long to answer.
    """
    at = asked_from(starts_at, now) + NEXT_WAVE[hours]
    return at if waves < MOST_WAVES and at < starts_at else None


def open_until(hours: RiskHours, starts_at: datetime, now: datetime) -> datetime:
    """Return until when an offer of a wave is open: the next wave, or the start of the shift."""
    return min(asked_from(starts_at, now) + NEXT_WAVE[hours], starts_at)
