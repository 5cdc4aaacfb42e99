"""Register a municipal reorganisation, and let the contracts follow it in the same commit."""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID, uuid4

from shared.database import Connection

from billing.municipalities.rules import check_figures, is_excluded
from billing.reorganisations.commands import NewMunicipality, RegisterReorganisation
from billing.reorganisations.load_contracts import lock_contracts, lock_municipalities
from billing.reorganisations.rules.intervals import passages
from billing.reorganisations.rules.moves import (
    Move,
    check_moves,
    check_municipalities,
    check_unsettled,
    weighed_on,
)
from billing.reorganisations.transfer_contract import transfer_contract
from billing.reorganisations.views import ReorganisationView, move_view
from billing.tariffs.load_tariffs import load_tariffs

# Imports and reorganisations wait for each other; reads and signatures do not wait for them.
LOCK_MUNICIPALITY_TABLE = "LOCK TABLE municipality IN SHARE ROW EXCLUSIVE MODE"
SELECT_SETTLED_YEARS = "SELECT year FROM settlement WHERE year >= $1"
SELECT_FIGURES = """
SELECT code, inhabitants FROM municipality_figure WHERE code = ANY ($1) AND as_of = $2
"""
# Version 0: a municipality is announced with its first figures.
INSERT_MUNICIPALITIES = """
INSERT INTO municipality (code, name, province, excluded, version)
SELECT *, 0 FROM unnest($1::text[], $2::text[], $3::text[], $4::bool[])
"""
ABOLISH = "UPDATE municipality SET abolished_on = $2 WHERE code = ANY ($1)"
INSERT_REORGANISATION = """
INSERT INTO reorganisation (reorganisation_id, on_day, made_at) VALUES ($1, $2, $3)
"""
INSERT_MOVES = """
INSERT INTO reorganisation_move (reorganisation_id, from_code, to_code, share_numerator,
    share_denominator)
SELECT $1, * FROM unnest($2::text[], $3::text[], $4::numeric[], $5::numeric[])
"""


async def register_reorganisation(
    connection: Connection, command: RegisterReorganisation, now: datetime
) -> ReorganisationView:
    """Store the moves, end the municipalities that are no more, and transfer the contracts.

    Raises `MoveTwice`, `SharesIncomplete`, `NothingMoves`, `NewMunicipalityUnused`,
    `UnknownMunicipality`, `MunicipalityKnown`, `MunicipalityAbolished`, `InflowUnnamed`,
    `ReorganisedAlready`, `SuccessorUnderContract`, `YearSettledAlready` and `FiguresMissing`.
    """
    moves, on = _moves(command), command.on
    check_moves(moves)
    await load_tariffs(connection, lock="share")
    await connection.execute(LOCK_MUNICIPALITY_TABLE)
    starts, targets = {move.from_code for move in moves}, {move.to_code for move in moves}
    known = await lock_municipalities(connection, starts | targets, on)
    check_municipalities(moves, on, known, [each.code for each in command.municipalities])
    settled = await connection.fetch(SELECT_SETTLED_YEARS, on.year)
    check_unsettled(on, (row["year"] for row in settled))
    inhabitants = await _inhabitants(connection, starts, weighed_on(on))
    made = await _store(connection, command, moves, now)
    ways = passages(moves, inhabitants)
    for contract in await lock_contracts(connection, starts, on):
        await transfer_contract(connection, contract, ways, on, now)
    return made


def _moves(command: RegisterReorganisation) -> list[Move]:
    moves = [
        Move(given.from_, given.to, Fraction(given.share.numerator, given.share.denominator))
        for given in command.moves
    ]
    return sorted(moves, key=lambda move: (move.from_code, move.to_code))


async def _inhabitants(connection: Connection, codes: set[str], as_of: date) -> dict[str, int]:
    found: dict[str, int] = dict(await connection.fetch(SELECT_FIGURES, sorted(codes), as_of))
    check_figures(codes, {(code, as_of.year) for code in found}, [as_of.year])
    return found


async def _store(
    connection: Connection, command: RegisterReorganisation, moves: Sequence[Move], now: datetime
) -> ReorganisationView:
    await _begin(connection, command.municipalities)
    going_on = {move.from_code for move in moves if move.from_code == move.to_code}
    gone = sorted({move.from_code for move in moves} - going_on)
    await connection.execute(ABOLISH, gone, command.on)
    reorganisation_id: UUID = uuid4()
    await connection.execute(INSERT_REORGANISATION, reorganisation_id, command.on, now)
    await connection.execute(
        INSERT_MOVES,
        reorganisation_id,
        [move.from_code for move in moves],
        [move.to_code for move in moves],
        [move.share.numerator for move in moves],
        [move.share.denominator for move in moves],
    )
    return ReorganisationView(
        reorganisation_id=reorganisation_id,
        on=command.on,
        moves=[move_view(move) for move in moves],
        made_at=now,
    )


async def _begin(connection: Connection, new: Sequence[NewMunicipality]) -> None:
    codes = [each.code for each in new]
    await connection.execute(
        INSERT_MUNICIPALITIES,
        codes,
        [each.name for each in new],
        [each.province for each in new],
        [is_excluded(code) for code in codes],
    )
