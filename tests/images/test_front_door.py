"""All pages of compose under one host: the proxy, the settings, and what Keycloak sends back to.

The proxy's real configuration runs in a real nginx, before four services that echo.
"""

import json
import shutil
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from sensoor.embedded.ports import free_port
from sensoor.services import PORTS
from shared.settings import Settings
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from tests.http.serving import listening
from tests.images import compose
from tests.platform import SERVICES
from tests.waiting import eventually

CONFIGURATION = compose.FOLDER / "pages.conf"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
PAGES = "http://localhost:8080"
Proxy = tuple[httpx.AsyncClient, threading.Event]


class Echo(BaseHTTPRequestHandler):
    """Says which service was asked and how; `.../live` sends one event, and waits for more."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        service, go_on = self.server.service, self.server.go_on  # type: ignore[attr-defined]
        live = self.path.endswith("/live")
        said = {"service": service, "path": self.path, "headers": dict(self.headers)}
        body = b"data: first\n\n" if live else json.dumps(said).encode()
        self.send_response(200)
        if live:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        if live:
            go_on.wait(30)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def echoing(go_on: threading.Event) -> Iterator[dict[str, int]]:
    """Run a server for each service; yield their ports."""
    servers = {name: ThreadingHTTPServer(("127.0.0.1", 0), Echo) for name in SERVICES}
    for name, server in servers.items():
        server.service, server.go_on = name, go_on  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield {name: server.server_port for name, server in servers.items()}
    for server in servers.values():
        server.shutdown()
        server.server_close()


def here(folder: Path, port: int, services: dict[str, int]) -> str:
    """Return the configuration with what differs on this machine: ports, folders, names."""
    upstreams = "".join(
        f"upstream {name} {{ server 127.0.0.1:{at}; }}\n" for name, at in services.items()
    )
    folders = "".join(f"{name}_temp_path {folder}/{name};\n" for name in TEMPORARY)
    text = CONFIGURATION.read_text()
    for said, instead in (
        ("  resolver 127.0.0.11 valid=5s;\n", upstreams + folders),
        ("/tmp/nginx.pid", f"{folder}/nginx.pid"), ("listen 8080;", f"listen 127.0.0.1:{port};"),
        (":8000;", ";"),
    ):  # fmt: skip
        assert said in text
        text = text.replace(said, instead)
    return text


@contextmanager
def nginx(folder: Path, port: int, services: dict[str, int]) -> Iterator[subprocess.Popen[bytes]]:
    """Run nginx with the configuration; what it logs is in `log`."""
    configuration = folder / "pages.conf"
    configuration.write_text(here(folder, port, services))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(configuration)],
            stdout=log, stderr=log,
        )  # fmt: skip
        yield process
        process.terminate()
        process.wait(10)


async def told(socket: WebSocket) -> None:
    """Accept, tell which headers came, and how long each message is; refuse who asks for it."""
    if "refuse" in socket.query_params:
        raise HTTPException(409)
    await socket.accept()
    await socket.send_json(dict(socket.headers))
    async for text in socket.iter_text():
        await socket.send_text(str(len(text)))


@asynccontextmanager
async def with_sockets(services: dict[str, int]) -> AsyncIterator[dict[str, int]]:
    """Put a server with WebSockets in the place of contacts."""
    port = free_port(26300)
    routes = [WebSocketRoute(f"/contacts/{page}/socket", told) for page in ("help", "desk")]
    async with listening(Starlette(routes=routes), port):
        yield services | {"contacts": port}


@pytest.fixture
async def sockets(tmp_path: Path) -> AsyncIterator[str]:
    """The proxy before contacts with WebSockets: its address; it logs nothing."""
    port = free_port(26300)
    with echoing(threading.Event()) as services:
        async with with_sockets(services) as behind, proxied(tmp_path, port, behind):
            yield f"ws://127.0.0.1:{port}"


@pytest.fixture
async def proxy(tmp_path: Path) -> AsyncIterator[Proxy]:
    """The proxy, and the event that lets the live parts behind it end; it logs nothing."""
    go_on, port = threading.Event(), free_port(26300)
    with echoing(go_on) as services:
        async with proxied(tmp_path, port, services) as asks:
            yield asks, go_on
            go_on.set()


@asynccontextmanager
async def proxied(
    folder: Path, port: int, services: dict[str, int]
) -> AsyncIterator[httpx.AsyncClient]:
    """Run nginx before servers until it answers; check that it has logged nothing."""
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed")
    with nginx(folder, port, services) as process:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as asks:

            async def answers() -> bool:
                assert process.poll() is None, (folder / "log").read_text()
                try:
                    return (await asks.get("/nothing")).status_code == 404
                except httpx.TransportError:
                    return False

            await eventually(answers)
            yield asks
    assert (folder / "log").read_text() == ""


async def test_each_service_answers_below_its_name_and_one_of_them_at_the_top(proxy: Proxy) -> None:
    asks, _ = proxy
    for name in SERVICES:
        for path in (f"/{name}", f"/{name}/sign-in?to=/{name}/a%20b", f"/{name}/static/a.css"):
            said = (await asks.get(path)).json()
            assert (said["service"], said["path"]) == (name, path)
            # The service sees the host that the browser asked, and nothing of who asked.
            assert said["headers"]["Host"] == asks.base_url.netloc.decode()
            assert not {each for each in said["headers"] if "forward" in each.lower()}
    assert (await asks.get("/")).json()["service"] in SERVICES


@pytest.mark.parametrize(
    "path",
    ["/metrics", "/livez", "/readyz", "/v1/contacts", "/docs", "/openapi.json", "/contactsx",
     "/partners", "//contacts.example/"],
)  # fmt: skip
async def test_nothing_else_is_reached(proxy: Proxy, path: str) -> None:
    asks, _ = proxy
    answer = await asks.get(f"{asks.base_url}".rstrip("/") + path)
    assert answer.status_code == 404
    assert "/" not in answer.headers["server"]


async def test_a_live_part_is_sent_as_it_changes(proxy: Proxy) -> None:
    asks, go_on = proxy
    async with asks.stream("GET", "/contacts/duty/live") as answer:
        async for text in answer.aiter_text():
            assert text == "data: first\n\n"
            assert not go_on.is_set()  # the service has not ended its answer
            break
    go_on.set()


@pytest.mark.parametrize("page", ["help", "desk"])
async def test_a_websocket_goes_through_and_tells_nothing_of_who_opened_it(
    sockets: str, page: str
) -> None:
    async with connect(
        f"{sockets}/contacts/{page}/socket", origin=Origin(PAGES), proxy=None
    ) as socket:
        headers = json.loads(await socket.recv())
        assert headers["origin"] == PAGES
        assert headers["host"] == sockets.removeprefix("ws://")
        assert not {name for name in headers if "forward" in name or "real" in name}
        await socket.send("w" * 100_000)
        assert await socket.recv() == "100000"


async def test_a_websocket_that_is_refused_is_told_why(sockets: str) -> None:
    with pytest.raises(InvalidStatus) as caught:
        await connect(f"{sockets}/contacts/help/socket?refuse", proxy=None)
    assert caught.value.response.status_code == 409
    for path in ("/contacts/socket", "/contacts/help/socket/more", "/billing/help/socket"):
        with pytest.raises(InvalidStatus):
            await connect(f"{sockets}{path}", proxy=None)


async def test_what_the_script_of_the_desk_asks_is_reached_at_the_host_of_the_pages(
    proxy: Proxy,
) -> None:
    asks, _ = proxy
    for path in ("/v1/desk", "/v1/desk/attempts/1/answer", "/contacts/help", "/contacts/desk"):
        said = (await asks.get(path)).json()
        assert (said["service"], said["path"]) == ("contacts", path)
        assert not {each for each in said["headers"] if "forward" in each.lower()}
    for path in ("/v1/desks", "/v1/deskx/attempts", "/v1/attempts"):
        assert (await asks.get(path)).status_code == 404


def test_every_service_and_the_issuer_know_where_the_pages_are() -> None:
    services = compose.services()
    (port,) = services["pages"]["ports"]
    assert port.split(":")[1] == str(urlsplit(PAGES).port)
    for name in (*SERVICES, "issuer"):
        said = json.loads(services[name]["environment"]["PAGE_ADDRESSES"])
        assert said == dict.fromkeys(SERVICES, PAGES)


def test_keycloak_sends_back_to_every_service_in_compose_and_under_sensoor_up() -> None:
    realm = json.loads((compose.FOLDER / "keycloak" / "sensoor.json").read_text())
    (client,) = realm["clients"]
    places = {name: (PAGES, f"http://127.0.0.1:{port}") for name, port in PORTS.items()}
    assert sorted(client["redirectUris"]) == sorted(
        f"{place}/{name}/sign-in/callback" for name, at in places.items() for place in at
    )
    back = client["attributes"]["post.logout.redirect.uris"].split("##")
    assert sorted(back) == sorted({f"{place}/" for at in places.values() for place in at})
    assert client["webOrigins"] == []  # no script of a page asks Keycloak
    assert client["attributes"]["access.token.lifespan"] == "3600"
    assert Settings.model_fields["oidc_client_id"].default == client["clientId"]
