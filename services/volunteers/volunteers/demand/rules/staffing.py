"""How many listeners a quarter hour, or a day part, takes by Erlang A."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from volunteers.demand.rules.erlang_a import Queue

QUARTER_SECONDS = 900
# More than any helpline has: a forecast that is wrong by far must not take all the time there is.
MOST_LISTENERS = 1000
# Fewer arrivals than these in a quarter hour are nobody: one in a thousand years.
FEWEST_ARRIVALS = 1e-8


@dataclass(frozen=True, slots=True)
class Targets:
    """How a channel is served, and what is aimed at: see `QueueOfChannel` of the curve."""

    handling_seconds: float
    patience_seconds: float
    at_once: int
    answer_rate: float
    wait_seconds: float
    wait_rate: float


def listeners_for(arrivals: float, targets: Targets) -> int:
    """Return the fewest listeners with whom both targets hold in a quarter hour; 0 for nobody."""
    return _fewest((arrivals,), targets)


def listeners_for_part(arrivals: Sequence[float], targets: Targets) -> int:
    """Return the fewest who, the same through all quarter hours, hold both targets on the whole.

    Each quarter hour counts by its arrivals.
    """
    return _fewest(tuple(arrivals), targets)


def listeners_for_work(arrivals: Sequence[float], handling_seconds: float) -> int:
    """Return how many whole listeners the work of these quarter hours takes.

    It can wait: less than half a listener is done between other contacts.
    """
    load = sum(arrivals) * handling_seconds / (QUARTER_SECONDS * max(len(arrivals), 1))
    return int(load + 0.5)


@lru_cache(maxsize=8192)
def _fewest(arrivals: tuple[float, ...], targets: Targets) -> int:
    whole = sum(arrivals)
    if whole <= FEWEST_ARRIVALS:
        return 0
    # What is answered is at most what the listeners have time for.
    load = whole / len(arrivals) * targets.handling_seconds / QUARTER_SECONDS
    least = max(1, ceil(load * targets.answer_rate / targets.at_once))
    for listeners in range(least, MOST_LISTENERS):
        if _holds(arrivals, targets, listeners):
            return listeners
    return MOST_LISTENERS


def _holds(arrivals: tuple[float, ...], targets: Targets, listeners: int) -> bool:
    lost = late = 0.0
    for count in arrivals:
        if count > FEWEST_ARRIVALS:
            queue = Queue(
                arrivals=count / QUARTER_SECONDS,
                services=1 / targets.handling_seconds,
                losses=1 / targets.patience_seconds,
                servers=listeners * targets.at_once,
            )
            lost += count * queue.abandoned()
            late += count * queue.waits_longer(targets.wait_seconds)
    whole = sum(arrivals)
    return lost <= whole * (1 - targets.answer_rate) and late <= whole * (1 - targets.wait_rate)
