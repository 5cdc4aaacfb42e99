"""The database: one pool; writes on the bare asyncpg connection, reads by SQLModel sessions.

SQLAlchemy costs about a millisecond of CPU a command, asyncpg a tenth of that. Writes are
therefore SQL, one commit a use case (docs/decisions/0004).

A connection may hang: nothing that is sent is answered. So each use of a connection has a
deadline. After it the connection is terminated, which needs no answer.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, TypeAlias, TypeVar

import asyncpg
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.telemetry import AWAY

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
T = TypeVar("T")

# The connections of a process: the pool, and one each for relay, health checks and backlog.
CONNECTIONS = 13
OUTSIDE_THE_POOL = 3
CONNECT_SECONDS = 5
STATEMENT_SECONDS = 30
# A little longer than the server's statement timeout: a server that answers refuses first.
DEADLINE_SECONDS = STATEMENT_SECONDS + 2
HEALTH_SECONDS = 2
# TCP user timeout of both ends.
VANISHED_SECONDS = 10
SERVER_SETTINGS = {
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "idle_in_transaction_session_timeout": f"{DEADLINE_SECONDS}s",
    "tcp_keepalives_idle": f"{VANISHED_SECONDS // 2}",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": f"{VANISHED_SECONDS}s",
}
SOCKET_OPTIONS = {
    "TCP_KEEPIDLE": VANISHED_SECONDS // 2,
    "TCP_KEEPINTVL": 2,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": VANISHED_SECONDS * 1000,
}


class DatabaseAway(Exception):
    """No connection could be made: nothing listens, the login is refused, or the server is full."""


# asyncpg's words when the server has ended the connection, and its socket is not closed yet: the
# operation in progress (2) is that of reading why.
ENDED_BY_SERVER = "another operation (2) is in progress"
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


class WatchedConnection(asyncpg.Connection):  # type: ignore[misc]
    """A connection whose socket has a TCP user timeout."""

    def __init__(self, protocol: Any, transport: Any, *others: Any) -> None:
        super().__init__(protocol, transport, *others)
        connected: socket.socket = transport.get_extra_info("socket")
        if connected.family == socket.AF_UNIX:
            return
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in SOCKET_OPTIONS.items():
            if option := getattr(socket, name, None):  # some systems lack one or the other
                connected.setsockopt(socket.IPPROTO_TCP, option, value)


class Database:
    """One service's database. `committed` is set after every commit and wakes the relay.

    `connections` is the total that one process may open. `leaving` is set when the process ends:
    then nothing waits for a database that is down.
    """

    def __init__(self, url: str, connections: int = CONNECTIONS) -> None:
        self.url = url
        self.committed = asyncio.Event()
        self.leaving = False
        self.engine = create_async_engine(
            url.replace("postgresql://", "postgresql+asyncpg://", 1),
            hide_parameters=True,
            pool_size=connections - OUTSIDE_THE_POOL,
            max_overflow=0,
            pool_timeout=CONNECT_SECONDS,
            # Nothing of ours outlives a transaction, and the round trip saved is a tenth of a
            # registration.
            pool_reset_on_return=None,
            async_creator=self.connect,
        )
        event.listen(self.engine.sync_engine, "checkout", _refuse_if_closed)
        self._health: Connection | None = None
        self._one_health_check = asyncio.Lock()

    @asynccontextmanager
    async def commit(self) -> AsyncIterator[Connection]:
        """Yield a connection whose work, recorded events included, is one commit."""
        pooled = await _taken(self.engine.raw_connection())
        connection: Any = pooled.driver_connection
        try:
            with deadline(connection, DEADLINE_SECONDS):
                async with _transaction(connection):
                    yield connection
        finally:
            if connection.is_closed():
                pooled.invalidate()
            pooled.close()
        self.committed.set()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Yield a session for reads."""
        pooled = await _taken(self.engine.connect().start())
        connection: Any = (await pooled.get_raw_connection()).driver_connection
        with deadline(connection, DEADLINE_SECONDS):
            try:
                async with AsyncSession(pooled, expire_on_commit=False) as session:
                    yield session
            finally:
                await pooled.close()

    async def connect(self, *_: Any, **given: Any) -> Connection:
        """Open a connection of its own, outside the pool; the caller closes it."""
        given = {"timeout": CONNECT_SECONDS, "server_settings": SERVER_SETTINGS} | given
        try:
            connection: Connection = await asyncpg.connect(
                self.url, connection_class=WatchedConnection, **given
            )
        except Exception as error:
            raise DatabaseAway(type(error).__name__) from error
        return connection

    async def answers(self) -> bool:
        """Return whether the database can be used now.

        The check has its own connection and a short timeout, so that an exhausted pool or a long
        statement does not make a healthy database look down.
        """
        async with self._one_health_check:
            try:
                if self._health is None or self._health.is_closed():
                    self._health = await self.connect(timeout=HEALTH_SECONDS)
                with deadline(self._health, HEALTH_SECONDS):
                    await self._health.execute("SELECT 1")
            except Exception as error:
                if not is_away(error):
                    raise
                AWAY.labels("database").set(1)
                return False
        AWAY.labels("database").set(0)
        return True

    async def close(self) -> None:
        """Close all connections."""
        if self._health:
            self._health.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(CONNECT_SECONDS):
                await self.engine.dispose()


async def _taken(taking: Awaitable[T]) -> T:
    """Take a connection of the pool; any error while making one means that the database is down."""
    try:
        return await taking
    except Exception as error:
        raise DatabaseAway(type(error).__name__) from error


@asynccontextmanager
async def _transaction(connection: Connection) -> AsyncIterator[None]:
    """Do the block in a transaction.

    If the block is cancelled the connection is terminated: a rollback would first ask the server
    to stop, and wait for its answer.
    """
    transaction = connection.transaction()
    try:
        await transaction.start()
        yield
    except Exception:
        if not connection.is_closed():
            await transaction.rollback()
        raise
    except BaseException:
        connection.terminate()
        raise
    await transaction.commit()


async def raw(session: AsyncSession) -> Connection:
    """Return the asyncpg connection of a read session, for plain SQL."""
    connection = await session.connection()
    driver: Any = (await connection.get_raw_connection()).driver_connection
    found: Connection = driver
    return found


@contextmanager
def deadline(connection: Connection, seconds: float) -> Iterator[None]:
    """Terminate the connection when the block takes longer; raises TimeoutError then."""
    passed = False

    def end() -> None:
        nonlocal passed
        passed = True
        connection.terminate()

    ending = asyncio.get_running_loop().call_later(seconds, end)
    try:
        yield
    except Exception as error:
        if passed:
            raise TimeoutError(f"more than {seconds} seconds") from error
        raise
    finally:
        ending.cancel()


def _refuse_if_closed(adapted: Any, _record: Any, _pooled: Any) -> None:
    if adapted.driver_connection.is_closed():
        raise DisconnectionError  # the pool takes or makes another one


def is_away(error: BaseException | None) -> bool:
    """Return whether the error means that the database cannot be used now.

    Then a client is told to retry, and a message is kept.
    """
    while error is not None:
        if isinstance(error, AWAY_ERRORS):
            return True
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            return True
        if isinstance(error, asyncpg.InterfaceError) and "closed" in str(error):
            return True
        if isinstance(error, asyncpg.InternalClientError) and ENDED_BY_SERVER in str(error):
            return True
        error = error.__cause__
    return False


def took_too_long(error: BaseException | None) -> bool:
    """Return whether the error may also mean that a statement itself took too long."""
    while error is not None:
        if isinstance(error, TimeoutError | asyncpg.QueryCanceledError):
            return True
        error = error.__cause__
    return False
