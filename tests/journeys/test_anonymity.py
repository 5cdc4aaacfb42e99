"""Nothing of a help seeker is kept: planted everywhere, looked for everywhere."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import asyncpg
import httpx
import pytest
from demo.chat import at_desk
from demo.letters import LetterListener, LetterWriter
from demo.main import play
from demo.marker_scan import find_words
from nats.aio.msg import Msg
from sensoor import services
from sensoor.bus.environment import bus_of
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.program import python_program, start
from sensoor.issuer import signing
from sensoor.platform.supervisor import Platform, running_platform
from sensoor.services import PORTS
from shared.bus import API
from shared.events.catalogue import stream_subjects
from shared.roles import Role

from tests.contacts.browsers import REGISTRATION, answers, on_one_shift, seeking, told
from tests.journeys.planting import BODIES, ID, MARKERS, TRACES, headers, planted

SCALE = 0.02
WORDS = "de reiger staat op het ijs"


class Spans(BaseHTTPRequestHandler):
    """An OpenTelemetry collector that keeps what it is sent, as it came."""

    kept: list[bytes] = []  # noqa: RUF012

    def do_POST(self) -> None:
        self.kept.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Keep the screen clean."""


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """Every span of every service, uncompressed protobuf."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Spans)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("TRACE_RATIO", "1")
    Spans.kept.clear()
    yield Spans.kept
    server.shutdown()


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


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of the test's own, readable by the user that PostgreSQL runs as."""
    folder = Path(tempfile.mkdtemp(prefix="sensoor-anonymity-"))
    folder.chmod(0o755)
    monkeypatch.delenv("NATS_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


async def plant(client: httpx.AsyncClient, service: str) -> int:
    """Send every marker in every place that takes text; return how many requests were taken."""
    described = (await client.get("/openapi.json")).json()
    taken = 0
    for name, operations in described["paths"].items():
        path = f"/v1{name}"
        for method in operations:
            body = BODIES.get((service, method, path))
            needs = "requestBody" in operations[method]
            assert body is not None or not needs, f"plant markers in {service} {method} {path}"
            for marker in MARKERS.values():
                for each in planted(body, marker) if body else [None]:
                    taken += await send(client, method, fill(path, marker), each, marker)
            if body:
                for marker in MARKERS.values():
                    taken += await send(client, method, fill(path, None), body, marker)
    return taken


def fill(path: str, marker: str | None) -> str:
    """Write something in the place of a path's parameters."""
    words = path.split("/")
    value = marker or "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
    return "/".join(value if word.startswith("{") else word for word in words)


async def send(client: httpx.AsyncClient, method: str, path: str, body: Any, marker: str) -> int:
    answer = await client.request(
        method, path, json=body, headers=headers(marker), params={"q": marker, "cursor": marker}
    )
    assert answer.status_code < 500, (method, path, answer.text)
    return int(answer.is_success)


async def everything_kept(home: Path, addresses: dict[str, Any]) -> dict[str, list[str]]:
    """Return all that the streams, the databases and the logs hold, as text."""
    bus = await bus_of(addresses).connect("operator")
    streams = []
    for stream in stream_subjects():
        last = (await bus.jetstream(prefix=API).stream_info(stream)).state.last_seq
        for place in range(1, last + 1):
            message = await bus.jetstream(prefix=API).get_msg(stream, place, direct=True)
            streams.append(f"{message.subject} {message.headers} {(message.data or b'').decode()}")
    await bus.close()
    rows = []
    for url in addresses["databases"].values():
        connection = await asyncpg.connect(url)
        tables = await connection.fetch(
            "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        )
        for table in tables:
            found = await connection.fetch(f"SELECT t::text AS row FROM {table['name']} t")
            rows += [f"{table['name']} {row['row']}" for row in found]
        await connection.close()
    logs = [
        file.read_text(errors="replace") for file in (home / "logs").iterdir() if file.is_file()
    ]
    return {"streams": streams, "databases": rows, "logs": logs}


async def a_letter(here: str, headers: dict[str, str], database: str) -> str:
    """Write a letter, and the draft of its answer, of the words; return its pass-phrase."""
    connection = await asyncpg.connect(database)
    await connection.execute("UPDATE listener SET channels = channels || '{email}'::text[]")
    await connection.close()
    async with (
        httpx.AsyncClient(base_url=here, trust_env=False, timeout=60) as nobody,
        httpx.AsyncClient(base_url=here, trust_env=False, timeout=60, headers=headers) as own,
    ):
        writer, listener = LetterWriter(nobody), LetterListener(own)
        phrase = await writer.write(f"{WORDS}, says a letter")
        await writer.write_on(phrase, f"{WORDS}, says another")
        path = await listener.take()
        assert path is not None
        await listener.draft(path, f"{WORDS}, says its answer")
    return phrase


async def test_no_word_of_a_chat_or_a_letter_is_kept_anywhere_while_it_is_open_and_afterwards(
    home: Path, collector: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    async with running_platform(home, say=lambda _: None) as platform, another(platform) as there:
        here, addresses = platform.addresses["contacts"], platform.addresses
        shift_id, (listener,) = await on_one_shift(addresses["databases"]["contacts"], 1)
        bus = await bus_of(addresses).connect("contacts")
        overheard: list[bytes] = []

        async def overhear(message: Msg) -> None:
            overheard.append(message.data)

        await bus.subscribe("chat.>", cb=overhear)
        await bus.flush()
        headers = signing.header(home, Role.LISTENER, person=str(listener))

        # given a letter with an answer that is being written, which are kept as ciphertext
        phrase = await a_letter(here, headers, addresses["databases"]["contacts"])

        async def found() -> list[str]:
            kept = await everything_kept(home, addresses)
            kept["bus"] = [sent.decode("latin-1") for sent in overheard]
            kept["spans"] = [sent.decode("latin-1") for sent in collector]
            places = {
                place for place, texts in kept.items()
                for one in texts for word in (WORDS, phrase)
                if word in one or word.encode().hex() in one
            }  # fmt: skip
            return [*places, *await find_words(WORDS, home, {}, [])]

        # when both sides of a chat say what nobody else may know, across two processes
        async with AsyncExitStack() as browsers:
            desk = await browsers.enter_async_context(at_desk(here, headers))
            await desk.be("present", shift_id)
            seeker = await browsers.enter_async_context(seeking(there))
            attempt = await answers(desk)
            await told(seeker, "answered")
            seeker.say(f"{WORDS}, says the help seeker")
            desk.say(attempt, f"{WORDS}, says the listener")
            async with asyncio.timeout(60):
                await seeker.until(lambda: len(seeker.words.log) == 2)
                await desk.until(lambda: len(desk.words[attempt].log) == 2)
            # and send them where they do not belong
            for frame in ({"type": WORDS}, {"type": "say", "n": 0, "text": WORDS}, {WORDS: WORDS}):
                seeker.connection.send(frame)
                desk.connection.send({"chat": attempt, **frame})
            # then they are nowhere while it is open, nor afterwards
            assert await found() == []
            assert overheard
            seeker.end()
            await told(seeker, "ended")
            await desk.until(lambda: desk.to_register)
            await desk.register(attempt, **REGISTRATION)
        await bus.close()
        assert await found() == []
        # and what looks for them finds what was planted
        (home / "logs" / "planted").write_text(WORDS)
        assert sorted(await found()) == ["file logs/planted", "logs"]


async def test_no_trace_of_a_help_seeker_in_streams_databases_logs_or_spans(
    home: Path, collector: list[bytes]
) -> None:
    async with running_platform(home, say=lambda _: None) as platform:
        outcome = await play(home, platform.addresses, SCALE)
        taken = 0
        for service in PORTS:
            async with httpx.AsyncClient(
                base_url=platform.addresses[service],
                timeout=60,
                trust_env=False,
                headers=signing.header(home, *Role, person=ID),
            ) as client:
                taken += await plant(client, service)
        kept = await everything_kept(home, platform.addresses)
    kept["spans"] = [sent.decode("latin-1") for sent in collector]

    # What carried markers in its headers or query was taken, and the demo ran as always.
    assert taken > 0
    assert outcome.summary["contacts_handled"] > 0
    # What was kept is really what is looked through.
    known = {
        "streams": "helped_by_talk",
        "databases": "helped_by_talk",
        "logs": '"level"',
        "spans": "/v1/contacts",
    }
    for place, word in known.items():
        assert any(word in text for text in kept[place]), f"no {word} in the {place}"
    for place, texts in kept.items():
        for trace in TRACES:
            found = [text[:80] for text in texts if trace in text]
            assert not found, f"{trace!r} in the {place}: {found[:3]}"
