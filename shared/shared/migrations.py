"""Migrations: Alembic, run as a step of its own before a service starts."""

import asyncio
from importlib import import_module
from pathlib import Path

from alembic import command, context, op
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
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

# Who leads a service's relay (lease.py): one row, or none before the first relay.
RELAY_LEASE = """
CREATE TABLE relay_lease (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    holder text NOT NULL,
    expires_at timestamptz NOT NULL
)
"""


def create_plumbing() -> None:
    """Create the tables that every service has: outbox, inbox, idempotent requests, failures."""
    for statement in PLUMBING.strip().split(";\n"):
        op.execute(statement.rstrip(";"))


def add_lease() -> None:
    """Create the table of the relay's lease."""
    op.execute(RELAY_LEASE)


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
    async with engine.begin() as connection:
        await connection.run_sync(_in_transaction, metadata)
    await engine.dispose()


def _in_transaction(connection: Connection, metadata: MetaData) -> None:
    context.configure(connection=connection, target_metadata=metadata)
    context.run_migrations()
