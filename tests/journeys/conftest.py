"""What the journeys begin with: a home of their own, and a collector of spans."""

import shutil
import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest


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
    # The services send their spans ten times a second, not each five seconds.
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "100")
    Spans.kept.clear()
    yield Spans.kept
    server.shutdown()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of the test's own, readable by the user that PostgreSQL runs as."""
    folder = Path(tempfile.mkdtemp(prefix="sensoor-anonymity-"))
    folder.chmod(0o755)
    monkeypatch.delenv("NATS_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
