"""Traces, metrics and logs. None of them ever carries a payload, a query or an address."""

import json
import logging
import os
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, TraceFlags
from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Histogram(
    "http_request_seconds", "Time a request took", ["method", "route", "status"]
)  # fmt: skip
PUBLISHED = Counter("events_published", "Events the relay published", ["stream"])
PARKED = Counter("events_parked", "Events that the broker refused for good", ["stream"])
OUTBOX = Gauge("outbox_waiting", "Events in the outbox that are not on the bus yet")
OUTBOX_OLDEST = Gauge("outbox_oldest_seconds", "How long the first event of the outbox waits")
OUTBOX_PARKED = Gauge("outbox_parked", "Events in the outbox that the broker refused for good")
HANDLED = Counter("events_handled", "Events whose effect is committed", ["consumer"])
DUPLICATES = Counter("events_duplicate", "Deliveries that had been handled before", ["consumer"])
FAILED = Counter("events_failed", "Handlings that failed by the event itself", ["consumer", "code"])
UNKNOWN = Counter(
    "events_unknown", "Deliveries that went back: a later release knows the event", ["consumer"]
)
DEAD_LETTERS = Counter("dead_letters", "Events set aside for a person", ["consumer", "code"])
AWAY = Gauge("surroundings_away", "1 while what the service needs is away", ["what"])

tracer = trace.get_tracer("sensoor")
TRACEPARENT = re.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")


class JsonLines(logging.Formatter):
    """One JSON object a line, with trace ids.

    Of an exception it keeps the type and the stack's lines, never the message: messages of
    libraries quote the input.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            # asyncio appends a failed task, with the text of the error, to its message.
            "message": record.getMessage().partition("\n")[0],
        }
        line.update(getattr(record, "fields", {}))
        context = trace.get_current_span().get_span_context()
        if context.is_valid:
            line["traceId"] = f"{context.trace_id:032x}"
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["passed"] = [
                f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


def start_telemetry(service: str, *, log_level: str, trace_ratio: float) -> None:
    """Send logs to standard output as JSON, and spans to `OTEL_EXPORTER_OTLP_ENDPOINT` if set."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=log_level, handlers=[handler], force=True)
    # The clients of HTTP and the access log of uvicorn would write addresses and queries.
    for name in ("uvicorn.access", "httpx", "httpcore", "urllib3"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    provider = TracerProvider(
        sampler=ParentBased(TraceIdRatioBased(trace_ratio)),
        resource=Resource.create({"service.name": service}),
    )
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def stop_telemetry() -> None:
    """Send the spans that are still queued."""
    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        provider.shutdown()


def traceparent(context: SpanContext) -> str | None:
    """Write a span's context as a W3C traceparent header."""
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def parent_of(header: str | None) -> Span:
    """Read a W3C traceparent header as the parent of a new span; an invalid one is none."""
    found = TRACEPARENT.fullmatch(header or "")
    if not found:
        return trace.INVALID_SPAN
    trace_id, span_id, flags = (int(part, 16) for part in found.groups())
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return NonRecordingSpan(context) if context.is_valid else trace.INVALID_SPAN


def is_recorded(header: str | None) -> bool:
    """Return whether a traceparent header belongs to a recorded trace."""
    # The last bit of the flags; others may be set beside it.
    return header is not None and header[-1:] in tuple("13579bdf")
