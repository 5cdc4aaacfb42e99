"""Who gets which attempt, and why not another: one table of reasons, one order.

A listener may get an attempt if no reason of `NOT_FREE` or `NOT_FITTING` holds. Of those who may:
first who has not passed on it, then who came for the attempt's surge, then who is at the location
of the local line, then who has the fewest chats open, then who has been idle longest. If all have
passed on it, whoever did so longest ago is asked again. A surge has no priority in the queue: it
has listeners of its own. Letters are not offered: they are taken from a work list.
"""

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.events.vocabulary import Channel, Role

from contacts.queue.rules.lifecycle import Attempt

DeskState = Literal["absent", "present", "paused", "leaving"]
Reason = Literal[
    "absent", "gone", "paused", "leaving", "not_on_shift", "no_mentor", "on_the_telephone", "full",
    "not_admitted_for_channel", "not_admitted_for_line", "no_extension", "chats_open",
    "seeker_gone", "bus_away",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener at a desk: what is known of admission, shift and presence.

    `admitted` and `shift_channels` are the channels of the admission and of the shift. `lines` are
    those of the admission: who has `partner` among them has the skill for partner lines. `open`
    counts the attempts offered to or open with the listener, by channel; a letter that is being
    answered is none of them. `replica_id` is the process to which the browser is connected; None
    while it is gone. `has_extension`: the exchange can ring. `surge_id` is that of the shift.
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
    has_extension: bool = False
    surge_id: UUID | None = None


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
    """An attempt as far as routing looks at it.

    `replica_id` is the process of the help seeker's browser; None while it is gone, and always for
    a channel whose words do not pass through us.
    """

    channel: Channel
    line: str
    line_location_id: UUID | None
    replica_id: UUID | None
    surge_id: UUID | None = None


def _count(listener: Listener) -> int:
    return sum(listener.open.values())


def _may_channel(asked: Asked, listener: Listener) -> bool:
    return asked.channel in listener.admitted and asked.channel in listener.shift_channels


def _lacks_mentor(listener: Listener, around: Surroundings) -> bool:
    return listener.role == "trainee" and listener.location_id not in around.mentors_at


def _cannot_ring(asked: Asked, listener: Listener) -> bool:
    return asked.channel == "telephone" and not listener.has_extension


def _beside_others(asked: Asked, open_now: int) -> bool:
    return asked.channel == "telephone" and open_now > 0


def _reached(asked: Asked, listener: Listener, around: Surroundings) -> bool:
    """Return whether the words of a chat get from one process to the other."""
    if asked.channel != "chat" or asked.replica_id == listener.replica_id:
        return True
    return {asked.replica_id, listener.replica_id} <= around.on_the_bus


# Why somebody gets nothing at all now, and why not this attempt. The first that holds is told on
# the board.
NOT_FREE: tuple[tuple[Reason, Callable[[Listener, Surroundings], bool]], ...] = (
    ("absent", lambda listener, _: listener.state == "absent"),
    ("gone", lambda listener, _: not listener.connected),
    ("paused", lambda listener, _: listener.state == "paused"),
    ("leaving", lambda listener, _: listener.state == "leaving"),
    ("not_on_shift", lambda listener, _: not listener.on_shift),
    ("no_mentor", _lacks_mentor),
    ("on_the_telephone", lambda listener, _: bool(listener.open.get("telephone"))),
    ("full", lambda listener, _: _count(listener) >= listener.most_chats),
)
NOT_FITTING: tuple[tuple[Reason, Callable[[Asked, Listener, Surroundings], bool]], ...] = (
    ("not_admitted_for_channel", lambda asked, listener, _: not _may_channel(asked, listener)),
    ("not_admitted_for_line", lambda asked, listener, _: asked.line not in listener.lines),
    ("no_extension", lambda asked, listener, _: _cannot_ring(asked, listener)),
    ("chats_open", lambda asked, listener, _: _beside_others(asked, _count(listener))),
    ("seeker_gone", lambda asked, _, __: asked.channel == "chat" and asked.replica_id is None),
    ("bus_away", lambda asked, listener, around: not _reached(asked, listener, around)),
)


def why_not(asked: Asked, listener: Listener, around: Surroundings) -> Reason | None:
    """Return the first reason why a listener may not get an attempt; None: may get it."""
    reason = _not_free(listener, around)
    return reason or _not_fitting(asked, listener, around)


def is_on_duty(asked: Asked, listener: Listener, around: Surroundings) -> bool:
    """Return whether somebody is there for this channel, be it in a pause or in a chat.

    While anybody is, a help seeker waits; otherwise nobody is on duty. A trainee without a mentor
    is nobody to wait for, and for a call nobody whom the exchange cannot ring.
    """
    there = listener.state in ("present", "paused") and listener.on_shift
    may = _may_channel(asked, listener) and asked.line in listener.lines
    reached = may and not _cannot_ring(asked, listener)
    return there and reached and not _lacks_mentor(listener, around)


def surroundings(listeners: Iterable[Listener], on_the_bus: Iterable[UUID]) -> Surroundings:
    """Return what else decides, from the listeners at their desks."""
    mentors = frozenset(
        one.location_id
        for one in listeners
        if one.role == "mentor" and one.connected and one.on_shift and one.state == "present"
    )
    return Surroundings(mentors, frozenset(on_the_bus))


def count_seats(listeners: Iterable[Listener], around: Surroundings) -> int:
    """Return how many attempts can be offered at most."""
    free = (one for one in listeners if _not_free(one, around) is None)
    return sum(one.most_chats - _count(one) for one in free)


def match(
    waiting: Sequence[tuple[Attempt, UUID | None]],
    listeners: Sequence[Listener],
    around: Surroundings,
) -> list[tuple[Attempt, UUID]]:
    """Return which attempt is offered to whom, in the order of the queue.

    `waiting` are attempts that wait, each with the help seeker's process. Nobody gets more than
    may be open at once, and nobody waits whom a fitting listener could take.
    """
    free = {one.volunteer_id: one for one in listeners if _not_free(one, around) is None}
    open_now = {id_: _count(one) for id_, one in free.items()}
    fitting: dict[Asked, _Fitting] = {}
    offers = []
    for attempt, replica_id in sorted(waiting, key=lambda one: one[0].place):
        if not free:
            break
        asked = asked_of(attempt, replica_id)
        if asked not in fitting:
            fitting[asked] = _Fitting(asked, free, open_now, around)
        found = fitting[asked].take(attempt.passed)
        if found is not None:
            open_now[found] += 1
            if attempt.channel == "telephone" or open_now[found] >= free[found].most_chats:
                del free[found]
            offers.append((attempt, found))
    return offers


def asked_of(attempt: Attempt, replica_id: UUID | None) -> Asked:
    """Return an attempt as far as routing looks at it."""
    return Asked(
        attempt.channel, attempt.line, attempt.line_location_id, replica_id, attempt.surge_id
    )


class _Fitting:
    """The listeners who may get one kind of attempt, the next one first.

    A heap of (of another surge, elsewhere, chats open, idle since, id): an entry whose count is
    old is put back with the present one, so that 500 who wait and 300 listeners do not meet one by
    one. `free` and `open_now` are of the whole pass, and change while it runs.
    """

    def __init__(
        self,
        asked: Asked,
        free: Mapping[UUID, Listener],
        open_now: Mapping[UUID, int],
        around: Surroundings,
    ) -> None:
        self.asked, self.free, self.open_now = asked, free, open_now
        self.heap = [
            (
                one.surge_id != asked.surge_id,
                one.location_id != asked.line_location_id,
                open_now[id_],
                one.idle_since,
                id_,
            )
            for id_, one in free.items()
            if _not_fitting(asked, one, around) is None
        ]
        heapq.heapify(self.heap)

    def take(self, passed: Sequence[UUID]) -> UUID | None:
        """Return the next listener: who has not passed on it, or else who did so longest ago."""
        seen = []
        found = None
        while self.heap and found is None:
            came_for, elsewhere, known, idle_since, id_ = heapq.heappop(self.heap)
            open_now = self.open_now[id_]
            if id_ not in self.free or _beside_others(self.asked, open_now):
                continue  # for the rest of this pass
            entry = (came_for, elsewhere, open_now, idle_since, id_)
            if open_now != known:
                heapq.heappush(self.heap, entry)
                continue
            seen.append(entry)
            if id_ not in passed:
                found = id_
        for entry in seen:
            heapq.heappush(self.heap, entry)
        if found is None and seen:
            found = min((id_ for *_, id_ in seen), key=passed.index)
        return found


def _not_free(listener: Listener, around: Surroundings) -> Reason | None:
    return next((reason for reason, holds in NOT_FREE if holds(listener, around)), None)


def _not_fitting(asked: Asked, listener: Listener, around: Surroundings) -> Reason | None:
    return next((reason for reason, holds in NOT_FITTING if holds(asked, listener, around)), None)
