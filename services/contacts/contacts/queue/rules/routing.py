"""Who gets which attempt, and why not another: one table of reasons, one order.

A listener may get an attempt if none of the reasons of `REASONS` holds. Of those who may: first who
has not passed on it, then who is at the location of the local line, then who has the fewest chats
open, then who has been idle longest.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.events.vocabulary import Channel, Role

from contacts.queue.rules.lifecycle import Attempt

DeskState = Literal["absent", "present", "paused", "leaving"]
Reason = Literal[
    "absent", "gone", "paused", "leaving", "not_on_shift", "not_admitted_for_channel",
    "not_admitted_for_line", "no_mentor", "on_the_telephone", "chats_open", "full",
    "bus_away",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener at a desk: what is known of admission, shift and presence.

    `admitted` and `shift_channels` are the channels of the admission and of the shift. `lines` are
    those of the admission: who has `partner` among them has the skill for partner lines. `open`
    counts the attempts offered to or open with the listener, by channel. `replica_id` is the
    process to which the browser is connected; None while it is gone.
    """

    volunteer_id: UUID
    location_id: UUID
    role: Role
    state: DeskState
    connected: bool
    on_shift: bool
    admitted: frozenset[str]
    shift_channels: frozenset[str]
    lines: frozenset[str]
    most_chats: int
    idle_since: datetime
    open: Mapping[str, int]
    replica_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else decides: where mentors are present, and which processes reach each other.

    `mentors_at` are locations with a present mentor. `on_the_bus` are the processes that have the
    bus: two of them can pass on words, and each can always to itself.
    """

    mentors_at: frozenset[UUID]
    on_the_bus: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Asked:
    """An attempt as far as routing looks at it; `replica_id` is the help seeker's process."""

    channel: Channel
    line: str
    line_location_id: UUID | None
    replica_id: UUID | None


Holds = Callable[[Asked, Listener, Surroundings], bool]

# Why not: the first that holds is told on the board.
REASONS: tuple[tuple[Reason, Holds], ...] = (
    ("absent", lambda _, listener, __: listener.state == "absent"),
    ("gone", lambda _, listener, __: not listener.connected),
    ("paused", lambda _, listener, __: listener.state == "paused"),
    ("leaving", lambda _, listener, __: listener.state == "leaving"),
    ("not_on_shift", lambda _, listener, __: not listener.on_shift),
    ("not_admitted_for_channel", lambda asked, listener, _: not _may_channel(asked, listener)),
    ("not_admitted_for_line", lambda asked, listener, _: asked.line not in listener.lines),
    ("no_mentor", lambda _, listener, around: _lacks_mentor(listener, around)),
    ("on_the_telephone", lambda _, listener, __: bool(listener.open.get("telephone"))),
    ("chats_open", lambda asked, listener, _: _beside_others(asked, listener)),
    ("full", lambda _, listener, __: _count(listener) >= listener.most_chats),
    ("bus_away", lambda asked, listener, around: not _reached(asked, listener, around)),
)


def why_not(asked: Asked, listener: Listener, around: Surroundings) -> Reason | None:
    """Return the first reason why a listener may not get an attempt; None: may get it."""
    return next((reason for reason, holds in REASONS if holds(asked, listener, around)), None)


def is_on_duty(asked: Asked, listener: Listener) -> bool:
    """Return whether somebody is there for this channel, be it in a pause or in a chat.

    While anybody is, a help seeker waits; otherwise nobody is on duty.
    """
    there = listener.state in ("present", "paused") and listener.on_shift
    return there and _may_channel(asked, listener) and asked.line in listener.lines


def surroundings(listeners: Iterable[Listener], on_the_bus: Iterable[UUID]) -> Surroundings:
    """Return what else decides, from the listeners at their desks."""
    mentors = frozenset(
        one.location_id
        for one in listeners
        if one.role == "mentor" and one.connected and one.on_shift and one.state == "present"
    )
    return Surroundings(mentors, frozenset(on_the_bus))


def match(
    waiting: Sequence[tuple[Attempt, UUID | None]],
    listeners: Sequence[Listener],
    around: Surroundings,
) -> list[tuple[Attempt, UUID]]:
    """Return which attempt is offered to whom, in the order of the queue.

    `waiting` are attempts that wait, each with the help seeker's process. Nobody gets more than
    may be open at once, and nobody waits whom a fitting listener could take.
    """
    taken: Counter[UUID] = Counter()
    called: set[UUID] = set()
    fitting: dict[Asked, _Fitting] = {}
    offers = []
    for attempt, replica_id in sorted(waiting, key=lambda one: one[0].place):
        asked = asked_of(attempt, replica_id)
        if asked not in fitting:
            fitting[asked] = _Fitting(asked, listeners, around)
        found = fitting[asked].take(attempt.passed, taken, called)
        if found is not None:
            taken[found] += 1
            if attempt.channel == "telephone":
                called.add(found)
            offers.append((attempt, found))
    return offers


def asked_of(attempt: Attempt, replica_id: UUID | None) -> Asked:
    """Return an attempt as far as routing looks at it."""
    return Asked(attempt.channel, attempt.line, attempt.line_location_id, replica_id)


class _Fitting:
    """The listeners who may get one kind of attempt, the next one first.

    A heap of (elsewhere, chats open, idle since, id): an entry whose count is old is put back with
    the present one, so that 500 who wait and 300 listeners do not meet one by one.
    """

    def __init__(self, asked: Asked, listeners: Sequence[Listener], around: Surroundings) -> None:
        self.telephone = asked.channel == "telephone"
        self.by_id = {
            one.volunteer_id: one for one in listeners if why_not(asked, one, around) is None
        }
        self.heap = [
            (one.location_id != asked.line_location_id, _count(one), one.idle_since, id_)
            for id_, one in self.by_id.items()
        ]
        heapq.heapify(self.heap)

    def take(
        self, passed: tuple[UUID, ...], taken: Counter[UUID], called: set[UUID]
    ) -> UUID | None:
        """Return the next listener, one who has not passed on it if there is one.

        `taken` counts what each got in this pass, `called` are those who got a telephone call.
        """
        put_back = []
        fallback: dict[UUID, int] = {}
        found = None
        while self.heap and found is None:
            elsewhere, known, idle_since, id_ = heapq.heappop(self.heap)
            open_now = _count(self.by_id[id_]) + taken[id_]
            most = 1 if self.telephone else self.by_id[id_].most_chats
            if open_now >= most or id_ in called:
                continue  # for the rest of this pass
            entry = (elsewhere, open_now, idle_since, id_)
            if open_now != known:
                heapq.heappush(self.heap, entry)
                continue
            put_back.append(entry)
            if id_ in passed:
                fallback[id_] = passed.index(id_)
            else:
                found = id_
        for entry in put_back:
            heapq.heappush(self.heap, entry)
        if found is None and fallback:
            found = min(fallback, key=fallback.__getitem__)
        return found


def _count(listener: Listener) -> int:
    return sum(listener.open.values())


def _may_channel(asked: Asked, listener: Listener) -> bool:
    return asked.channel in listener.admitted and asked.channel in listener.shift_channels


def _lacks_mentor(listener: Listener, around: Surroundings) -> bool:
    return listener.role == "trainee" and listener.location_id not in around.mentors_at


def _beside_others(asked: Asked, listener: Listener) -> bool:
    return asked.channel == "telephone" and _count(listener) > 0


def _reached(asked: Asked, listener: Listener, around: Surroundings) -> bool:
    """Return whether the two processes can pass on words."""
    if asked.replica_id == listener.replica_id:
        return True
    return {asked.replica_id, listener.replica_id} <= around.on_the_bus


def load(attempts: Iterable[Attempt]) -> Mapping[UUID, Mapping[str, int]]:
    """Return how many attempts each listener has offered or open, by channel."""
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for attempt in attempts:
        if attempt.listener:
            found[attempt.listener][attempt.channel] += 1
    return found
