"""What an attempt may do: an explicit state machine, the same for every channel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from shared.events.vocabulary import Channel, Line, Organisation
from shared.refusals import Refusal

State = Literal[
    "waiting", "offered", "answered", "ended", "registered", "abandoned", "no_listener", "closed"
]
Step = Literal[
    "offer", "lapse", "pass_on", "give_back", "answer", "take", "hand_on", "end", "register",
    "abandon", "find_nobody", "close",
]  # fmt: skip
EndedBy = Literal["seeker", "listener", "gone"]

OFFERED_FOR = timedelta(seconds=20)
# The exchange says that nobody took up; this is for when it says nothing.
CALL_OFFERED_FOR = timedelta(seconds=45)
LISTENER_GONE_FOR = timedelta(seconds=30)
SEEKER_GONE_FOR = timedelta(minutes=2)

STEPS: Mapping[Step, Mapping[State, State]] = {
    "offer": {"waiting": "offered"},
    "lapse": {"offered": "waiting"},
    "pass_on": {"offered": "waiting"},
    "give_back": {"offered": "waiting", "answered": "waiting"},
    "answer": {"offered": "answered"},
    "take": {"waiting": "answered"},
    "hand_on": {"answered": "answered"},
    "end": {"answered": "ended"},
    "register": {"ended": "registered"},
    "abandon": {"waiting": "abandoned", "offered": "abandoned"},
    "find_nobody": {"waiting": "no_listener"},
    "close": {"waiting": "closed", "offered": "closed"},
}
OPEN: frozenset[State] = frozenset({"waiting", "offered", "answered"})
MISSED: frozenset[State] = frozenset({"abandoned", "no_listener", "closed"})


class StepNotPossible(Refusal):
    """The attempt is in a state in which this cannot be done."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt in the queue. `arrived_at` keeps its place, whatever was offered since.

    `offered_to` is the listener who is asked now; `answered_by` who has it, or had it last.
    `given_back` is true while an open chat has lost its listener: then it comes before all others.
    `continued` is true from then on.
    `passed` are the listeners who had it offered and did not take it, the last one last.
    `wait_seconds` is how long the help seeker waited for the first answer; None before it.
    `surge_id` is that of the accident or disaster line; `redial` whether the caller had tried
    before today (None: it cannot be known); `diverted_from` who sent the caller on.
    """

    attempt_id: UUID
    channel: Channel
    line: Line
    line_location_id: UUID | None
    arrived_at: datetime
    state: State = "waiting"
    given_back: bool = False
    continued: bool = False
    passed: tuple[UUID, ...] = ()
    offered_to: UUID | None = None
    answered_by: UUID | None = None
    offered_at: datetime | None = None
    answered_at: datetime | None = None
    wait_seconds: int | None = None
    ended_at: datetime | None = None
    ended_by: EndedBy | None = None
    surge_id: UUID | None = None
    redial: bool | None = None
    diverted_from: Organisation | None = None

    @property
    def listener(self) -> UUID | None:
        """Return who is asked, or has the open chat; None while nobody is."""
        return {"offered": self.offered_to, "answered": self.answered_by}.get(self.state)

    @property
    def was_answered(self) -> bool:
        """Return whether a listener has had it: then it is never counted as missed."""
        return self.answered_at is not None

    @property
    def place(self) -> tuple[bool, datetime, UUID]:
        """Return what the queue is sorted by: given back first, then who came first."""
        return not self.given_back, self.arrived_at, self.attempt_id


def _step(attempt: Attempt, step: Step) -> State:
    to = STEPS[step].get(attempt.state)
    if to is None:
        raise StepNotPossible(f"the attempt is {attempt.state}: it cannot {step.replace('_', ' ')}")
    return to


def offer(attempt: Attempt, to: UUID, now: datetime) -> Attempt:
    """Return the attempt as offered to a listener; raises StepNotPossible."""
    state = _step(attempt, "offer")
    return replace(attempt, state=state, offered_to=to, offered_at=now)


def lapse(attempt: Attempt) -> Attempt:
    """Return the attempt as not taken in time: it waits again, in its old place."""
    return _waiting_again(attempt, "lapse")


def pass_on(attempt: Attempt) -> Attempt:
    """Return the attempt as not taken: the next listener is asked."""
    return _waiting_again(attempt, "pass_on")


def give_back(attempt: Attempt) -> Attempt:
    """Return the attempt of a listener whose browser is gone: it waits again, an open chat first.

    The listener is not asked again before the others are.
    """
    lost = attempt.state == "answered"
    waiting = _waiting_again(attempt, "give_back")
    return replace(
        waiting, given_back=attempt.given_back or lost, continued=attempt.continued or lost
    )


def answer(attempt: Attempt, now: datetime) -> Attempt:
    """Return the attempt as answered. The first wait is kept when another listener goes on."""
    state = _step(attempt, "answer")
    waited = attempt.wait_seconds
    if waited is None:
        waited = waited_seconds(attempt, now)
    return replace(
        attempt, state=state, answered_by=attempt.offered_to, answered_at=now,
        wait_seconds=waited, offered_to=None, offered_at=None, given_back=False, passed=(),
    )  # fmt: skip


def take(attempt: Attempt, by: UUID, now: datetime) -> Attempt:
    """Return the attempt as answered by who chose it from a work list, as a letter is."""
    state = _step(attempt, "take")
    waited = attempt.wait_seconds
    if waited is None:
        waited = waited_seconds(attempt, now)
    return replace(
        attempt, state=state, answered_by=by, answered_at=now, wait_seconds=waited,
        given_back=False, passed=(),
    )  # fmt: skip


def hand_on(attempt: Attempt, to: UUID) -> Attempt:
    """Return the attempt as gone on with another listener, as a call that was transferred."""
    return replace(attempt, state=_step(attempt, "hand_on"), answered_by=to, continued=True)


def end(attempt: Attempt, by: EndedBy, now: datetime) -> Attempt:
    """Return the attempt as ended; its listener registers it."""
    return replace(attempt, state=_step(attempt, "end"), ended_at=now, ended_by=by)


def register(attempt: Attempt) -> Attempt:
    """Return the attempt as registered."""
    return replace(attempt, state=_step(attempt, "register"))


def leave(attempt: Attempt, by: EndedBy, now: datetime) -> Attempt:
    """Return the attempt as left by the help seeker (`seeker`), or as lost (`gone`).

    A chat that is open ends. One that waits is abandoned, unless a listener has had it: then it
    ends too, and whoever had it last registers it. Raises StepNotPossible when it is over.
    """
    if attempt.state == "answered":
        return end(attempt, by, now)
    return _lost(attempt, "abandon", by, now)


def find_nobody(attempt: Attempt, now: datetime) -> Attempt:
    """Return the attempt as one for which nobody is on duty."""
    return _lost(attempt, "find_nobody", "gone", now)


def close(attempt: Attempt, now: datetime) -> Attempt:
    """Return the attempt as refused, because its channel is closed."""
    return _lost(attempt, "close", "gone", now)


def waited_seconds(attempt: Attempt, now: datetime) -> int:
    """Return how long the help seeker has waited, in whole seconds, never less than none."""
    return max(0, int((now - attempt.arrived_at).total_seconds()))


def _waiting_again(attempt: Attempt, step: Step) -> Attempt:
    state, had_it = _step(attempt, step), attempt.listener
    passed = [one for one in attempt.passed if one != had_it]
    if had_it:
        passed.append(had_it)
    return replace(attempt, state=state, passed=tuple(passed), offered_to=None, offered_at=None)


def _lost(attempt: Attempt, step: Step, by: EndedBy, now: datetime) -> Attempt:
    """Return the attempt as missed, or as ended if a listener has had it."""
    missed = _step(attempt, step)
    state: State = "ended" if attempt.was_answered else missed
    return replace(
        attempt, state=state, offered_to=None, offered_at=None, ended_at=now, ended_by=by
    )
