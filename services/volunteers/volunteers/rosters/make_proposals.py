"""Make the proposals that are asked for: one at a time in each worker.

A proposal is claimed by its heartbeat. Every two seconds the best roster so far is saved, which
says that the worker is there, and asks whether it is to stop. Who has said nothing for 30 seconds
has lost the proposal: another worker begins anew, and the roster of before stays until there is
one again.
"""

import asyncio
import json
import logging
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.database import Connection, Database
from shared.http import now

from volunteers.rosters.check_proposed import check_proposed
from volunteers.rosters.load_snapshot import Snapshot, load_snapshot
from volunteers.rosters.solver.gaps import explain_gaps
from volunteers.rosters.solver.instance import read_instance
from volunteers.rosters.solver_process import Answers, SolverFailed, Solving, solving
from volunteers.rosters.tables import RosterProposal
from volunteers.rosters.write_instance import write_instance

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0
LEASE_SECONDS = 30.0
MOST_PRICES = 100
CLAIM = """
UPDATE roster_proposal SET state = 'running', started_at = clock_timestamp(),
    heartbeat_at = clock_timestamp()
WHERE proposal_id = (
    SELECT proposal_id FROM roster_proposal
    WHERE state = 'waiting' OR (state = 'running'
        AND heartbeat_at < clock_timestamp() - make_interval(secs => $1))
    ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING proposal_id, first_day, last_day, location_ids, seconds_most, asked_at, started_at
"""
# `started_at` is the claim: who has lost it changes nothing.
SAVE = """
UPDATE roster_proposal SET heartbeat_at = clock_timestamp(), objective = $3, bound = $4,
    progress = $5
WHERE proposal_id = $1 AND started_at = $2 AND state = 'running'
RETURNING stop_asked_at IS NOT NULL
"""
END = """
UPDATE roster_proposal SET state = $3, ended_at = clock_timestamp(), gaps = $4, prices = $5
WHERE proposal_id = $1 AND started_at = $2 AND state = 'running'
RETURNING true
"""
# All statements of the snapshot see the same places.
ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
DELETE_PLACES = "DELETE FROM proposed_place WHERE proposal_id = $1"
INSERT_PLACES = """
INSERT INTO proposed_place (proposal_id, shift_id, volunteer_id, state)
SELECT $1, shift_id, volunteer_id, 'proposed'
FROM unnest($2::uuid[], $3::uuid[]) AS place (shift_id, volunteer_id)
"""
Pair = tuple[UUID, UUID]


class ClaimLost(Exception):
    """Another worker has begun this proposal anew."""


async def make_proposals(database: Database, _: datetime) -> None:
    """Make all that wait, one after the other."""
    while await make_next(database):
        pass


async def make_next(database: Database) -> bool:
    """Make the proposal that waits longest; return whether there was one."""
    async with database.commit() as connection:
        row = await connection.fetchrow(CLAIM, LEASE_SECONDS)
    if row is None:
        return False
    proposal = RosterProposal(**row)
    try:
        await _make(database, proposal)
    except ClaimLost:
        log.warning("a proposal took longer than its lease: another worker has begun it anew")
    except SolverFailed:
        log.exception("a roster could not be proposed, by a mistake of ours")
        await _end(database, proposal, "failed", [], [])
    return True


async def _make(database: Database, proposal: RosterProposal) -> None:
    async with database.commit() as connection:
        await connection.execute(ONE_MOMENT)
        snapshot = await load_snapshot(connection, proposal, now())
    if not snapshot.open:
        await _end(database, proposal, "done", [], [])
        return
    instance = await asyncio.to_thread(write_instance, snapshot)
    async with solving(instance, proposal.seconds_most) as running:
        await _follow(database, proposal, snapshot, running)
    answers = running.answers
    gaps = await asyncio.to_thread(_gaps, instance, answers)
    prices = sorted(answers.prices.items(), key=lambda one: (-one[1], one[0]))[:MOST_PRICES]
    most_needed = [{"shiftId": shift, "points": points} for shift, points in prices]
    await _end(database, proposal, "done", gaps, most_needed)


async def _follow(
    database: Database, proposal: RosterProposal, snapshot: Snapshot, running: Solving
) -> None:
    """Save how far the solver is until it ends or is stopped."""
    progress: list[dict[str, Any]] = []
    stopped = False
    while not stopped:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_EVERY_SECONDS):
                await asyncio.shield(running.reading)
        ended = running.reading.done()
        stopped = await _save(database, proposal, snapshot, running.answers, progress) or ended


async def _save(
    database: Database, proposal: RosterProposal, snapshot: Snapshot, answers: Answers,
    progress: list[dict[str, Any]],
) -> bool:  # fmt: skip
    """Save the best so far; return whether to stop. Raises `ClaimLost`."""
    last, better = answers.last, answers.better
    answers.better = False
    if last and last != (progress[-1] if progress else None):
        progress.append(last)
    pairs = await asyncio.to_thread(_checked, snapshot, answers) if better else []
    async with database.commit() as connection:
        stop = await connection.fetchval(
            SAVE, proposal.proposal_id, proposal.started_at, last.get("objective"),
            last.get("bound"), json.dumps(progress),
        )  # fmt: skip
        if stop is None:
            raise ClaimLost
        if better:
            await _keep_places(connection, proposal.proposal_id, pairs)
    return bool(stop)


def _checked(snapshot: Snapshot, answers: Answers) -> list[Pair]:
    """Return the places that are new in the best roster, without those that no rule allows."""
    proposed = [(UUID(shift), UUID(person)) for shift, person in answers.places]
    new = [pair for pair in proposed if pair[0] not in snapshot.people[pair[1]].shifts]
    kept, refused = check_proposed(snapshot, new)
    if refused:
        log.error("the solver breaks rules: %s places are left out", refused.total(),
                  extra={"fields": dict(refused)})  # fmt: skip
    return kept


def _gaps(instance: dict[str, Any], answers: Answers) -> list[dict[str, Any]]:
    read = read_instance(instance)
    shifts, people = read.shift_numbers, read.person_numbers
    places = [(shifts[shift], people[person]) for shift, person in answers.places]
    return [
        {"shiftId": read.shifts[gap.shift].id, "places": gap.places, "excluded": gap.excluded}
        for gap in explain_gaps(read, places or list(read.agreed))
    ]


async def _keep_places(connection: Connection, proposal_id: UUID, pairs: list[Pair]) -> None:
    await connection.execute(DELETE_PLACES, proposal_id)
    shifts, people = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    await connection.execute(INSERT_PLACES, proposal_id, shifts, people)


async def _end(
    database: Database, proposal: RosterProposal, state: str, gaps: list[Any], prices: list[Any]
) -> None:
    async with database.commit() as connection:
        ended = await connection.fetchval(
            END, proposal.proposal_id, proposal.started_at, state, json.dumps(gaps),
            json.dumps(prices),
        )  # fmt: skip
    if not ended:
        raise ClaimLost
