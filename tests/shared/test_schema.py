"""A release works on its own schema, and on a later one that says so; on no other."""

import asyncio
import shutil
from pathlib import Path

import pytest
from shared.events.billing import MunicipalityRegistered
from shared.health import until_schema_works
from shared.migrations import Release, SchemaTooNew, migrate, migrations_of, release_of

from tests.contracts.samples import sample
from tests.platform import Platform, handlers_of
from tests.waiting import eventually

NEXT = '''
"""What the next release adds."""

from alembic import op

revision = "next"
down_revision = "{newest}"
works_with = "{works_with}"


def upgrade() -> None:
    op.execute("CREATE TABLE of_the_next_release (id int)")
'''


def next_release(folder: Path, works_with: str = "") -> Path:
    """Return contacts' migrations with one more, as the next release has them."""
    ours = migrations_of("contacts")
    newest = release_of(ours).newest
    copied = folder / "migrations"
    shutil.copytree(ours, copied)
    text = NEXT.format(newest=newest, works_with=works_with or newest)
    (copied / "versions" / "9999_next.py").write_text(text)
    return copied


@pytest.mark.parametrize(
    ("version", "works_with", "works"),
    [
        ("2", None, True),
        ("2", "1", True),
        ("3", "2", True),
        ("3", "1", True),
        ("3", "3", False),
        ("3", None, False),
        ("1", "1", False),
        (None, None, False),
    ],
)
def test_a_release_judges_a_schema(
    version: str | None, works_with: str | None, works: bool
) -> None:
    release = Release(known=frozenset({"1", "2"}), newest="2")
    assert (release.judge(version, works_with) == "works") is works


async def test_a_service_runs_on_the_expanded_schema_of_the_next_release(
    platform: Platform, tmp_path: Path
) -> None:
    url = await platform.database_url("contacts")
    await asyncio.to_thread(migrate, url, next_release(tmp_path))

    contacts = await platform.service("contacts")

    assert (await contacts.client.get("/readyz")).status_code == 200
    # The Job of a release that was rolled back to finds nothing to do, and does not fail.
    await asyncio.to_thread(migrate, url, migrations_of("contacts"))


async def test_a_schema_that_does_not_work_with_this_release_is_refused_and_says_why(
    platform: Platform, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = await platform.database("contacts")
    await asyncio.to_thread(migrate, database.url, next_release(tmp_path, works_with="next"))

    with pytest.raises(SchemaTooNew, match="next"):
        await asyncio.to_thread(migrate, database.url, migrations_of("contacts"))
    waiting = asyncio.create_task(until_schema_works(database, "contacts"))

    async def said() -> bool:
        return "a later release migrated it to next" in caplog.text

    await eventually(said)
    assert not waiting.done()
    waiting.cancel()


async def test_nothing_is_handled_before_the_migration_ran(platform: Platform) -> None:
    """A worker of a new release comes first, and the migration later."""
    database = await platform.database("reporting")
    async with database.commit() as connection:
        version = await connection.fetchval(
            "UPDATE alembic_version SET version_num = '0001' RETURNING version_num"
        )
        assert version == "0001"
        await connection.execute("ALTER TABLE municipality RENAME TO not_migrated_yet")
    await platform.provision("reporting", "billing")
    starting = asyncio.create_task(platform.service("reporting"))
    await platform.publish(sample(MunicipalityRegistered), aggregate_id="GM0301")
    consumer = handlers_of("reporting").durable("BILLING")
    bus = await platform.connect()
    assert not starting.done()
    info = await bus.jetstream().consumer_info("BILLING", consumer)
    assert (info.num_pending, info.num_ack_pending) == (1, 0)

    async with database.commit() as connection:
        await connection.execute("ALTER TABLE not_migrated_yet RENAME TO municipality")
        newest = release_of(migrations_of("reporting")).newest
        await connection.execute("UPDATE alembic_version SET version_num = $1", newest)
    await starting
    await platform.handled("reporting", 1)
    assert not await platform.messages("DEAD_LETTERS")
    await bus.close()


SAMPLED = "SELECT attname FROM pg_stats WHERE tablename = 'location' AND attname = 'name'"


async def test_of_a_column_that_must_not_be_sampled_older_samples_go_too(
    platform: Platform, tmp_path: Path
) -> None:
    # given a table that the database has sampled, as it does by itself
    database, url = await platform.database("contacts"), await platform.database_url("contacts")
    async with database.commit() as connection:
        for name in ("Zutphen", "Almelo"):
            await connection.execute(
                "INSERT INTO location VALUES (gen_random_uuid(), '1', $1)", name
            )
        await connection.execute("ANALYZE location")
        assert await connection.fetchval(SAMPLED) == "name"
    # when a migration says that a column may not be
    folder = next_release(tmp_path)
    migration = folder / "versions" / "9999_next.py"
    text = migration.read_text().replace("from alembic import op", "from shared import migrations")
    statement = 'op.execute("CREATE TABLE of_the_next_release (id int)")'
    migration.write_text(
        text.replace(statement, 'migrations.keep_no_samples({"location": ["name"]})')
    )
    await asyncio.to_thread(migrate, url, folder)
    # then there is no sample of it, and none is taken again
    async with database.commit() as connection:
        assert await connection.fetchval(SAMPLED) is None
        await connection.execute("ANALYZE location")
        assert await connection.fetchval(SAMPLED) is None
