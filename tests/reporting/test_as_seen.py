"""What the projections had seen at a moment is folded again exactly, whatever came between."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from reporting.event_handlers import handlers
from reporting.projections.positions import Seen, read_seen, seen, write_seen
from reporting.rebuild.dump import TABLES
from reporting.rebuild.fold_as_seen import EventsMissing, folded_as_seen
from shared.database import Connection, Database

from shared import consumer
from tests.platform import Platform
from tests.reporting.given import corrected, handled, location, missed
from tests.waiting import eventually


async def rows(connection: Connection) -> dict[str, list[str]]:
    """Return every row of every projection, as the connection finds them."""
    found = {}
    for table in TABLES:
        names = ", ".join(sorted(table.columns.keys()))
        kept = await connection.fetch(
            f"SELECT to_jsonb(row)::text AS row FROM (SELECT {names} FROM {table.name}) AS row"
        )
        found[table.name] = sorted(row["row"] for row in kept)
    return found


async def closed(database: Database) -> tuple[Seen, dict[str, list[str]]]:
    """Return what a closing notes, and what it counts from."""
    async with database.commit() as connection:
        noted = await seen(connection)
        return read_seen(write_seen(noted)), await rows(connection)


async def again(platform: Platform, database: Database, noted: Seen) -> dict[str, list[str]]:
    async with folded_as_seen(database, platform.settings("reporting"), noted) as connection:
        return await rows(connection)


async def dead_letters(platform: Platform, count: int) -> list[dict[str, Any]]:
    async def enough() -> bool:
        return len(await platform.messages("DEAD_LETTERS")) == count

    await eventually(enough, within=40)
    return [json.loads(letter.data) for letter in await platform.messages("DEAD_LETTERS")]


async def replay(platform: Platform, letter: dict[str, Any]) -> str:
    connection = await platform.connect("operator")
    try:
        asked = {name: letter[name] for name in ("stream", "streamSequence", "eventId")}
        answer = await connection.request("replay.reporting", json.dumps(asked).encode(), 10)
        return str(json.loads(answer.data)["result"])
    finally:
        await connection.close()


async def test_each_of_three_closings_is_folded_again_with_dead_letters_and_replays_between(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "DELAYS_SECONDS", (0.05, 0.1, 0.15, 0.2))
    # given a closing that had not seen an event, for the table could not take it
    reporting = await platform.service("reporting")
    database = reporting.database
    contact = handled()
    refused = missed(waited_seconds=77)
    async with database.commit() as connection:
        await connection.execute(
            "ALTER TABLE missed_attempt ADD CONSTRAINT broken CHECK (waited_seconds <> 77)"
        )
    await platform.publish(refused, aggregate_id="refused")
    await platform.publish(contact, aggregate_id=contact.contact_id)
    await platform.publish(location(), aggregate_id="location")
    (letter,) = await dead_letters(platform, 1)
    await platform.handled("reporting", 2)
    first, at_first = await closed(database)
    assert not at_first["missed_attempt"]
    # and a second one, after a correction and an event that came late
    await platform.publish(
        corrected(contact_id=contact.contact_id, kind="misuse"),
        aggregate_id=contact.contact_id, version=2,
    )  # fmt: skip
    await platform.publish(missed(), aggregate_id="late")
    await platform.handled("reporting", 4)
    second, at_second = await closed(database)
    # and a third one, when the dead letter was replayed
    async with database.commit() as connection:
        await connection.execute("ALTER TABLE missed_attempt DROP CONSTRAINT broken")
    assert await replay(platform, letter) == "handled"
    third, at_third = await closed(database)
    assert [len(one["missed_attempt"]) for one in (at_first, at_second, at_third)] == [0, 1, 2]
    # then each is folded again to its own rows
    for noted, then in ((first, at_first), (second, at_second), (third, at_third)):
        assert await again(platform, database, noted) == then
    assert first["CONTACTS"].sequence == 2
    assert third["CONTACTS"].sequence == second["CONTACTS"].sequence


async def test_a_batch_that_is_not_committed_is_not_seen_though_a_later_event_is(
    platform: Platform,
) -> None:
    # given an event that fails now and is tried again later, and one behind it
    reporting = await platform.service("reporting")
    async with reporting.database.commit() as connection:
        await connection.execute("ALTER TABLE missed_attempt RENAME TO away")
    await platform.publish(missed(), aggregate_id="first")
    await platform.publish(handled(), aggregate_id="second")
    await platform.handled("reporting", 1)
    async with reporting.database.commit() as connection:
        noted = await seen(connection)
    # when it was applied after all
    async with reporting.database.commit() as connection:
        await connection.execute("ALTER TABLE away RENAME TO missed_attempt")
    await platform.handled("reporting", 2, within=30)
    # then what was seen is the later event alone
    found = await again(platform, reporting.database, noted)
    assert (len(found["contact"]), len(found["missed_attempt"])) == (1, 0)


async def test_what_is_seen_stays_for_the_whole_transaction_while_events_arrive(
    platform: Platform,
) -> None:
    reporting = await platform.service("reporting")
    async with reporting.database.commit() as connection:
        await seen(connection)
        await platform.publish(missed(), aggregate_id="meanwhile")
        await platform.handled("reporting", 1)
        assert not (await rows(connection))["missed_attempt"]
    async with reporting.database.commit() as connection:
        await connection.execute("SELECT 1")
        with pytest.raises(asyncpg.ActiveSQLTransactionError):
            await seen(connection)


async def test_workers_number_the_batches_of_a_stream_in_the_order_of_their_commits(
    platform: Platform,
) -> None:
    assert handlers.number_batch
    database = await platform.database("reporting")

    async def one() -> int:
        assert handlers.number_batch
        async with database.commit() as connection:
            number = await handlers.number_batch(connection, "CONTACTS", 1)
            await connection.execute("SELECT pg_sleep(0.001)")
            return number

    assert sorted(await asyncio.gather(*(one() for _ in range(8)))) == list(range(1, 9))


async def test_an_event_that_the_stream_lost_is_missed(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    await platform.publish(handled(), aggregate_id=uuid4())
    await platform.handled("reporting", 1)
    async with reporting.database.commit() as connection:
        noted = await seen(connection)
    connection = await platform.connect()
    await connection.jetstream().purge_stream("CONTACTS")
    await connection.close()
    with pytest.raises(EventsMissing):
        await again(platform, reporting.database, noted)
