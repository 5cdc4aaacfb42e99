"""Which inhabitants move: from one municipality to another, all of them named.

A reorganisation is complete: the shares of each municipality sum to 1, and a municipality that
goes on and receives others is named as its own `from` too. Only then is known which part of the
new municipality came from whom.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from shared.refusals import BadInput, Refusal

from billing.contracts.rules import MunicipalityAbolished, UnknownMunicipality
from billing.municipalities.rules import named


class MoveTwice(BadInput):
    """A reorganisation names the same move more than once."""


class SharesIncomplete(BadInput):
    """The shares of a municipality's inhabitants do not sum to 1."""


class NothingMoves(BadInput):
    """A municipality neither gives nor receives inhabitants."""


class InflowUnnamed(Refusal):
    """A municipality receives inhabitants, and where its own go is not said."""


class MunicipalityKnown(Refusal):
    """A municipality that is named as a new one is known already."""


class NewMunicipalityUnused(BadInput):
    """A new municipality is named to which nobody moves."""


class ReorganisedAlready(Refusal):
    """A reorganisation of the same municipality is registered on that day or later."""


class YearSettledAlready(Refusal):
    """A year is settled that the reorganisation would have changed."""


class SuccessorUnderContract(Refusal):
    """A new municipality has a contract of its own, for the inhabitants that would come."""


@dataclass(frozen=True, slots=True)
class Move:
    """A share of the inhabitants of one municipality comes into another (CBS codes)."""

    from_code: str
    to_code: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a municipality: was it there before the day, and what came later.

    `under_contract` tells whether a contract is for it on the day or later; `reorganised_on` is
    the day of its last reorganisation.
    """

    existed: bool
    abolished_on: date | None = None
    reorganised_on: date | None = None
    under_contract: bool = False


def check_moves(moves: Sequence[Move]) -> None:
    """Refuse moves that are named twice, are incomplete, or move nobody."""
    pairs = Counter((move.from_code, move.to_code) for move in moves)
    twice = [f"{start} to {end}" for (start, end), times in pairs.items() if times > 1]
    if twice:
        raise MoveTwice(f"Name each move once: {named(twice)}.")
    for code, outflows in _by_from(moves).items():
        total = sum((move.share for move in outflows), Fraction(0))
        if total != 1:
            raise SharesIncomplete(
                f"The shares of {code} sum to {total}: name every municipality that its "
                "inhabitants come into, itself too if it goes on."
            )
        inflows = [move for move in moves if move.to_code == code]
        if outflows == inflows and len(outflows) == 1:
            raise NothingMoves(f"{code} gives nobody and receives nobody: leave it out.")


def check_municipalities(
    moves: Sequence[Move], on: date, known: Mapping[str, Known], new: Collection[str]
) -> None:
    """Refuse what is known to contradict the moves; `new` are municipalities that begin.

    Who was there before the day and receives others must say where its own inhabitants go.
    """
    targets = {move.to_code for move in moves}
    starts = {move.from_code for move in moves}
    _check_named(starts, targets, known, new)
    for code in sorted(starts | targets):
        state = known.get(code)
        if state is None:
            continue
        if state.abolished_on and state.abolished_on <= on:
            raise MunicipalityAbolished(f"{code} is no municipality from {state.abolished_on}.")
        if state.reorganised_on and state.reorganised_on >= on:
            raise ReorganisedAlready(
                f"{code} was reorganised on {state.reorganised_on}. Reorganisations of a "
                "municipality are registered in the order of their days, one a day."
            )
        goes_on = any(move.from_code == move.to_code == code for move in moves)
        if code in targets and state.existed and not goes_on:
            raise InflowUnnamed(
                f"{code} receives inhabitants and has its own: name also from {code} to {code}."
            )
        if code not in starts and state.under_contract:
            raise SuccessorUnderContract(
                f"{code} has a contract for days from {on}, for the same inhabitants. End it first."
            )


def check_unsettled(on: date, settled: Iterable[int]) -> None:
    """Refuse a reorganisation that a settled year should have been billed by."""
    first = first_year_billed(on)
    later = sorted(year for year in settled if year >= first)
    if later:
        raise YearSettledAlready(
            f"{later[0]} is settled, by the municipalities of {later[0]}-01-01: register a "
            "reorganisation before that."
        )


def first_year_billed(on: date) -> int:
    """Return the first year of whose 1 January a reorganisation is."""
    return on.year if (on.month, on.day) == (1, 1) else on.year + 1


def weighed_on(on: date) -> date:
    """Return the date of the figures that weigh the inflows: the last 1 January before the day.

    Figures of the day itself are of the new municipalities.
    """
    return date((on - timedelta(days=1)).year, 1, 1)


def _check_named(
    starts: set[str], targets: set[str], known: Mapping[str, Known], new: Collection[str]
) -> None:
    unknown = [code for code in starts if code not in known]
    if unknown:
        raise UnknownMunicipality(f"Import {named(unknown)} first: there are no figures.")
    again = [code for code in new if code in known]
    if again:
        raise MunicipalityKnown(f"{named(again)}: known already. Leave it out of municipalities.")
    unused = [code for code in new if code not in targets]
    if unused:
        raise NewMunicipalityUnused(f"Nobody moves to {named(unused)}.")
    nameless = [code for code in targets if code not in known and code not in new]
    if nameless:
        raise UnknownMunicipality(f"Name {named(nameless)} in municipalities: it is new.")


def _by_from(moves: Iterable[Move]) -> dict[str, list[Move]]:
    found: dict[str, list[Move]] = defaultdict(list)
    for move in sorted(moves, key=lambda move: (move.from_code, move.to_code)):
        found[move.from_code].append(move)
    return found
