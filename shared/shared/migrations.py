"""Migrations: Alembic, run as a step of its own before a service starts.

During an upgrade two releases run side by side, and after a roll-back an older one runs on the
newer schema. So a migration expands the schema. Its `works_with` names the oldest revision whose
code works with the new schema; the database keeps that mark for code that does not know the
migration. A migration that contracts the schema names itself.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command, context, op
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

PLUMBING = """
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id uuid NOT NULL UNIQUE,
    subject text NOT NULL,
    headers text NOT NULL,
    data text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at timestamptz,
    refused text
);
CREATE INDEX outbox_waiting ON outbox (id) WHERE sent_at IS NULL AND refused IS NULL;
CREATE INDEX outbox_parked ON outbox (id) WHERE refused IS NOT NULL;
CREATE TABLE inbox (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, event_id)
);
CREATE TABLE idempotent_request (
    key_hash bytea PRIMARY KEY,
    request_hash bytea NOT NULL,
    status smallint,
    answer text,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE delivery_failure (
    consumer text NOT NULL,
    stream_sequence bigint NOT NULL,
    attempts int NOT NULL,
    code text,
    PRIMARY KEY (consumer, stream_sequence)
);
"""

# Failures by the event's id, because a stream rebuilt from the outbox has new sequences. The
# relay's lease (lease.py): one row, or none before the first.
RECOVERY = """
CREATE TABLE handling_failure (
    consumer text NOT NULL,
    event_id uuid NOT NULL,
    attempts int NOT NULL,
    code text,
    PRIMARY KEY (consumer, event_id)
);
CREATE TABLE relay_lease (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    holder text NOT NULL,
    expires_at timestamptz NOT NULL
);
"""
MARK = "CREATE TABLE IF NOT EXISTS schema_mark (works_with text NOT NULL)"


class SchemaTooNew(Exception):
    """A later release migrated the database, and this one does not work with its schema."""


@dataclass(frozen=True, slots=True)
class Release:
    """The revisions that a release knows, and the newest of them."""

    known: frozenset[str]
    newest: str

    def judge(self, version: str | None, works_with: str | None) -> str:
        """Return `works`, or what is wrong, of a schema at `version` with the mark `works_with`."""
        if version == self.newest or (version not in self.known and works_with in self.known):
            return "works"
        if version is None or version in self.known:
            return f"it is at {version or 'nothing'} and must be migrated to {self.newest}"
        return (
            f"a later release migrated it to {version}, with which releases before {works_with} do"
            f" not work, and this one is at {self.newest}"
        )


def create_plumbing() -> None:
    """Create the tables that every service has: outbox, inbox, idempotent requests, failures."""
    execute(PLUMBING)


def expand_recovery() -> None:
    """Add the tables for recovery: failures by the event's id, and the relay's lease."""
    execute(RECOVERY)


def execute(statements: str) -> None:
    """Execute SQL statements, each of which ends a line with a semicolon."""
    for statement in statements.strip().split(";\n"):
        op.execute(statement.rstrip(";"))


def release_of(folder: Path) -> Release:
    """Return the release that the migrations in a folder describe."""
    script = ScriptDirectory(str(folder))
    newest = script.get_current_head()
    assert newest is not None
    return Release(frozenset(one.revision for one in script.walk_revisions()), newest)


READ_VERSION = "SELECT version_num FROM alembic_version"
READ_MARK = "SELECT works_with FROM schema_mark"
EXISTS = "SELECT to_regclass('alembic_version') IS NOT NULL, to_regclass('schema_mark') IS NOT NULL"


def build_indexes(indexes: Mapping[str, str]) -> None:
    """Build indexes, name -> `table (columns) WHERE ...`, while the service reads and writes.

    They are built CONCURRENTLY, outside the migration's transaction. An interrupted build leaves
    an invalid index, which is dropped and built again.
    """
    with op.get_context().autocommit_block():
        for name, definition in indexes.items():
            broken = text(
                "SELECT EXISTS (SELECT FROM pg_index"
                " WHERE indexrelid = to_regclass(:name) AND NOT indisvalid)"
            )
            if op.get_bind().execute(broken, {"name": name}).scalar():
                op.execute(f"DROP INDEX CONCURRENTLY {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {definition}")


def keep_no_samples(columns: Mapping[str, Iterable[str]]) -> None:
    """Let the database keep no samples of these columns, table -> columns, and forget those it has.

    ANALYZE, which runs by itself, copies values of a column into `pg_statistic`. There they outlive
    their rows, and are in the write-ahead log and so in replicas and backups even when their table
    is unlogged. A key or a token may be in its table only.
    """
    for table, names in columns.items():
        for name in names:
            op.execute(f"ALTER TABLE {table} ALTER {name} SET STATISTICS 0")
            op.execute(
                f"SELECT pg_clear_attribute_stats(current_schema(), '{table}', '{name}', false)"
            )


async def schema_state(connection: "asyncpg.Connection[Any]", release: Release) -> str:
    """Return what `Release.judge` says of the schema behind a connection."""
    row = await connection.fetchrow(EXISTS)
    assert row is not None
    has_version, has_mark = row
    return release.judge(
        await connection.fetchval(READ_VERSION) if has_version else None,
        await connection.fetchval(READ_MARK) if has_mark else None,
    )


def migrations_of(service: str) -> Path:
    """Return the folder of a service's migrations."""
    return Path(str(import_module(service).__file__)).parent / "migrations"


def migrate(database_url: str, folder: Path) -> None:
    """Bring a database to the newest version of the migrations in `folder`.

    The schema of a later release stays as it is if it works with this one; otherwise this raises
    SchemaTooNew.
    """
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.attributes["database_url"] = database_url
    config.attributes["release"] = release_of(folder)
    command.upgrade(config, "head")


def run(metadata: MetaData) -> None:
    """Run the migrations that Alembic asks for: the whole content of a service's `env.py`."""
    asyncio.run(_run(context.config.attributes["database_url"], metadata))


async def _run(database_url: str, metadata: MetaData) -> None:
    engine = create_async_engine(
        database_url.replace("postgresql://", "postgresql+asyncpg://", 1), hide_parameters=True
    )
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate, metadata)
    finally:
        await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    """Run the migrations, each in a transaction of its own, and keep the mark of the newest."""
    release: Release = context.config.attributes["release"]
    has_version, has_mark = connection.execute(text(EXISTS)).one()
    version = connection.execute(text(READ_VERSION)).scalar() if has_version else None
    if version is not None and version not in release.known:
        mark = connection.execute(text(READ_MARK)).scalar() if has_mark else None
        if (state := release.judge(version, mark)) != "works":
            raise SchemaTooNew(state)
        print(f"a later release migrated to {version}, which works with this one")
        return
    connection.rollback()
    context.configure(
        connection=connection, target_metadata=metadata, transaction_per_migration=True
    )
    with context.begin_transaction():
        context.run_migrations()
    _keep_mark(connection, release)


def _keep_mark(connection: Connection, release: Release) -> None:
    newest = context.script.get_revision(release.newest)
    assert newest is not None
    connection.execute(text(MARK))
    connection.execute(text("DELETE FROM schema_mark"))
    connection.execute(
        text("INSERT INTO schema_mark VALUES (:works_with)"),
        {"works_with": newest.module.works_with},
    )
    connection.commit()
