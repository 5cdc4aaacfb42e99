"""`sensoor demo`: play two weeks through the platform, and say what it holds afterwards."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from nats.aio.client import Client
from sensoor import home, services
from sensoor.bus_reading import broker
from sensoor.screen import console, fail, say, show_addresses
from sensoor.supervisor import CannotStart, running_platform

from demo import checker, figures, screen
from demo.billing_story import play_billing
from demo.checker import Account
from demo.client import Api, Refused, api
from demo.contacts_story import play_answered, play_missed, wait_for_duty
from demo.partner import Partner
from demo.patience import StillAway, patiently, until
from demo.plan import Plan, last_day_before, make_plan
from demo.progress import Board
from demo.report_story import read_reports, rebuild
from demo.summary import before, summary_of, wrong
from demo.volunteers_story import open_locations, play_volunteers

SETTLE_SECONDS = 120.0
# Services forget an Idempotency-Key after a week: from then on a rerun would be a second demo.
REMEMBERED = timedelta(days=6)


@dataclass(frozen=True)
class Outcome:
    """What a run found: the summary, and in words what is not as it must be."""

    summary: dict[str, Any]
    findings: list[str]
    wrong: list[str]

    @property
    def well(self) -> bool:
        """Whether all is as it must be."""
        return not self.findings and not self.wrong


class PlayedTooLongAgo(Exception):
    """The demo was played here before, and the services no longer know its requests."""


TOLD = (home.HomeIsHeld, CannotStart, StillAway, Refused, PlayedTooLongAgo)


def run(scale: float = 1.0) -> None:
    """Play the demo in this home and leave with its exit code.

    On a platform that is up it plays and ends. Otherwise it brings one up, and on a terminal
    keeps it up afterwards until Ctrl-C, unless EXIT=1.
    """
    try:
        sys.exit(asyncio.run(_until_stopped(home.home_folder(), scale)))
    except KeyboardInterrupt:
        sys.exit(130)


async def _until_stopped(folder: Path, scale: float) -> int:
    task = asyncio.current_task()
    assert task is not None
    for each in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(each, task.cancel)
    try:
        return await _run(folder, scale)
    except TOLD as error:
        fail(str(error))
    except ExceptionGroup as errors:
        if errors.split(TOLD)[1] is not None:
            raise
        fail("; ".join(sorted({str(error) for error in _leaves(errors)})))
    except asyncio.CancelledError:
        say("stopped before its end; the next run takes it up from here")
    return 1


def _leaves(errors: ExceptionGroup[Exception]) -> list[Exception]:
    found: list[Exception] = []
    for error in errors.exceptions:
        found += _leaves(error) if isinstance(error, ExceptionGroup) else [error]
    return found


async def _run(folder: Path, scale: float) -> int:
    began = time.monotonic()
    addresses = home.addresses(folder)
    if addresses is not None:
        say(f"plays on the platform that is up in {folder}")
        return _show(await play(folder, addresses, scale, began), addresses)
    say(f"brings the platform up in {folder}")
    async with running_platform(folder, say) as platform:
        code = _show(await play(folder, platform.addresses, scale, began), platform.addresses)
        if console.is_terminal and os.environ.get("EXIT") != "1":
            console.print("\nIt stays up to be looked at. Ctrl-C stops all of it.\n")
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()
        return code


def _show(outcome: Outcome, addresses: Mapping[str, Any]) -> int:
    console.print()
    screen.show_summary(outcome.summary, outcome.findings, outcome.wrong)
    console.print()
    for page in outcome.summary["reports"]:
        console.print(f"the report  {page}", soft_wrap=True)
    show_addresses(dict(addresses))
    return 0 if outcome.well else 1


async def play(
    folder: Path, addresses: Mapping[str, Any], scale: float = 1.0, began: float | None = None
) -> Outcome:
    """Play the demo on a platform that is up; keep `<folder>/demo/summary.json`.

    `addresses` is what `addresses.json` holds; `began` is when it was asked for (monotonic).
    """
    began = time.monotonic() if began is None else began
    board, handlers = Board(), services.handlers()
    async with AsyncExitStack() as stack:
        bus = await stack.enter_async_context(broker(addresses["nats"]))
        apis = {
            name: await stack.enter_async_context(api(name, addresses[name], board[name]))
            for name in services.PORTS
        }
        last_day, held = await _memory(folder, apis, scale)
        plan = make_plan(last_day, scale)
        partner = Partner(bus, board["113online"])
        await partner.subscribe()
        await stack.enter_async_context(screen.shown(board, bus, handlers))
        async with asyncio.TaskGroup() as group:
            receiving = group.create_task(partner.receive())
            quoted = await _play_stories(apis, plan, bus)
            account = await _check(bus, addresses["databases"], board)
            with suppress(StillAway):
                await until(lambda: _all_received(apis["contacts"], partner), "copies", 30)
            receiving.cancel()
        pages = await read_reports(apis["reporting"], plan)
        rebuilt = await rebuild(apis["reporting"], addresses)
        totals = {name: await each.get("/v1/totals") for name, each in apis.items()}
    summary = summary_of(
        totals,
        account,
        quoted,
        len(partner.referrals),
        rebuild_identical=rebuilt["identical"],
        seconds=time.monotonic() - began,
    )
    offered = {f"zutphen_offer_{year}": amount for year, amount in figures.OFFER_AMOUNTS.items()}
    outcome = Outcome(
        summary | {"reports": pages, "apis": {name: addresses[name] for name in apis}},
        [str(finding) for finding in account.findings],
        wrong(summary, plan, held, offered),
    )
    home.write_private(folder / "demo" / "summary.json", outcome.summary)
    return outcome


async def _play_stories(apis: Mapping[str, Api], plan: Plan, bus: Client) -> dict[str, str]:
    """Play billing beside volunteers and contacts; return the amounts that were quoted."""
    async with asyncio.TaskGroup() as group:
        quoted = group.create_task(play_billing(apis["billing"], plan))
        locations = await open_locations(apis["volunteers"], plan)
        missed = group.create_task(play_missed(apis["contacts"], plan, locations))
        known = await play_volunteers(apis["volunteers"], plan, locations)
        await missed
        await wait_for_duty(apis["contacts"], apis["volunteers"], bus)
        await play_answered(apis["contacts"], plan, known)
    return quoted.result()


async def _check(bus: Client, databases: Mapping[str, str], board: Board) -> Account:
    """Wait until nothing is under way, then compare what all parts hold."""
    board["reporting"].begin("catches up, to be checked")
    handlers = services.handlers()
    settled = await patiently(lambda: checker.settle(bus, databases, handlers, SETTLE_SECONDS))
    if not settled:
        fail(f"something is still under way after {SETTLE_SECONDS:.0f} s: it is counted as lost")
    return await patiently(lambda: checker.examine(bus, databases, handlers))


async def _all_received(contacts: Api, partner: Partner) -> bool:
    made: int = (await contacts.get("/v1/totals"))["referralsMade"]
    return len(partner.referrals) >= made


async def _memory(
    folder: Path, apis: Mapping[str, Api], scale: float
) -> tuple[date, Mapping[str, Any]]:
    """Return the last day played and what the services held before; the first run notes both.

    A rerun plays the same days, so that every request is the one that was answered before.
    """
    memory = folder / "demo" / f"played-{scale:g}.json"
    now = datetime.now(UTC)
    with suppress(FileNotFoundError):
        kept = json.loads(memory.read_text())
        if now - datetime.fromisoformat(kept["first_at"]) > REMEMBERED:
            raise PlayedTooLongAgo(
                f"the demo was played here on {kept['first_at'][:10]}, and services forget an"
                " Idempotency-Key after a week: `sensoor reset` begins anew"
            )
        say("the demo was played here before: the same requests get the same answers")
        return date.fromisoformat(kept["last_day"]), kept["held"]
    held = before({name: await each.get("/v1/totals") for name, each in apis.items()})
    last_day = last_day_before(now)
    memory.parent.mkdir(parents=True, exist_ok=True)
    home.write_private(
        memory, {"first_at": now.isoformat(), "last_day": last_day.isoformat(), "held": held}
    )
    return last_day, held
