"""What the board tells of the queue: what is most urgent, who may take the next one, the rates."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from shared.events.vocabulary import Channel, Role

from contacts.queue.rules.expectation import FEWEST
from contacts.queue.rules.routing import (
    Asked,
    Listener,
    Reason,
    Surroundings,
    is_on_duty,
    why_not,
)

# The channels that are on the queue. Another one is shown as soon as it is named here.
ON_THE_QUEUE: tuple[Channel, ...] = ("chat", "telephone")
# In what steps a wait is shown: an exact one would tell when somebody came.
STEP_SECONDS = 10
Headline = Literal["nobody_can", "offered", "closed", "nobody_on", "nobody_free", "calm"]
Comparison = Literal["lower", "same", "higher"]
ROLES: tuple[Role, ...] = ("mentor", "listener", "trainee")


@dataclass(frozen=True, slots=True)
class ChannelNow:
    """A channel's queue.

    `waiting` counts who waits, or is offered to a listener. Of these `stuck` are offered to nobody
    although their browser is there, and `lost` had a listener whose browser is gone. `first_at` is
    when the first of the others came. `closed_at`: since when nobody is let in; None: it is open.
    """

    channel: Channel
    waiting: int = 0
    stuck: int = 0
    lost: int = 0
    first_at: datetime | None = None
    in_chat: int = 0
    to_register: int = 0
    closed_at: datetime | None = None

    def longest_seconds(self, now: datetime) -> int:
        """Return the longest wait, in steps of ten seconds."""
        if self.first_at is None:
            return 0
        waited = max(0, int((now - self.first_at).total_seconds()))
        return waited - waited % STEP_SECONDS


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A listener as the board shows one: by role, and by number where there are more of the role.

    `why` is the reason why the listener does not get the first attempt that waits, or the next
    one; None: may get it. `idle_since` is None while anything is open.
    """

    role: Role
    number: int | None
    why: Reason | None
    open: int
    most: int
    idle_since: datetime | None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many attempts were answered, and how many were abandoned or found no listener."""

    answered: int = 0
    missed: int = 0

    @property
    def all(self) -> int:
        """Return how many attempts count."""
        return self.answered + self.missed

    @property
    def share(self) -> float | None:
        """Return the answer rate; None where fewer than five attempts count."""
        return None if self.all < FEWEST else self.answered / self.all


def headline(
    channels: Sequence[ChannelNow], listeners: Iterable[Listener], around: Surroundings
) -> Headline:
    """Return what is most urgent: first that somebody waits whom nobody can take.

    Each change of the queue routes before it commits: whoever is there and offered to nobody fits
    no free listener.
    """
    listeners = list(listeners)
    if any(channel.stuck for channel in channels):
        return "nobody_can"
    if any(channel.waiting for channel in channels):
        return "offered"
    if any(channel.closed_at for channel in channels):
        return "closed"
    if not any(is_on_duty(asked, one, around) for one in listeners for asked in next_for(one)):
        return "nobody_on"
    return "calm" if count_free(listeners, around) else "nobody_free"


def next_for(listener: Listener) -> tuple[Asked, ...]:
    """Return what may come next: a chat of the same process, or a call, of the national line."""
    return tuple(Asked(channel, "national", None, listener.replica_id) for channel in ON_THE_QUEUE)


def why_busy(listener: Listener, first: Asked | None, around: Surroundings) -> Reason | None:
    """Return why a listener does not get the first that waits, or else anything; None: may."""
    asked = (first,) if first else next_for(listener)
    reasons_why = [why_not(one, listener, around) for one in asked]
    return None if None in reasons_why else reasons_why[0]


def count_free(listeners: Iterable[Listener], around: Surroundings) -> int:
    """Return how many listeners may take the next attempt, be it a chat or a call."""
    return sum(why_busy(one, None, around) is None for one in listeners)


def reasons(
    asked: Asked, listeners: Iterable[Listener], around: Surroundings
) -> list[tuple[Reason, int]]:
    """Return why nobody takes an attempt: each reason with how many it holds for, most first."""
    found = Counter(why_not(asked, one, around) for one in listeners)
    return [(reason, count) for reason, count in found.most_common() if reason is not None]


def at_desks(
    listeners: Iterable[Listener], first: Asked | None, around: Surroundings
) -> Mapping[UUID, list[AtDesk]]:
    """Return the listeners of each location, mentors first; `first` is the first that waits.

    They are numbered in the order of their ids, so that a number stays while they do.
    """
    found: dict[UUID, list[AtDesk]] = defaultdict(list)
    teams: dict[tuple[UUID, Role], list[Listener]] = defaultdict(list)
    for one in sorted(listeners, key=lambda one: (ROLES.index(one.role), one.volunteer_id)):
        teams[one.location_id, one.role].append(one)
    for (location_id, _), team in teams.items():
        for number, one in enumerate(team, start=1):
            why = why_busy(one, first, around)
            found[location_id].append(_at_desk(one, number if len(team) > 1 else None, why))
    return found


def compare(hour: Rate, day: Rate) -> Comparison | None:
    """Return how the hour's answer rate is to the day's, in whole percent; None: too little."""
    if hour.share is None or day.share is None:
        return None
    difference = round(hour.share * 100) - round(day.share * 100)
    return "same" if difference == 0 else "lower" if difference < 0 else "higher"


def _at_desk(listener: Listener, number: int | None, why: Reason | None) -> AtDesk:
    count = sum(listener.open.values())
    return AtDesk(
        role=listener.role,
        number=number,
        why=why,
        open=count,
        most=listener.most_chats,
        idle_since=None if count else listener.idle_since,
    )
