"""Fold the bulk of the streams, share by share, in this process or in several.

The fold does not depend on the order of events, so shares are folded in any order, and at once.
"""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

from nats.aio.client import Client
from shared.database import Connection, Database
from shared.settings import Settings

from reporting.event_handlers import handlers
from reporting.rebuild.parse_stored import Events, fold, parse_stored
from reporting.rebuild.streams import connect, stored
from reporting.rebuild.tables_beside import REBUILT, UNTOLD

SHARE = 50_000  # sequences of a stream
NOTE_UNTOLD = f"""
INSERT INTO {REBUILT}.{UNTOLD} SELECT $1, event_id FROM unnest($2::uuid[]) AS told (event_id)
WHERE NOT EXISTS (
    SELECT FROM public.inbox WHERE consumer = $1 AND inbox.event_id = told.event_id
)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Work:
    """Where and what is folded: not the dead letters, whose ids these are.

    With `note_untold`, events that are not in the inbox are noted.
    """

    database_url: str
    settings: Settings
    dead_letters: frozenset[str]
    note_untold: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a stream, from the first sequence to the last."""

    stream: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Folded:
    """How many events of a share were folded, and where in the stream its dead letters are."""

    share: Share
    events: int
    dead_letters: list[int]


def shares_of(ends: dict[str, int]) -> list[Share]:
    """Return the shares of the streams up to their ends."""
    return [
        Share(stream, first, min(first + SHARE - 1, end))
        for stream, end in ends.items()
        for first in range(1, end + 1, SHARE)
    ]


async def fold_shares(shares: list[Share], work: Work, processes: int) -> AsyncIterator[Folded]:
    """Fold the shares into the projections beside; yield each as it is done.

    Raises what nats-py and asyncpg raise when the bus or the database is away.
    """
    if processes == 1:
        async with _folding(work) as (bus, connection):
            for share in shares:
                yield await _fold_share(bus, connection, share, work)
        return
    waiting = list(reversed(shares))
    with ExitStack() as stack:
        pipes = [stack.enter_context(_process(work)) for _ in range(processes)]
        asked: set[asyncio.Task[tuple[Pipe, Folded]]] = set()
        while waiting or asked:
            while pipes and waiting:
                asked.add(asyncio.create_task(_ask(pipes.pop(), waiting.pop())))
            done, asked = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                pipe, folded = task.result()
                pipes.append(pipe)
                yield folded


@asynccontextmanager
async def _folding(work: Work) -> AsyncIterator[tuple[Client, Connection]]:
    # Years are folded: the statement timeout of use cases must not apply.
    beside = {"search_path": REBUILT, "synchronous_commit": "off"}
    database = Database(work.database_url)
    bus = await connect(work.settings)
    try:
        connection = await database.connect(server_settings=beside)
        try:
            yield bus, connection
        finally:
            await connection.close()
    finally:
        await bus.close()
        await database.close()


async def _fold_share(bus: Client, connection: Connection, share: Share, work: Work) -> Folded:
    """Fold a share; the next batch is read while PostgreSQL writes one."""
    count, dead_letters = 0, []
    async for messages in stored(bus, share.stream, share.first, share.last):
        certain = []
        for message in messages:
            if message.headers.get("ce-id") in work.dead_letters:
                dead_letters.append(message.sequence)
            else:
                certain.append(message)
        events = parse_stored(share.stream, certain)
        await fold(connection, events)
        if work.note_untold:
            await _note_untold(connection, share.stream, events)
        count += len(events)
    return Folded(share, count, dead_letters)


async def _note_untold(connection: Connection, stream: str, events: Events) -> None:
    ids = [event.id for event in events]
    await connection.execute(NOTE_UNTOLD, handlers.durable(stream), ids)


async def _ask(pipe: Pipe, share: Share) -> tuple[Pipe, Folded]:
    """Have a process fold a share; raises the error with which it could not."""
    pipe.send(share)
    answer = await asyncio.to_thread(pipe.recv)
    if isinstance(answer, BaseException):
        raise answer
    return pipe, answer


@contextmanager
def _process(work: Work) -> Iterator[Pipe]:
    """Start a process that folds; it ends with its pipe, also when this process is killed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.terminate()
        process.join()


def _serve(pipe: Pipe, work: Work) -> None:
    asyncio.run(_answer(pipe, work))


async def _answer(pipe: Pipe, work: Work) -> None:
    """Fold what is asked for until the pipe is closed."""
    try:
        async with _folding(work) as (bus, connection):
            while True:
                share = await asyncio.to_thread(pipe.recv)
                pipe.send(await _fold_share(bus, connection, share, work))
    except EOFError:
        return
    except Exception as error:
        pipe.send(error)
