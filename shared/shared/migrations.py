"""Migrations: Alembic, run as a step of its own before a service starts."""

import asyncio
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

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


def create_plumbing() -> None:
    """Create the tables that every service has: outbox, inbox, idempotent requests, failures."""
    for statement in PLUMBING.strip().split(";\n"):
        op.execute(statement.rstrip(";"))


def build_indexes(indexes: Mapping[str, str]) -> None:
    """Build indexes, name -> `table (columns) WHERE ...`, while the service reads and writes.

    CONCURRENTLY: nobody waits, but it is no part of the migration's transaction. What was
    interrupted leaves an index that is not valid; it is dropped and built anew.
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


def migrations_of(service: str) -> Path:
    """Return the folder of a service's migrations."""
    return Path(str(import_module(service).__file__)).parent / "migrations"


def newest_version(folder: Path) -> str | None:
    """Return the newest version of the migrations in a folder."""
    return ScriptDirectory(str(folder)).get_current_head()


def migrate(database_url: str, folder: Path) -> None:
    """Bring a database to the newest version of the migrations in `folder`."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    config.attributes["database_url"] = database_url
    command.upgrade(config, "head")


def run(metadata: MetaData) -> None:
    """Run the migrations that Alembic asks for: all that a service's `env.py` has to say."""
    asyncio.run(_run(context.config.attributes["database_url"], metadata))


async def _run(database_url: str, metadata: MetaData) -> None:
    engine = create_async_engine(
        database_url.replace("postgresql://", "postgresql+asyncpg://", 1), hide_parameters=True
    )
    async with engine.connect() as connection:
        await connection.run_sync(_migrate, metadata)
    await engine.dispose()


def _migrate(connection: Connection, metadata: MetaData) -> None:
    """Run the migrations, each in a transaction of its own: all of them only expand."""
    context.configure(
        connection=connection, target_metadata=metadata, transaction_per_migration=True
    )
    with context.begin_transaction():
        context.run_migrations()
