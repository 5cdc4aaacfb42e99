"""The day after nothing is left of who sought help: not here, and not in what is restored.

One whole platform, a day by every channel, its backups, and all that is kept, looked through byte
by byte: tables, streams, metrics, spans, every log, the exchange's too, and the files of the
database and of the broker.
"""

import asyncio
import base64
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest
from contacts.mailbox.forget_letters import forgetting_letters
from contacts.main import RETENTION
from demo.exchange import Exchange
from demo.letters import FormFailed, LetterWriter
from sensoor import services
from sensoor.bus.environment import bus_of
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import python_program, start
from sensoor.home import exchange_secrets
from sensoor.platform.supervisor import Platform, running_platform
from shared.database import Database
from shared.retention import apply
from shared.roles import Role

from tests.journeys import backup, day
from tests.journeys.callers import NAME, NATIONAL, callers, written
from tests.journeys.day import Helpline, chatting, helpline
from tests.journeys.scanner import Place, files, scan, told

DAY, LETTERS_KEPT = timedelta(days=1), timedelta(days=30)
TOKEN, SEALED, KEY = "a caller's token", "a sealed letter", "the key of a letter"
CONTACTS = "table sensoor_contacts"
TODAY, KEYS = f"{CONTACTS} caller_today", f"{CONTACTS} mailbox_key"
LETTERS = {f"{CONTACTS} letter", f"{CONTACTS} letter_answer"}
# What must be in a place, or else the scan looks past it.
THERE = {
    "stream CONTACTS": b"helped_by_talk", "table sensoor_reporting contact": b"helped_by_talk",
    f"{CONTACTS} cool_down": b"sexual", "metrics contacts": b"retention_applied", "bus": b"",
    "file logs/contacts.log": b'"level"', "file logs/contacts-2.log": b'"level"',
    "file logs/nats.log": b"JetStream", "file logs/postgres.log": b"ready", "spans": b"/v1/",
}  # fmt: skip
RESTORED = ("stream CONTACTS", "table sensoor_reporting contact", f"{CONTACTS} cool_down")
LAST_CALL = """
SELECT redial::text::bytea FROM attempt WHERE channel = 'telephone' ORDER BY arrived_at DESC LIMIT 1
"""
DELETED = "SELECT format('%s mailbox, %s letters', boxes, letters)::bytea FROM mailbox_deletion"
FILES_OF_TODAY = """
SELECT ('file postgres/data/' || pg_relation_filepath(oid))::bytea FROM pg_class
WHERE relname LIKE 'caller_today%'
"""
Known = dict[str, list[bytes]]


@asynccontextmanager
async def another(platform: Platform) -> AsyncIterator[str]:
    """Give the address of a second process of contacts on a platform that is up."""
    port, metrics = free_port(28500), free_port(29500)
    address = f"http://127.0.0.1:{port}"
    known = platform.processes["contacts"].program.environment
    own = {"PORT": str(port), "METRICS_PORT": str(metrics), "PUBLIC_URL": address,
           "PAGE_ADDRESSES": "{}"}  # fmt: skip
    process = start(
        python_program("contacts", **{**known, **own}), platform.home / "logs" / "contacts-2.log"
    )
    try:
        await services.wait_until_ready(address)
        yield address
    finally:
        process.terminate()
        process.wait()
        release_port(port)
        release_port(metrics)


async def as_admin(platform: Platform, *statements: str) -> None:
    """Run statements in contacts' database as the administrator."""
    server = platform.addresses["database"].rpartition("/")[0]
    connection = await asyncpg.connect(f"{server}/{services.database_name('contacts')}")
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def everything(line: Helpline, spans: list[bytes]) -> list[Place]:
    """Return all that is kept, once the database has written its memory and taken its samples."""
    await day.all_traced(line, spans)
    # The database samples its tables by itself, sooner or later.
    await as_admin(line.platform, "ANALYZE", "CHECKPOINT")
    held = [*await told(line.platform.addresses), *written(line.platform.home.parent / "exchange")]
    held += [("spans", b"\n".join(spans)), ("bus", b"\n".join(line.overheard))]
    return [*held, *files(line.platform.home)]


async def where(
    known: Known, places: Iterable[Place]
) -> tuple[set[tuple[str, str]], dict[str, set[str]]]:
    """Return what nobody may know, with its place, and the places of tokens, letters and keys."""
    found = await asyncio.to_thread(scan, known, places)
    may_be = {name: {place for place, it in found if it == name} for name in (TOKEN, SEALED, KEY)}
    return {one for one in found if one[1] not in may_be}, may_be


def tables_of(places: set[str]) -> set[str]:
    """Return those of the places that are tables or streams, and no files."""
    return {place for place in places if not place.startswith("file ")}


async def time_passes(line: Helpline, passed: timedelta) -> None:
    """Let the clock show so much more, and the rules of retention be applied."""
    async with line.browser(Role.OPERATOR) as operator:
        shown = datetime.fromisoformat((await operator.get("/v1/clock")).json()["shows"])
        later = {"shows": (shown + passed).isoformat()}
        (await operator.put("/v1/clock", json=later)).raise_for_status()
    database = Database(line.database)
    for rule in (*RETENTION, forgetting_letters(LETTERS_KEPT.days)):
        assert await apply(database, rule)
    await database.close()


async def call_with(line: Helpline, token: bytes) -> bool:
    """Let a call with a token come in, as the exchange would ask; return whether it is a redial."""
    [secret] = exchange_secrets(line.platform.home).values()
    async with httpx.AsyncClient(base_url=line.here, trust_env=False, timeout=20) as client:
        said = await Exchange(client, secret).call(uuid4(), NATIONAL, token.hex())
    assert said["message"] == "nobody_there"
    return await line.rows(LAST_CALL) == [b"true"]


async def on_the_day(line: Helpline, spans: list[bytes], folder: Path) -> Known:
    """Hold a day, look through it while a chat is open, back it up; return what to look for."""
    async with day.overhearing(line), line.desk() as desk:
        async with chatting(line, desk):
            pass
        await day.calls(line, desk)
        await day.letters(line)
        async with chatting(line, desk, await day.accident_line(line)):
            await day.all_told(line)
            known = line.secrets() | {
                TOKEN: await line.rows(day.LIST_TOKENS), KEY: await line.rows(day.LIST_KEYS),
                SEALED: await line.rows(day.LIST_SEALED),
            }  # fmt: skip
            held = dict(await everything(line, spans))
            never, may_be = await where(known, held.items())
            # a token is in the table of today alone, and letters are ciphertext
            assert never == set()
            files_of_today = {name.decode() for name in await line.rows(FILES_OF_TODAY)}
            assert {TODAY} <= may_be[TOKEN] <= {TODAY, *files_of_today}
            assert tables_of(may_be[SEALED]) == LETTERS
            assert tables_of(may_be[KEY]) == {KEYS}
            assert {place for place, word in THERE.items() if word not in held[place]} == set()
            assert line.overheard
            await backup.back_up(line.platform.home, line.platform.addresses, folder)
    return known


async def the_day_after(line: Helpline, spans: list[bytes], known: Known) -> None:
    """Nothing is left of the callers, and none is known again; letters are still ciphertext."""
    await line.callers.tomorrow(line.here)
    await time_passes(line, DAY)
    never, may_be = await where(known, await everything(line, spans))
    assert never == set()
    assert may_be[TOKEN] == set()
    assert tables_of(may_be[SEALED]) == LETTERS
    await nobody_is_known(line, known)
    # which would tell if it were otherwise
    assert await call_with(line, known[TOKEN][0])


async def nobody_is_known(line: Helpline, known: Known) -> None:
    """Whoever calls again is new, even to an exchange that had kept the token."""
    assert await line.callers.call(day.MISUSER, "listens") == "message-nobody_there"
    assert await line.rows(LAST_CALL) == [b"false"]
    for token in known[TOKEN]:
        assert not await call_with(line, token)


async def a_month_later(line: Helpline, known: Known) -> None:
    """The letters and their keys are gone, and a count tells so."""
    await time_passes(line, LETTERS_KEPT)
    never, may_be = await where(known, await told(line.platform.addresses))
    assert never == set()
    assert may_be == {TOKEN: set(), SEALED: set(), KEY: set()}
    assert await line.rows(DELETED) == [b"1 mailbox, 3 letters"]
    await nothing_opens(line)


async def nothing_opens(line: Helpline) -> None:
    """The pass-phrase opens no letters any more."""
    async with line.browser() as nobody:
        with pytest.raises(FormFailed, match="404"):
            await LetterWriter(nobody).open(line.phrase)


async def in_what_is_restored(line: Helpline, spans: list[bytes], known: Known) -> None:
    """No caller is known, no letter can be opened, and nothing else is there either."""
    await line.callers.tomorrow(line.here)
    await time_passes(line, DAY)
    held = dict(await everything(line, spans))
    never, may_be = await where(known, held.items())
    assert never == set()
    assert may_be[TOKEN] == may_be[KEY] == tables_of(may_be[SEALED]) == set()
    assert {place for place in RESTORED if THERE[place] not in held[place]} == set()
    await nobody_is_known(line, known)
    await nothing_opens(line)


async def what_is_planted_is_found(line: Helpline, spans: list[bytes], known: Known) -> None:
    """Each place is looked through, and each way of writing is known."""
    platform, logs = line.platform, line.platform.home / "logs"
    token, number = known[TOKEN][0].hex(), day.MISUSER.replace("+", "00")
    sixtyfour = base64.b64encode(f"so {day.WORDS}.".encode()).decode()
    await as_admin(
        platform, f"INSERT INTO location VALUES (gen_random_uuid(), '1', '{sixtyfour}')",
        f"INSERT INTO idempotent_request VALUES ('\\x{token}', '')",
    )  # fmt: skip
    bus = await bus_of(platform.addresses).connect("reporting")
    await bus.jetstream().publish("reporting.report_published.v1", number.encode().hex().encode())
    await bus.close()
    with (platform.home.parent / "exchange" / "kamailio.log").open("a") as log:
        log.write(day.CALLER)
    (logs / "planted").write_text(line.phrase.replace(" ", "-"))
    (logs / "wide").write_text(f"<{NAME}>", encoding="utf-16")
    spans.append(line.chat_tokens[0])
    never, may_be = await where(known, await everything(line, spans))
    rows = {(place, name) for place, name in never if "postgres" not in place}
    assert rows == {
        (f"{CONTACTS} location", "what was said"), ("stream REPORTING", "a number"),
        ("file logs/planted", "the pass-phrase"), ("file logs/wide", "a name"),
        ("spans", "a chat's token"), ("exchange kamailio.log", "a number"),
        *((place, name) for place, name in rows if place.startswith("file nats/")),
    }  # fmt: skip
    assert {"a number"} == {name for place, name in rows if place.startswith("file nats/")}
    assert {"what was said"} == {name for place, name in never - rows}
    assert f"{CONTACTS} idempotent_request" in may_be[TOKEN]
    assert any("postgres" in place for place in may_be[TOKEN])


async def test_the_day_after_nothing_tells_who_sought_help(
    home: Path, collector: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    live, restored, kept = home / "live", home / "restored", home / "backup"
    for folder in (live, restored, kept, home / "exchange"):
        folder.mkdir()
    async with AsyncExitStack() as exchange:
        async with (
            running_platform(live, say=lambda _: None) as platform,
            another(platform) as there,
        ):
            [secret] = exchange_secrets(live).values()
            calling = await exchange.enter_async_context(
                callers(home / "exchange", platform.addresses["contacts"], secret)
            )
            line = await helpline(platform, there, calling)
            # given a day by every channel, and the backups that are made of it
            known = await on_the_day(line, collector, kept)
            # when the day is over, and when the letters are
            await the_day_after(line, collector, known)
            await a_month_later(line, known)
        # then the backups hold no token, no key in a dump, and of letters ciphertext only
        never, may_be = await where(known, files(kept))
        assert never == set()
        assert may_be[TOKEN] == set()
        assert may_be[KEY]
        assert all(place.startswith("file base/") for place in may_be[KEY])
        never, may_be = await where(known, await backup.restore(kept, live, restored))
        assert never == set()
        assert may_be == {TOKEN: set(), KEY: set(), SEALED: LETTERS}
        # and whoever restores all of it knows nobody
        async with running_platform(restored, say=lambda _: None) as platform:
            line = replace(
                line, platform=platform, there=platform.addresses["contacts"], overheard=[]
            )
            await in_what_is_restored(line, collector, known)
            await what_is_planted_is_found(line, collector, known)
