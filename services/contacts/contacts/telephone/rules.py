"""What the exchange is told, and what each thing that it tells means, in whatever order it comes.

A call is an attempt of the queue. What the exchange tells has one meaning in each state, or none:
then it is counted by its reason. A call that is over stays as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from contacts.queue.rules.lifecycle import (
    MISSED,
    OPEN,
    Attempt,
    State,
    answer,
    end,
    hand_on,
    leave,
    offer,
    pass_on,
)

Happened = Literal["answered", "not_answered", "hung_up", "transferred"]
Action = Literal["ring", "wait", "message", "none"]
Message = Literal["closed", "nobody_there", "cool_down", "unknown_number", "outside_hours"]
Ignored = Literal[
    "unknown_call", "over", "late", "answered_before", "extension_unknown", "not_offered",
    "other_extension", "same_listener",
]  # fmt: skip
# How long the exchange lets a listener's telephone ring.
RING_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the exchange does with a call: ring an extension, let it wait, play a message, nothing.

    After a message the exchange hangs up. `none`: the call is over, or somebody talks.
    """

    action: Action
    extension: str | None = None
    seconds: int | None = None
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the exchange tells of a call.

    `listener` is who is at the `extension`; None: nobody, or no extension was named. `by` is who
    hung up. `is_late`: something that happened after it was told before.
    """

    happened: Happened
    extension: str | None = None
    listener: UUID | None = None
    by: Literal["caller", "listener"] = "caller"
    is_late: bool = False


def refuse(*, cooled_down: bool, outside: Message | None, closed: bool) -> Message | None:
    """Return what a caller hears who is not let in; None: may come in.

    `outside` is what the line plays now, outside its hours. `closed`: a coordinator has closed the
    telephone.
    """
    if cooled_down:
        return "cool_down"
    return outside or ("closed" if closed else None)


def instruct(state: State, extension: str | None, message: Message | None) -> Instruction:
    """Return what the exchange does with a call in this state.

    `extension` is that of the listener to whom it is offered, `message` what was decided to be
    played when it came.
    """
    if state == "offered" and extension is not None:
        return Instruction("ring", extension=extension, seconds=RING_SECONDS)
    if state in ("waiting", "offered"):
        return Instruction("wait")
    if state in MISSED and state != "abandoned":
        heard = message or ("nobody_there" if state == "no_listener" else "closed")
        return Instruction("message", message=heard)
    return Instruction("none")


def happen(attempt: Attempt, told: Told, now: datetime) -> Attempt | Ignored:
    """Return the call after what the exchange tells, or why that has no effect."""
    if attempt.state not in OPEN:
        return "over"
    if told.happened == "hung_up":
        return _hung_up(attempt, told, now)
    if told.is_late:
        return "late"
    return MEANINGS[told.happened](attempt, told, now)


def _hung_up(attempt: Attempt, told: Told, now: datetime) -> Attempt:
    by_listener = told.by == "listener" and attempt.state == "answered"
    return leave(attempt, "listener" if by_listener else "seeker", now)


def _answered(attempt: Attempt, told: Told, now: datetime) -> Attempt | Ignored:
    """Give the call to who picked up, whoever it was offered to."""
    if attempt.state == "answered":
        return "answered_before"
    who = told.listener or attempt.offered_to
    if who is None:
        return "extension_unknown"
    if attempt.offered_to != who:
        waiting = pass_on(attempt) if attempt.state == "offered" else attempt
        attempt = offer(waiting, who, now)
    return answer(attempt, now)


def _not_answered(attempt: Attempt, told: Told, _now: datetime) -> Attempt | Ignored:
    if attempt.state != "offered":
        return "not_offered"
    if told.extension is not None and told.listener != attempt.offered_to:
        return "other_extension"
    return pass_on(attempt)


def _transferred(attempt: Attempt, told: Told, now: datetime) -> Attempt | Ignored:
    """Let the call go on with another listener; elsewhere it ends for us.

    Who transferred it has answered it, though that may be told later.
    """
    if attempt.state == "waiting":
        return "not_offered"
    if attempt.state == "offered":
        attempt = answer(attempt, now)
    if told.listener is None:
        return end(attempt, "listener", now)
    if told.listener == attempt.answered_by:
        return "same_listener"
    return hand_on(attempt, told.listener)


MEANINGS: Mapping[str, Callable[[Attempt, Told, datetime], Attempt | Ignored]] = {
    "answered": _answered, "not_answered": _not_answered, "transferred": _transferred,
}  # fmt: skip
