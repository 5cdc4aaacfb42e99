"""How fresh the figures are: what reporting has handled of the bus, and what still waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

# At 50 events a second this is two seconds of work.
FEW = 100
STANDS_STILL_AFTER = timedelta(seconds=30)
State = Literal["current", "behind", "away"]


@dataclass(frozen=True)
class Consumed:
    """What one consumer has done: events that wait, and when it last acknowledged one."""

    waiting: int
    last_at: datetime | None


@dataclass(frozen=True)
class Freshness:
    """The state of the projections at `looked_at`; `last_event_at` None: none is known.

    `away`: the bus does not answer, so that nobody knows what waits.
    """

    state: State
    looked_at: datetime
    waiting: int = 0
    last_event_at: datetime | None = None


def freshness(consumers: Iterable[Consumed] | None, now: datetime) -> Freshness:
    """Return how fresh the projections are; None: the bus does not answer."""
    if consumers is None:
        return Freshness("away", now)
    consumers = list(consumers)
    waiting = sum(one.waiting for one in consumers)
    last = max((one.last_at for one in consumers if one.last_at), default=None)
    stands_still = waiting > 0 and (last is None or now - last > STANDS_STILL_AFTER)
    state: State = "behind" if waiting > FEW or stands_still else "current"
    return Freshness(state, now, waiting, last)
