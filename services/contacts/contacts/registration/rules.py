"""What a registration must be, and what of it the bus may be told."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from shared.events.contacts import QUARTER_SECONDS
from shared.events.envelope import grid
from shared.events.vocabulary import Kind, Line, Outcome, Topic
from shared.refusals import BadInput

LONGEST = timedelta(hours=24)
MOST_TOPICS = 3


class ContactEndsInFuture(BadInput):
    """A contact is registered when it has ended."""


class ContactEndsBeforeItStarts(BadInput):
    """`endedAt` lies before `startedAt`."""


class ContactTooLong(BadInput):
    """No contact lasts longer than a day."""


class OfferedInFuture(BadInput):
    """An attempt is registered when it has been made."""


class LineAndLocationDisagree(BadInput):
    """The local line is a location's; the others are nobody's."""


class KindAndOutcomeDisagree(BadInput):
    """Only a conversation has topics and an outcome."""


def check_times(started_at: datetime, ended_at: datetime, now: datetime) -> None:
    """Refuse a contact that ends in the future, before it starts, or after more than a day."""
    if ended_at > now:
        raise ContactEndsInFuture(
            f"endedAt lies in the future (it is {now:%Y-%m-%dT%H:%M:%SZ} now): register a"
            " contact once it has ended"
        )
    if ended_at < started_at:
        raise ContactEndsBeforeItStarts("endedAt lies before startedAt: exchange or correct them")
    if ended_at - started_at > LONGEST:
        raise ContactTooLong("the contact lasts more than 24 hours: check the dates")


def check_offered(offered_at: datetime, now: datetime) -> None:
    """Refuse an attempt of the future."""
    if offered_at > now:
        raise OfferedInFuture(
            f"offeredAt lies in the future (it is {now:%Y-%m-%dT%H:%M:%SZ} now): correct it"
        )


def check_line(line: Line, has_location: bool) -> None:
    """Refuse a local line without its location, and any other line with one."""
    if (line == "local") != has_location:
        raise LineAndLocationDisagree(
            "lineLocationId names the local line's location: give it with line local, and"
            " leave it out (null) with line national or partner"
        )


def check_kind(kind: Kind, topics: Sequence[Topic], outcome: Outcome) -> None:
    """Refuse topics or an outcome without a conversation, and a conversation without them."""
    if kind != "conversation":
        if topics or outcome != "no_conversation":
            raise KindAndOutcomeDisagree(
                f"kind {kind} is no conversation: leave topics empty and set outcome to"
                " no_conversation"
            )
    elif outcome == "no_conversation" or not 1 <= len(set(topics)) == len(topics) <= MOST_TOPICS:
        raise KindAndOutcomeDisagree(
            f"a conversation has one to {MOST_TOPICS} different topics and an outcome other than"
            " no_conversation"
        )


def quarter(moment: datetime) -> datetime:
    """Return the start of the quarter hour, in UTC: all that the bus may know of a time."""
    return grid(moment.astimezone(UTC), QUARTER_SECONDS)


def whole_minutes(started_at: datetime, ended_at: datetime) -> int:
    """Return the length in whole minutes, half a minute counting as one."""
    return int((ended_at - started_at).total_seconds() + 30) // 60
