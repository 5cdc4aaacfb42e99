"""Somewhere for traces to go, so that telemetry costs what it costs where it is collected."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


@dataclass
class Traces:
    """How much came in."""

    bytes: int = 0


@contextmanager
def collected_traces() -> Iterator[Traces]:
    """Take what the processes started meanwhile export (OTLP over HTTP), and forget it."""
    traces = Traces()

    class Collector(BaseHTTPRequestHandler):
        """Takes a request and counts its bytes."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Take spans."""
            traces.bytes += len(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    Thread(target=server.serve_forever, daemon=True).start()
    os.environ[ENDPOINT] = f"http://127.0.0.1:{server.server_port}"
    try:
        yield traces
    finally:
        del os.environ[ENDPOINT]
        server.shutdown()
        server.server_close()
