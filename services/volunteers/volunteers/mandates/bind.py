"""Bind callers to what the table of mandates says of them."""

import time
from datetime import UTC, datetime
from uuid import UUID

from shared.access import Bind
from shared.database import Connection, Database
from shared.refusals import Refusal
from shared.tokens import Caller
from starlette.requests import HTTPConnection

from volunteers.amsterdam import day_of
from volunteers.mandates.rules import Mandated, act_by

KNOWN_SECONDS = 30.0
MOST_KNOWN = 10_000
SELECT_MANDATES = """
SELECT role, volunteer_id, location_id, first_day, last_day FROM mandate WHERE subject_hash = $1
"""
SELECT_BOUND = """
SELECT EXISTS (SELECT FROM mandate WHERE volunteer_id = $1 AND subject_hash <> $2)
"""
SELECT_STAFF = """
SELECT EXISTS (SELECT FROM supervisor WHERE supervisor_id = $1)
    AND NOT EXISTS (SELECT FROM volunteer WHERE volunteer_id = $1)
"""
SELECT_SUCCESSORS = "SELECT location_id, merged_into FROM location WHERE merged_into IS NOT NULL"
Known = dict[Caller, tuple[float, Caller | Refusal]]
"""A caller as the token has it -> until when (monotonic) it is known, and what it is."""


def binding(known: Known) -> Bind:
    """Return what binds callers; `known` remembers for 30 seconds, and is cleared by a change."""

    async def bind(connection: HTTPConnection, caller: Caller) -> Caller:
        until, bound = known.get(caller, (0.0, caller))
        if until < time.monotonic():
            bound = await _look(connection.app.state.database, caller)
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[caller] = time.monotonic() + KNOWN_SECONDS, bound
        if isinstance(bound, Refusal):
            raise bound
        return bound

    return bind


async def _look(database: Database, caller: Caller) -> Caller | Refusal:
    async with database.commit() as connection:
        mandates = await _mandates(connection, caller.subject_hash)
        bound_to_another = caller.person is not None and await connection.fetchval(
            SELECT_BOUND, caller.person, caller.subject_hash
        )
        is_staff = bool(mandates) and await connection.fetchval(SELECT_STAFF, caller.person)
        successors = await _successors(connection) if caller.locations or mandates else {}
    today = day_of(datetime.now(UTC))
    try:
        return act_by(caller, mandates, bound_to_another=bool(bound_to_another),
                      successors=successors, today=today, is_staff=is_staff)  # fmt: skip
    except Refusal as refusal:
        return refusal


async def _mandates(connection: Connection, subject_hash: str) -> list[Mandated]:
    rows = await connection.fetch(SELECT_MANDATES, subject_hash)
    return [Mandated(**row) for row in rows]


async def _successors(connection: Connection) -> dict[UUID, UUID]:
    rows = await connection.fetch(SELECT_SUCCESSORS)
    return {row["location_id"]: row["merged_into"] for row in rows}
