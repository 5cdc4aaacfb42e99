"""A change and its event are one commit, or neither is."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from shared.database import Database
from shared.events.envelope import MAX_DATA_BYTES
from shared.outbox import outbox_row, record
from shared.refusals import TooLarge

from tests.shared.probe import KEEP, Probe, location
from tests.waiting import eventually

NOW = datetime(2016, 3, 1, tzinfo=UTC)


async def events(probe: Probe) -> int:
    return len(await probe.rows("SELECT FROM outbox"))


async def change(database: Database, name: str, *, fails: bool = False) -> None:
    async with database.commit() as connection:
        await connection.execute(KEEP, name)
        row = outbox_row(location(name), aggregate_id=uuid4(), version=1, now=NOW)
        await record(connection, row)
        if fails:
            raise KeyError


async def test_a_change_and_its_event_are_one_commit(probe: Probe) -> None:
    with pytest.raises(KeyError):
        await change(probe.database, "refused", fails=True)
    assert (await probe.effects(), await events(probe)) == ([], 0)
    await change(probe.database, "kept")
    assert (await probe.effects(), await events(probe)) == (["kept"], 1)


@pytest.mark.parametrize("letter", ["x", "é", "€", "😀"])
async def test_what_is_too_large_for_the_bus_is_refused_and_nothing_is_kept(
    probe: Probe, letter: str
) -> None:
    with pytest.raises(TooLarge) as raised:
        await change(probe.database, letter * (MAX_DATA_BYTES // len(letter.encode())))
    assert letter * 2 not in raised.value.detail
    assert (await probe.effects(), await events(probe)) == ([], 0)


async def test_the_largest_event_that_is_taken_fits_on_the_bus(probe: Probe) -> None:
    spare = len(location("").model_dump_json(by_alias=True).encode())
    letters = ("x", "é")
    for letter in letters:
        await change(probe.database, letter * ((MAX_DATA_BYTES - spare) // len(letter.encode())))
    async with probe.running():

        async def all_handled() -> bool:
            return {name[0] for name in (await probe.effects())[2:]} == set(letters)

        await eventually(all_handled)


async def test_an_event_recorded_by_a_batch_keeps_its_place(probe: Probe) -> None:
    rows = [outbox_row(location(str(n)), aggregate_id=1, version=n, now=NOW) for n in range(50)]
    async with probe.database.commit() as connection:
        await record(connection, *rows)
    kept = await probe.rows("SELECT event_id::text FROM outbox ORDER BY id")
    assert [row["event_id"] for row in kept] == [row[0] for row in rows]


async def test_a_commit_wakes_the_relay(probe: Probe) -> None:
    probe.database.committed.clear()
    await change(probe.database, "told")
    assert probe.database.committed.is_set()
