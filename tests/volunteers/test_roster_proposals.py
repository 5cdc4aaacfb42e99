"""Proposals as a coordinator meets them: asked for, made, stopped, accepted in part or whole."""

import asyncio
import os
import signal
import sys
from datetime import date, timedelta
from uuid import UUID

import pytest
from sensoor.embedded.ports import free_port
from shared.http import now
from volunteers.amsterdam import day_of
from volunteers.rosters import make_proposals
from volunteers.rosters.queries import latest_proposal
from volunteers.rosters.rules import ProposalPeriodWrong, check_period

from tests.volunteers import desk
from tests.waiting import eventually


def a_day(later=14) -> str:
    return f"{day_of(now()) + timedelta(days=later)}"


async def ask(client, location, **more):
    body = {"firstDay": a_day(), "lastDay": a_day(20), "locationIds": [location], **more}
    return (await desk.post(client, "/roster-proposals", **body))["proposalId"]


async def done(client, proposal):
    async def state():
        return (await desk.get(client, f"/roster-proposals/{proposal}"))["state"] == "done"

    await eventually(state, within=60)
    return await desk.get(client, f"/roster-proposals/{proposal}")


async def an_evening_and_a_night(client):
    """Open a location with two listeners, who may be asked twice a week, and three shifts."""
    location = await desk.a_location(client)
    people = await desk.admitted(client, location, how_many=2)
    shifts = [
        await desk.a_shift(client, location, day=a_day(), part=part, needed=needed)
        for part, needed in (("evening", 1), ("night", 1), ("morning", 3))
    ]
    return location, people, shifts


async def test_a_proposal_is_made_and_explained_and_fills_nothing(platform):
    client = (await platform.service("volunteers")).client
    location, people, shifts = await an_evening_and_a_night(client)

    proposal = await done(client, await ask(client, location))

    # One takes the night and the evening after it, the other the morning: four of a week's asks,
    # of which rest after the night forbids one.
    assert proposal["covered"] == len(proposal["places"]) == 3
    assert proposal["needed"] == 5
    assert proposal["objective"] == proposal["bound"]
    assert proposal["gap"] == 0
    assert {one["volunteerId"] for one in proposal["places"]} <= set(people)
    (gap,) = proposal["gaps"]
    assert (gap["shiftId"], gap["places"]) == (shifts[2], 2)
    assert gap["excluded"] == {"rest": 1}
    assert shifts[2] in {one["shiftId"] for one in proposal["mostNeeded"]}
    assert proposal["progress"][-1]["covered"] == 3
    for shift in shifts:
        assert (await desk.get(client, f"/shifts/{shift}"))["places"] == []


async def test_what_is_accepted_is_offered_once_in_part_or_whole(platform):
    service = await platform.service("volunteers")
    client = service.client
    location, _, _ = await an_evening_and_a_night(client)
    proposal = await done(client, await ask(client, location))
    path = f"/roster-proposals/{proposal['proposalId']}/acceptance"
    first, *others = [
        {key: one[key] for key in ("shiftId", "volunteerId")} for one in proposal["places"]
    ]

    days = [date.fromisoformat(a_day())]
    async with service.database.read() as session:
        before = await latest_proposal(session, UUID(location), days)
    part = await desk.post(client, path, places=[first])
    async with service.database.read() as session:
        after = await latest_proposal(session, UUID(location), days)
        elsewhere = await latest_proposal(session, UUID(int=0), days)
    again = await desk.refusal(client, path, places=[first])
    rest = await desk.post(client, path)

    assert (part["offered"], rest["offered"]) == (1, len(others))
    assert again[0] == "not-proposed"
    assert sorted(map(len, before.places.values())) == [1, 1, 1]
    assert UUID(first["shiftId"]) not in after.places
    assert elsewhere is None
    async with service.database.commit() as connection:
        made = await connection.fetch("SELECT reason, source_id, state FROM offer")
        taken = await connection.fetchval("SELECT count(*) FROM place")
    assert {(row["reason"], str(row["source_id"]), row["state"]) for row in made} == {
        ("proposal", proposal["proposalId"], "open")
    }
    assert (len(made), taken) == (3, 0)


async def test_a_place_that_somebody_else_took_meanwhile_is_left_out(platform):
    client = (await platform.service("volunteers")).client
    location, _, (evening, *_) = await an_evening_and_a_night(client)
    proposal = await done(client, await ask(client, location))
    await desk.post(client, f"/shifts/{evening}/cancellation")

    accepted = await desk.post(client, f"/roster-proposals/{proposal['proposalId']}/acceptance")

    assert accepted["offered"] == 2
    assert [(one["shiftId"], one["reason"]) for one in accepted["leftOut"]] == [
        (evening, "shift-is-cancelled")
    ]


async def test_what_is_agreed_stays_and_counts(platform):
    client = (await platform.service("volunteers")).client
    location, people, (evening, night, _) = await an_evening_and_a_night(client)
    await desk.post(client, f"/shifts/{night}/places", volunteerId=people[0])

    proposal = await done(client, await ask(client, location))

    assert proposal["covered"] == 3
    assert night not in {one["shiftId"] for one in proposal["places"]}
    morning = [one["volunteerId"] for one in proposal["places"] if one["shiftId"] != evening]
    assert morning == [people[1]]


@pytest.mark.parametrize(("first", "last"), [(-1, 3), (3, 2), (1, 36)])
def test_days_that_cannot_be_proposed_are_refused(first, last):
    today = date(2026, 11, 26)
    check_period(today, today + timedelta(days=34), today)
    with pytest.raises(ProposalPeriodWrong, match="from 2026-11-26 on"):
        check_period(today + timedelta(days=first), today + timedelta(days=last), today)


async def test_a_proposal_that_is_stopped_keeps_the_best_so_far(platform, monkeypatch):
    service = await platform.service("volunteers")
    client = service.client
    # A solver that says one roster and then nothing more.
    silent = "import sys, time; sys.stdin.read(); print('{}', flush=True); time.sleep(600)"
    location, (listener, _), (evening, *_) = await an_evening_and_a_night(client)
    line = (
        '{"at": 1, "covered": 1, "needed": 5, "objective": 100, "bound": 520, '
        f'"places": [["{evening}", "{listener}"]]}}'
    )
    monkeypatch.setattr(
        "volunteers.rosters.solver_process.COMMAND",
        (sys.executable, "-c", silent.replace("'{}'", repr(line))),
    )
    proposal = await ask(client, location)

    async def has_one():
        return (await desk.get(client, f"/roster-proposals/{proposal}"))["covered"] == 1

    await eventually(has_one, within=30)
    assert (await desk.refusal(client, f"/roster-proposals/{proposal}/acceptance"))[0] == (
        "proposal-not-done"
    )
    assert (await desk.post(client, f"/roster-proposals/{proposal}/stop"))["stopAsked"]

    stopped = await done(client, proposal)
    assert [one["shiftId"] for one in stopped["places"]] == [evening]
    assert stopped["gap"] == pytest.approx((520 - 100) / 520)


async def test_the_proposal_of_a_killed_worker_is_begun_anew(platform):
    port = f"{free_port(28100)}"
    environment = await platform.environment("volunteers", ROLE="worker", PORT=port)
    api = await platform.service("volunteers", role="api")
    location, _, _ = await an_evening_and_a_night(api.client)
    proposal = await ask(api.client, location)
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "volunteers", env={**os.environ, **environment}
    )

    async def runs():
        return (await desk.get(api.client, f"/roster-proposals/{proposal}"))["state"] == "running"

    await eventually(runs, within=60)
    worker.send_signal(signal.SIGKILL)
    await worker.wait()
    assert not await make_proposals.make_next(api.database)  # the lease still holds
    async with api.database.commit() as connection:
        await connection.execute(
            "UPDATE roster_proposal SET heartbeat_at = heartbeat_at - interval '31 seconds'"
        )

    assert await make_proposals.make_next(api.database)

    assert (await desk.get(api.client, f"/roster-proposals/{proposal}"))["covered"] == 3


async def test_who_has_lost_a_proposal_changes_it_no_more(platform):
    database = await platform.database("volunteers")
    api = await platform.service("volunteers", role="api")
    location, _, _ = await an_evening_and_a_night(api.client)
    await ask(api.client, location)
    async with database.commit() as connection:
        row = await connection.fetchrow(make_proposals.CLAIM, make_proposals.LEASE_SECONDS)
        await connection.execute("UPDATE roster_proposal SET started_at = clock_timestamp()")
        saved = await connection.fetchval(
            make_proposals.SAVE, row["proposal_id"], row["started_at"], 1.0, 2.0, "[]"
        )
    assert saved is None
