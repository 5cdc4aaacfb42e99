"""What a registration must be, and what of it the bus may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.events.contacts import QUARTER_SECONDS
from shared.events.envelope import grid
from shared.events.vocabulary import Kind, Line, MisuseKind, Outcome, Topic
from shared.refusals import BadInput, Refusal

LONGEST = timedelta(hours=24)
MOST_TOPICS = 3
# Times older than this are cut: starts to the quarter hour, lengths to whole minutes.
EXACT_FOR = timedelta(days=90)
QUARTER = timedelta(seconds=QUARTER_SECONDS)
HALF_A_MINUTE = timedelta(seconds=30)


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


class MisuseKindWithoutMisuse(BadInput):
    """Only misuse has a kind of misuse."""


class TelephoneContactsOverlap(Refusal):
    """A listener is in one telephone conversation at a time."""


@dataclass(frozen=True, slots=True)
class TelephoneContact:
    """When a listener was on the telephone, as it is stored: exact, or cut."""

    contact_id: UUID
    started_at: datetime
    ended_at: datetime


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


def check_misuse_kind(kind: Kind, misuse_kind: MisuseKind | None) -> None:
    """Refuse a kind of misuse for what is none. Of misuse it may be left out."""
    if misuse_kind is not None and kind != "misuse":
        raise MisuseKindWithoutMisuse(
            f"misuseKind goes with kind misuse, and this is {kind}: leave misuseKind out (null)"
        )


def check_one_at_a_time(
    started_at: datetime, ended_at: datetime, others: Sequence[TelephoneContact], now: datetime
) -> None:
    """Refuse a telephone contact during which the same listener was in one of the `others`.

    Whatever their kind is: a silent call and a test occupy the listener too. One may begin at the
    moment at which another ends, and a call of no length occupies no time: clocks and people often
    write whole minutes. Raises TelephoneContactsOverlap, with the other's id and times in UTC.
    """
    for other in others:
        begun, ended = _surely_occupied(other, now)
        if started_at < ended and begun < ended_at:
            raise TelephoneContactsOverlap(
                "a listener is in one telephone conversation at a time, and contact"
                f" {other.contact_id} of the same volunteer lasted from {_utc(other.started_at)}"
                f" to {_utc(other.ended_at)}: if this is another one, correct the times of one of"
                " the two"
            )


def _surely_occupied(other: TelephoneContact, now: datetime) -> tuple[datetime, datetime]:
    """Return from when until when the listener surely was in the conversation.

    A cut start may have been up to a quarter hour later, a cut length half a minute shorter.
    """
    started_at, ended_at = other.started_at, other.ended_at
    on_the_grid = started_at == quarter(started_at) and ended_at == grid(ended_at, 60)
    if on_the_grid and started_at < now - EXACT_FOR:
        return started_at + QUARTER, ended_at - HALF_A_MINUTE
    return started_at, ended_at


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def quarter(moment: datetime) -> datetime:
    """Return the start of the quarter hour, in UTC: all that the bus may know of a time."""
    return grid(moment.astimezone(UTC), QUARTER_SECONDS)


def whole_minutes(started_at: datetime, ended_at: datetime) -> int:
    """Return the length in whole minutes, half a minute counting as one."""
    return int((ended_at - started_at).total_seconds() + 30) // 60
