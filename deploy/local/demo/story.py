"""The whole story: play it, check it, read the reports, and make the summary."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from nats.aio.client import Client
from sensoor import home, services
from sensoor.bus.environment import bus_of
from sensoor.bus.reading import broker
from sensoor.console import fail, say
from sensoor.issuer import signing
from shared.roles import Role

from demo import checker, display, figures
from demo.billing_story import play_billing
from demo.calls import CALLERS_HOLD, way_of_calls
from demo.chat_story import ChatStory, read_evening
from demo.chat_story import Played as Evening
from demo.chat_words import MARKER
from demo.checker import Account
from demo.client import Api, api
from demo.contacts_story import play_answered, play_missed, wait_for_duty
from demo.ending import end
from demo.first_run import read_totals, remember
from demo.foreign_rows import OwnIds, count_foreign, told
from demo.marker_scan import find_markers
from demo.partner import NAME, Partner, come_in
from demo.plan import Plan, make_plan
from demo.prepared_lines import prepare_lines
from demo.progress import CHATS, Board
from demo.publishing import Published, publish, read_reports
from demo.report_story import rebuild
from demo.retrying import StillAway, retry, until
from demo.stored_ids import read_rows
from demo.summary import summary_of, wrong
from demo.volunteers_story import admit_volunteers, fill_shifts, open_locations
from demo.week_story import WeekAhead, play_week_ahead

SOUGHT = (MARKER, CALLERS_HOLD)
SETTLE_SECONDS = 120.0
REFERRED = "SELECT partner, count(*) FROM public.referral GROUP BY partner"
PARTNER_SECONDS = 150.0  # the copies leave at whole minutes


@dataclass(frozen=True)
class Outcome:
    """The result of a run: the summary, in words what is wrong, and what others made.

    `evening` is what the evening added to the numbers of the summary.
    """

    summary: dict[str, Any]
    findings: list[str]
    wrong: list[str]
    foreign: str = ""
    evening: Mapping[str, int] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.findings and not self.wrong


@dataclass(frozen=True)
class Stage:
    """Where the story is played: the home, the services, the bus, and the display."""

    folder: Path
    addresses: Mapping[str, Any]
    apis: Mapping[str, Api]
    bus: Client
    board: Board


async def play(
    folder: Path, addresses: Mapping[str, Any], scale: float = 1.0, began: float | None = None
) -> Outcome:
    """Play the demo on a platform that is up; keep `<folder>/demo/summary.json`.

    `addresses` is the content of `addresses.json`; `began` is the start (monotonic seconds).
    """
    began = time.monotonic() if began is None else began
    async with _staged(folder, addresses) as stage:
        plan = make_plan(figures.LAST_DAY, scale)
        remember(folder, scale)
        say(way_of_calls())
        own, databases = OwnIds(), addresses["databases"]
        played = await _play_and_check(stage, plan, own)
        held = await read_evening(databases["contacts"], plan.evening)
        held.note(own)
        foreign = await retry(lambda: count_foreign(databases, own, plan.month))
        words = await find_markers(SOUGHT, folder, databases, played.account.streams.values())
        rebuilt, published, pages = await _report(stage)
        totals = await read_totals(stage.apis, plan.month)
    summary = summary_of(
        totals, played.account, played.billed, played.received, held,
        calls=played.evening.calls, words_found=len(words), rebuild_identical=rebuilt["identical"],
        seconds=time.monotonic() - began,
    ) | played.ahead.summary | published.summary  # fmt: skip
    offered = {f"zutphen_offer_{year}": amount for year, amount in figures.OFFER_AMOUNTS.items()}
    outcome = Outcome(
        {**summary, "reports": pages, "chat": addresses["chat"],
         "documents": {"folder": str(documents_of(folder)), **published.documents},
         "apis": {name: addresses[name] for name in stage.apis}},
        [*map(str, played.account.findings), *played.evening.wrong, *played.ahead.wrong(),
         *published.wrong,
         *(f"words of a help seeker, or a caller's number, in {place}" for place in words)],
        wrong(summary, plan, foreign, offered, held),
        told(foreign),
        held.adds,
    )  # fmt: skip
    home.write_private(folder / "demo" / "summary.json", outcome.summary)
    return outcome


async def _report(stage: Stage) -> tuple[dict[str, Any], Published, list[str]]:
    """Rebuild beside the live projections while periods are closed; then read the reports."""
    reporting, folder = stage.apis["reporting"], stage.folder
    rebuilt, published = await asyncio.gather(
        rebuild(reporting, stage.addresses),
        publish(reporting, stage.addresses, folder, documents_of(folder)),
    )
    return rebuilt, published, await read_reports(reporting, published.summary["periods_closed"])


def documents_of(folder: Path) -> Path:
    """Return where a home has the documents that the demo keeps for people to open."""
    return folder / "demo" / "documents"


# The demo's roles at each service.
ACTS_AS = {
    "contacts": (Role.LISTENER, Role.OPERATOR),
    "volunteers": (Role.COORDINATOR, Role.TRAINER),
    "billing": (Role.FINANCE,),
    "reporting": (Role.ANALYST,),
}


@asynccontextmanager
async def _staged(folder: Path, addresses: Mapping[str, Any]) -> AsyncIterator[Stage]:
    board = Board()
    async with AsyncExitStack() as stack:
        bus = await stack.enter_async_context(broker(bus_of(addresses)))
        apis = {
            name: await stack.enter_async_context(
                api(name, addresses[name], board[name], partial(_header, folder, name))
            )
            for name in services.PORTS
        }
        board["reporting"].begin("projects what it hears")
        await stack.enter_async_context(display.shown(board, bus, services.handlers()))
        yield Stage(folder, addresses, apis, bus, board)


def _header(folder: Path, service: str, desk: int) -> dict[str, str]:
    # All clients have one subject: a retry may come from another client, and an Idempotency-Key
    # belongs to a subject.
    token = signing.sign(folder, ACTS_AS[service], "demo", jti=f"desk-{desk}")
    return {"Authorization": f"Bearer {token}"}


def _headers_of_volunteers(folder: Path) -> Callable[[str], Mapping[str, str]]:
    """Return a function that returns a volunteer's headers; each token is signed once."""

    @cache
    def header_of(volunteer_id: str) -> Mapping[str, str]:
        token = signing.sign_for(folder, Role.LISTENER, UUID(volunteer_id))
        return {"Authorization": f"Bearer {token}"}

    return header_of


@dataclass(frozen=True)
class Played:
    """What came of the stories: invoices, the evening, the week ahead, and the check."""

    billed: dict[str, Any]
    evening: Evening
    ahead: WeekAhead
    account: Account
    received: int


async def _play_and_check(stage: Stage, plan: Plan, own: OwnIds) -> Played:
    """Play the stories, and check what the parts hold, while the partner receives and answers."""
    client = await come_in(bus_of(stage.addresses))
    partner = Partner(client, stage.board[NAME])
    try:
        await partner.begin()
        coordinator = signing.header(stage.folder, Role.COORDINATOR)
        await prepare_lines(stage.apis["contacts"].acting_with(coordinator))
        async with asyncio.TaskGroup() as group:
            receiving = group.create_task(partner.receive())
            billed, evening, ahead = await _play_stories(stage, plan, own)
            with suppress(StillAway):
                await until(
                    lambda: _all_received(stage.addresses["databases"], partner),
                    "the partner's copies",
                    PARTNER_SECONDS,
                )
            account = await _check(stage, plan)
            await end(receiving)
    finally:
        await client.close()
    return Played(billed, evening, ahead, account, len(partner.referrals))


async def _play_stories(
    stage: Stage, plan: Plan, own: OwnIds
) -> tuple[dict[str, Any], Evening, WeekAhead]:
    """Play billing and the chats beside volunteers and contacts, and the week ahead beside these.

    Return what the summary says of offer and invoices, and what came of the evening and the week.
    """
    apis, header_of = stage.apis, _headers_of_volunteers(stage.folder)
    async with asyncio.TaskGroup() as group:
        billed = group.create_task(
            play_billing(
                apis["billing"], plan, own, stage.addresses["databases"]["billing"],
                documents_of(stage.folder),
            )
        )  # fmt: skip
        locations = await open_locations(apis["volunteers"], plan)
        missed = group.create_task(play_missed(apis["contacts"], plan, locations, own))
        known = await admit_volunteers(apis["volunteers"], plan, locations, own)
        # Their evening first: the chats need nobody else.
        await fill_shifts(apis["volunteers"], plan.evening.shifts, known, own)
        chats = ChatStory(
            apis["contacts"].address, stage.addresses["databases"]["contacts"], plan.evening,
            known, signing.header(stage.folder, Role.OPERATOR), header_of, stage.board[CHATS],
            home.exchange_secrets(stage.folder)["EXCHANGE_SECRETS"],
            stage.folder / "logs" / "telephony",
        )  # fmt: skip
        evening = group.create_task(chats.play())
        others = [one for one in plan.roster.shifts if one.number not in plan.evening.numbers]
        await fill_shifts(apis["volunteers"], others, known, own)
        await missed
        await wait_for_duty(apis, plan, stage.bus)
        ahead = group.create_task(play_week_ahead(apis["volunteers"], plan, known, header_of))
        await play_answered(apis["contacts"], plan, known, own, header_of)
    return billed.result(), evening.result(), ahead.result()


async def _check(stage: Stage, plan: Plan) -> Account:
    """Wait until nothing is in progress, then compare what all parts hold."""
    stage.board["reporting"].begin("catches up, to be checked")
    databases, handlers = stage.addresses["databases"], services.handlers()
    settled = await retry(lambda: checker.settle(stage.bus, databases, handlers, SETTLE_SECONDS))
    if not settled:
        fail(f"events are still in progress after {SETTLE_SECONDS:.0f} s: they count as lost")
    over_before = plan.evening.span[1]
    return await retry(lambda: checker.examine(stage.bus, databases, handlers, over_before))


async def _all_received(databases: Mapping[str, str], partner: Partner) -> bool:
    made = await read_rows(databases["contacts"], REFERRED)
    return len(partner.referrals) >= made.get(NAME, 0) and partner.settled >= partner.answered
