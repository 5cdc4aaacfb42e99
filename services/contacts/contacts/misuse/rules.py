"""How long a caller is known and a cool-down lasts, and who may ask for one and review it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from shared.events.vocabulary import Channel, Kind, MisuseKind
from shared.month import TIME_ZONE
from shared.refusals import BadInput, Refusal

from contacts.registration.rules import quarter

Lasting = Literal["one_hour", "four_hours", "rest_of_day"]
Review = Literal["upheld", "lifted"]

LENGTHS: dict[Lasting, timedelta] = {
    "one_hour": timedelta(hours=1),
    "four_hours": timedelta(hours=4),
}
QUARTER = timedelta(minutes=15)
# A listener may register calls of hours ago; an exchange that dials for ever fills no row.
MOST_CALLS = 100
KEPT_FOR = timedelta(days=90)
# What was reviewed stays in sight so long.
SHOWN_FOR = timedelta(days=7)


class NoCoolDownWithoutACall(BadInput):
    """Only a caller can have a cool-down: nothing tells who comes to a chat, or writes."""


class CoolDownWithoutReason(BadInput):
    """A cool-down is for misuse of a kind that is said."""


class CallerNotKnownAnyMore(Refusal):
    """Nobody can be told by this call any more."""


class OwnCoolDown(Refusal):
    """A cool-down is reviewed by somebody else than who asked for it."""


class CoolDownReviewed(Refusal):
    """The cool-down was reviewed before, with another outcome."""


def day_of(now: datetime) -> date:
    """Return the day in Amsterdam: a token is of one such day."""
    return now.astimezone(TIME_ZONE).date()


def ends_of_day(now: datetime) -> datetime:
    """Return the midnight in Amsterdam at which the day of `now` ends."""
    after = day_of(now) + timedelta(days=1)
    return datetime.combine(after, time(), TIME_ZONE)


def until(lasting: Lasting, now: datetime) -> datetime:
    """Return when a cool-down ends: on a quarter hour, at the latest at midnight in Amsterdam."""
    ends = ends_of_day(now)
    if lasting == "rest_of_day":
        return ends
    earliest = now + LENGTHS[lasting]
    begun = quarter(earliest)
    return min(ends, begun if begun == earliest else begun + QUARTER)


def with_call(calls: Sequence[UUID], call_id: UUID) -> list[UUID]:
    """Return a caller's calls of the day with one more; the first one stays the first."""
    if call_id in calls:
        return list(calls)
    return [*calls[:1], *calls[1:][2 - MOST_CALLS :], call_id]


def check_cool_down(channel: Channel, kind: Kind, misuse_kind: MisuseKind | None) -> MisuseKind:
    """Return the reason of a cool-down; refuse one that is of no call, or without a reason."""
    if channel != "telephone":
        raise NoCoolDownWithoutACall(
            f"this is a {channel}, and nothing tells who comes back to one:"
            " leave coolDown out (null)"
        )
    if kind != "misuse" or misuse_kind is None:
        raise CoolDownWithoutReason(
            "say in misuseKind in what way the line was misused (kind misuse), or leave coolDown"
            " out (null)"
        )
    return misuse_kind


def check_review(asked_by: UUID, reviewer: UUID | None, before: Review | None, now: Review) -> None:
    """Refuse a review of one's own cool-down, or another outcome than that of the first review."""
    if reviewer is not None and reviewer == asked_by:
        raise OwnCoolDown("you asked for this cool-down: let another mentor review it")
    if before is not None and before != now:
        raise CoolDownReviewed(f"this cool-down was {before} before: read it again")
