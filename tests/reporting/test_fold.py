"""The fold on a real database: the same events give the same bytes, in whatever order."""

from random import Random
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reporting.event_handlers import handlers
from reporting.projections.fold import array_literal
from reporting.rebuild.dump import TABLES, Dump, dump
from reporting.tables import metadata
from shared.database import Connection, Database
from shared.events.envelope import Envelope
from shared.events.volunteers import ShiftCancelled, ShiftFilled, ShiftReleased
from shared.handlers import handle
from sqlalchemy import Connection as SyncConnection

from tests.platform import Platform
from tests.reporting.given import contract, corrected, envelope, handled, shift
from tests.reporting.history import history


async def fold(connection: Connection, events: list[Envelope[Any]]) -> None:
    await handle(handlers, connection, events)


async def folded(database: Database, batches: list[list[Envelope[Any]]]) -> Dump:
    async with database.commit() as connection:
        await connection.execute("TRUNCATE " + ", ".join(table.name for table in TABLES))
        for batch in batches:
            await fold(connection, batch)
        return await dump(connection, "public")


def batched(random: Random, events: list[Envelope[Any]]) -> list[list[Envelope[Any]]]:
    batches: list[list[Envelope[Any]]] = [[]]
    for event in events:
        if random.random() < 0.2:
            batches.append([])
        batches[-1].append(event)
    return batches


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
async def test_any_order_and_any_repetition_of_a_history_gives_the_same_dump(
    platform: Platform, seed: int
) -> None:
    random = Random(seed)
    database = await platform.database("reporting")
    events = history(random)
    in_order = await folded(database, [events])
    told_again = events + random.choices(events, k=len(events) // 2)
    random.shuffle(told_again)
    assert await folded(database, batched(random, told_again)) == in_order
    await database.close()


async def test_a_correction_that_overtakes_the_registration_stays(platform: Platform) -> None:
    database = await platform.database("reporting")
    contact = handled(kind="conversation")
    change = corrected(contact_id=contact.contact_id, kind="misuse")
    async with database.commit() as connection:
        await fold(connection, [envelope(change, 2)])
        await fold(connection, [envelope(contact, 1)])
        assert await connection.fetchval("SELECT kind FROM contact") == "misuse"


async def test_a_cancelled_shift_stays_cancelled_whatever_comes_after_it(
    platform: Platform,
) -> None:
    database = await platform.database("reporting")
    opened = shift()
    cancelled = shift(ShiftCancelled, shift_id=opened.shift_id)
    filled = shift(ShiftFilled, shift_id=opened.shift_id)
    async with database.commit() as connection:
        for event in (envelope(cancelled, 3), envelope(filled, 4), envelope(opened, 1)):
            await fold(connection, [event])
        assert await connection.fetchval("SELECT count(*) FROM cancelled_shift") == 1
        assert await connection.fetchval("SELECT sequence FROM shift") == f"{4:020}"


async def test_places_of_one_shift_do_not_disturb_each_other(platform: Platform) -> None:
    database = await platform.database("reporting")
    one = shift(ShiftFilled)
    other = shift(ShiftFilled, shift_id=one.shift_id)
    given_back = shift(
        ShiftReleased, shift_id=one.shift_id, volunteer_id=getattr(one, "volunteer_id", None)
    )
    async with database.commit() as connection:
        for event in (envelope(given_back, 3), envelope(other, 2), envelope(one, 1)):
            await fold(connection, [event])
        assert await connection.fetchval("SELECT count(*) FROM shift_place WHERE taken") == 1
        assert await connection.fetchval("SELECT count(*) FROM shift_place") == 2


async def test_words_with_quotes_and_commas_are_kept_as_they_are(platform: Platform) -> None:
    database = await platform.database("reporting")
    odd = ['GM"1', "GM,2", "GM\\3", "{}", "", "null"]
    assert array_literal([]) == "{}"
    async with database.commit() as connection:
        await fold(connection, [envelope(contract(beneficiaries=odd), 1)])
        assert await connection.fetchval("SELECT beneficiaries FROM contract") == odd


async def test_the_migrations_make_the_tables_that_the_code_declares(platform: Platform) -> None:
    database = await platform.database("reporting")

    def differences(connection: SyncConnection) -> list[Any]:
        mine = {table.name for table in TABLES}
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: kind != "table" or name in mine},
        )
        found: list[Any] = compare_metadata(context, metadata)
        return found

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []
