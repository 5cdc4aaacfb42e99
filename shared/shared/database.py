"""The database: SQLModel sessions for use cases, bare asyncpg for hot paths, one commit each.

SQLAlchemy costs about a millisecond of CPU a command where asyncpg costs a tenth of that, so
the paths that run for every contact and every event take the connection itself.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.telemetry import AWAY

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

POOL_SIZE = 10
CONNECT_SECONDS = 5
STATEMENT_SECONDS = 30
# Rows that wait in a session for its commit: (event id, subject, headers, data).
PENDING_EVENTS = "pending_events"


class DatabaseAway(Exception):
    """No connection could be made: nothing listens, the login is refused, it takes no more."""


AWAY_ERRORS = (
    DatabaseAway,
    ConnectionError,
    TimeoutError,
    PoolTimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
)


class Database:
    """One service's database. `committed` is set after every commit and wakes the relay.

    `leaving` says that the process ends: nobody waits any longer for a database that is away.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.committed = asyncio.Event()
        self.leaving = False
        self.engine = create_async_engine(
            url.replace("postgresql://", "postgresql+asyncpg://", 1),
            hide_parameters=True,
            pool_size=POOL_SIZE,
            pool_timeout=CONNECT_SECONDS,
            async_creator=self.connect,
        )
        self._pool: asyncpg.Pool[asyncpg.Record] | None = None

    @asynccontextmanager
    async def commit(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose work, recorded events included, is one commit."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            async with session.begin():
                yield session
                await write_pending_events(session)
            self.committed.set()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Give a session to read with."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def hot_commit(self) -> AsyncIterator[Connection]:
        """Give a bare asyncpg connection whose work is one commit."""
        pool = await self._hot_pool()
        # One time limit, moved on: the pool's and the statements' own cost a tenth of the whole.
        async with asyncio.timeout(CONNECT_SECONDS) as limit:
            connection = await pool.acquire()
            limit.reschedule(asyncio.get_running_loop().time() + STATEMENT_SECONDS)
            try:
                async with connection.transaction():
                    yield connection
                self.committed.set()
            finally:
                await pool.release(connection)

    async def connect(self, *_: Any, **given: Any) -> Connection:
        """Open a connection of its own, outside the pools; the caller closes it."""
        given = {"timeout": CONNECT_SECONDS, "command_timeout": STATEMENT_SECONDS} | given
        try:
            connection: Connection = await asyncpg.connect(self.url, **given)
        except Exception as error:
            raise DatabaseAway(type(error).__name__) from error
        return connection

    async def answers(self) -> bool:
        """Say whether the database can be worked with now."""
        try:
            async with self.hot_commit() as connection:
                await connection.execute("SELECT 1")
        except Exception as error:
            if not is_away(error):
                raise
            AWAY.labels("database").set(1)
            return False
        AWAY.labels("database").set(0)
        return True

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()
        if self._pool:
            await self._pool.close()

    async def _hot_pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        if self._pool is None:
            pool = asyncpg.create_pool(
                self.url,
                min_size=0,
                max_size=POOL_SIZE,
                connect=self.connect,
                command_timeout=None,  # hot_commit has a limit for all of it
                # Nothing of ours outlives a transaction, so there is nothing to reset, and the
                # round trip saved is a tenth of a registration.
                reset=_nothing_to_reset,
            )
            self._pool = await pool
        return self._pool


async def _nothing_to_reset(_connection: Any) -> None:
    return None


async def raw(session: AsyncSession) -> Connection:
    """Return the asyncpg connection of the session's transaction, begun if need be."""
    connection = await session.connection()
    driver: Any = (await connection.get_raw_connection()).driver_connection
    found: Connection = driver
    if not driver.is_in_transaction():
        # SQLAlchemy begins at its first statement, not before.
        await connection.exec_driver_sql("SELECT 1")
    return found


async def write_pending_events(session: AsyncSession) -> None:
    """Write the events recorded in this session to the outbox, in order, in one statement."""
    rows = session.info.pop(PENDING_EVENTS, None)
    if rows:
        await session.flush()
        await insert_events(await raw(session), rows)


async def insert_events(connection: Connection, rows: list[tuple[str, str, str, str]]) -> None:
    """Insert outbox rows (event id, subject, headers, data) in the order given."""
    await connection.execute(
        "INSERT INTO outbox (event_id, subject, headers, data)"
        " SELECT event_id, subject, headers, data"
        " FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[])"
        " WITH ORDINALITY AS event (event_id, subject, headers, data, place) ORDER BY place"
        " ON CONFLICT (event_id) DO NOTHING",
        *map(list, zip(*rows, strict=True)),
    )


def is_away(error: BaseException | None) -> bool:
    """Say whether the error means that the database cannot be worked with just now.

    Such an error is nobody's fault: the client tries again, a message is kept.
    """
    while error is not None:
        if isinstance(error, AWAY_ERRORS):
            return True
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return True
        if isinstance(error, asyncpg.InterfaceError) and "closed" in str(error):
            return True
        error = error.__cause__
    return False


def took_too_long(error: BaseException | None) -> bool:
    """Say whether the error may as well mean that a statement took too long by itself."""
    while error is not None:
        if isinstance(error, TimeoutError | asyncpg.QueryCanceledError):
            return True
        error = error.__cause__
    return False
