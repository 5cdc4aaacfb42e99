"""Which swaps there are, and until when all may agree.

In an exchange two or three volunteers each give a shift and take another's. In a takeover one gives
a shift and the other takes it. In a chain, which a coordinator proposes, somebody moves to a hole
and others move up behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.refusals import BadInput, NotFound, Refusal

from volunteers.amsterdam import shown
from volunteers.swaps.vocabulary import SwapState

AGREE_WITHIN = timedelta(days=7)
AGREE_BEFORE = timedelta(hours=1)


class SwapNotFound(NotFound):
    """No swap was proposed by this id."""


class SwapUnclear(BadInput):
    """The legs of a swap do not say who gets which shift of whom."""


class ChainByCoordinator(Refusal):
    """A hole is filled by moving people where a coordinator proposes it."""


class TooLateToSwap(Refusal):
    """All agree until an hour before the first shift."""


class SwapIsSettled(Refusal):
    """A swap that is done, refused, withdrawn or lapsed is not changed any more."""


class PlaceIsGone(Refusal):
    """Who gives a shift in a swap is not in it any more."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What one gives and takes, by the ids of shifts. No volunteer: whoever agrees first."""

    volunteer_id: UUID | None
    gives: UUID | None
    takes: UUID | None


def check_legs(legs: Sequence[Leg], *, by_coordinator: bool) -> None:
    """Refuse legs that are no exchange, takeover or chain."""
    gives = [leg.gives for leg in legs if leg.gives]
    takes = [leg.takes for leg in legs if leg.takes]
    people = [leg.volunteer_id for leg in legs if leg.volunteer_id]
    if any(len(set(some)) < len(some) for some in (gives, takes, people)):
        raise SwapUnclear("name each volunteer once, and each shift once as given and as taken")
    if any(leg.gives == leg.takes for leg in legs):
        raise SwapUnclear(
            "each leg gives a shift or takes another: leave out one that does neither"
        )
    if not set(gives) <= set(takes):
        raise SwapUnclear("each shift that is given is taken by another: name who takes it")
    open_legs = [leg for leg in legs if leg.volunteer_id is None]
    is_takeover = len(legs) == 2 and len(gives) == len(takes) == 1  # noqa: PLR2004
    if open_legs and not (is_takeover and open_legs[0].takes):
        raise SwapUnclear("only who takes over a shift may be left open: name the volunteers")
    holes = set(takes) - set(gives)
    if len(holes) > 1 or not gives:
        raise SwapUnclear("one shift at least is given, and one at most is taken of nobody")
    if holes and not by_coordinator:
        raise ChainByCoordinator(
            "one of the shifts is given by nobody here: take its place by yourself, or ask the "
            "coordinator to propose the chain"
        )


def last_moment(starts: Iterable[datetime], now: datetime) -> datetime:
    """Return until when all may agree; raises `TooLateToSwap`. `starts`: when the shifts begin."""
    until = min(min(starts) - AGREE_BEFORE, now + AGREE_WITHIN)
    if until <= now:
        raise TooLateToSwap(
            f"all would have to agree until {shown(until)}, an hour before the first shift: swap "
            "shifts that begin later, or ask the coordinator"
        )
    return until


def check_open(swap_id: UUID, state: SwapState, expires_at: datetime, now: datetime) -> None:
    """Refuse to answer a swap that is settled, or whose time is over."""
    if state != "proposed":
        raise SwapIsSettled(f"swap {swap_id} is {state}: propose a new one")
    if now > expires_at:
        raise TooLateToSwap(
            f"swap {swap_id} could be agreed to until {shown(expires_at)}: propose a new one, or "
            "ask the coordinator"
        )
