"""The demo's output: a live table on a terminal, plain lines elsewhere."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from typing import Any

from nats.aio.client import Client
from rich.live import Live
from rich.table import Table
from sensoor.bus.reading import jetstream
from sensoor.console import console, fail, say
from shared.handlers import Handlers

from demo.ending import end
from demo.progress import Board, Doing
from demo.retrying import AWAY

LOOK_EVERY_SECONDS = 0.5
LINE_EVERY_SECONDS = 5.0
ANSWER_SECONDS = 1.0  # a bus that is down must not block the display
AMOUNT = re.compile(r"\d+\.\d{2}")
STREAMS = {"billing": "BILLING", "volunteers": "VOLUNTEERS", "contacts": "CONTACTS"}


@asynccontextmanager
async def shown(board: Board, bus: Client, handlers: list[Handlers]) -> AsyncIterator[None]:
    """Show the board while the block runs."""
    showing = asyncio.create_task(
        _live(board, bus, handlers) if console.is_terminal else _plain(board, bus, handlers)
    )
    try:
        yield
    finally:
        await end(showing)


async def _live(board: Board, bus: Client, handlers: list[Handlers]) -> None:
    with Live(console=console, auto_refresh=False) as live:
        while True:
            await _count(board, bus, handlers)
            live.update(_table(board), refresh=True)
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def _plain(board: Board, bus: Client, handlers: list[Handlers]) -> None:
    """Print each step when it begins, and the progress of all every few seconds."""
    begun: dict[str, str] = {}
    said = time.monotonic()
    while True:
        for name, doing in board.lines.items():
            if begun.setdefault(name, "waits") != doing.step:
                begun[name] = doing.step
                say(f"{name} {doing.step}")
        if time.monotonic() - said > LINE_EVERY_SECONDS:
            said = time.monotonic()
            await _count(board, bus, handlers)
            say("; ".join(_line(name, doing) for name, doing in board.lines.items()))
        await asyncio.sleep(LOOK_EVERY_SECONDS / 5)


async def _count(board: Board, bus: Client, handlers: list[Handlers]) -> None:
    """Ask the bus what each service has published and handled."""
    with suppress(*AWAY):
        js = jetstream(bus, timeout=ANSWER_SECONDS)
        for name, stream in STREAMS.items():
            board[name].events_out = (await js.stream_info(stream)).state.last_seq
        for each in handlers:
            counts = [
                await js.consumer_info(stream, each.durable(stream)) for stream in each.streams()
            ]
            board[each.service].events_in = sum(
                info.delivered.consumer_seq - info.num_ack_pending - info.num_redelivered
                for info in counts
            )


def _line(name: str, doing: Doing) -> str:
    again = f", asked again {doing.asked_again}" if doing.retries else ""
    return f"{name} {doing.told} ({doing.events_out:,} out, {doing.events_in:,} in{again})"


def _table(board: Board) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("", style="bold")
    table.add_column("now", min_width=36)
    for column in ("events out", "events in", "asked again"):
        table.add_column(column, justify="right")
    for name, doing in board.lines.items():
        out, come = (f"{n:,}" if n else "" for n in (doing.events_out, doing.events_in))
        table.add_row(name, doing.told, out, come, doing.asked_again)
    return table


def show_summary(summary: Mapping[str, Any], findings: list[str], wrong: list[str]) -> None:
    """Show the summary, what is lost or duplicated, and what is wrong."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column("")
    table.add_column("", justify="right")
    for name, value in summary.items():
        if not isinstance(value, (list, dict)):
            table.add_row(name.replace("_", " "), _shown(value))
    console.print(table)
    for line in (*findings, *wrong):
        fail(line)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and AMOUNT.fullmatch(value):
        return f"{Decimal(value):,}"
    return f"{value:,}" if isinstance(value, int) else str(value)
