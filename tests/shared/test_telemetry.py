"""Logs, metrics and spans say what happened, and never about whom."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON, ParentBased, Sampler
from prometheus_client import generate_latest
from shared.events.contacts import ContactMissed, ReferralMade
from shared.telemetry import JsonLines, parent_of, tracer

from tests.contacts.given import NOW, on_duty, registration
from tests.platform import Platform
from tests.waiting import eventually

MARKER = "0612345678"


class Switch(Sampler):
    """Records the traces that begin while a test of this file runs, and no other."""

    on = False

    def should_sample(self, *args: Any, **given: Any) -> Any:
        return (ALWAYS_ON if self.on else ALWAYS_OFF).should_sample(*args, **given)

    def get_description(self) -> str:
        return "Switch"


SWITCH = Switch()
EXPORTER = InMemorySpanExporter()


@pytest.fixture(scope="module")
def _provider() -> None:
    """The process has one provider of traces for good."""
    provider = TracerProvider(sampler=ParentBased(SWITCH))
    provider.add_span_processor(SimpleSpanProcessor(EXPORTER))
    trace.set_tracer_provider(provider)


@pytest.fixture
def spans(_provider: None) -> Iterator[InMemorySpanExporter]:
    EXPORTER.clear()
    SWITCH.on = True
    yield EXPORTER
    SWITCH.on = False
    EXPORTER.clear()


def line_of(record: logging.LogRecord) -> dict[str, Any]:
    return dict(json.loads(JsonLines().format(record)))


def record(message: str, *args: Any, **given: Any) -> logging.LogRecord:
    return logging.LogRecord("test", logging.ERROR, "x.py", 1, message, args, **given)


def test_a_log_line_carries_the_trace_and_no_text_of_an_error(spans: InMemorySpanExporter) -> None:
    try:
        raise KeyError(MARKER)
    except KeyError as error:
        info = (type(error), error, error.__traceback__)
    with tracer.start_as_current_span("work") as span:
        line = line_of(record("it failed", exc_info=info))
    assert line["traceId"] == f"{span.get_span_context().trace_id:032x}"
    assert line["error"] == "KeyError"
    assert line["passed"]
    assert MARKER not in json.dumps(line)
    assert "traceId" not in line_of(record("no trace is open here", exc_info=None))


async def test_what_asyncio_says_of_a_task_that_failed_carries_no_text_of_its_error() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("asyncio")
    logger.addHandler(handler)

    async def fails() -> None:
        raise KeyError(MARKER)

    task = asyncio.create_task(fails())
    await asyncio.wait([task])
    del task
    logger.removeHandler(handler)
    line = json.loads(written.getvalue())
    assert line["error"] == "KeyError"
    assert MARKER not in written.getvalue()


def test_a_log_line_is_one_line_whatever_it_carries() -> None:
    given = record("one\ntwo", exc_info=None)
    given.fields = {"what": object()}
    assert "\n" not in JsonLines().format(given)


@pytest.mark.parametrize(
    "header",
    [
        None, "", "x", "00-1-1-01", f"00-{'0' * 32}-{'1' * 16}-01", f"00-{'g' * 32}-{'1' * 16}-01",
        f"00-{'1' * 33}-{'1' * 16}-01", f"00-{'1' * 32}-{'1' * 16}-0x1",
        f"00-{'+' + '1' * 31}-{'1' * 16}-01", f"00-{'1_' * 16}-{'1' * 16}-01",
    ],
)  # fmt: skip
def test_what_is_no_traceparent_is_no_parent(header: str | None) -> None:
    assert not parent_of(header).get_span_context().is_valid


async def test_a_trace_runs_on_from_the_request_to_the_last_handler(
    platform: Platform, spans: InMemorySpanExporter
) -> None:
    contacts = await platform.service("contacts")
    await platform.service("reporting")
    await on_duty(platform)
    spans.clear()
    answer = await contacts.client.post(
        "/v1/contacts",
        params={"q": MARKER},
        headers={
            "User-Agent": MARKER,
            "X-Forwarded-For": MARKER,
            "traceparent": f"00-{MARKER:0>32}-{MARKER:0>16}-01",
        },
        json=registration(),
    )
    contact_id = answer.json()["contactId"]

    async def projected() -> Sequence[ReadableSpan]:
        found = spans.get_finished_spans()
        names = {span.name for span in found}
        wanted = {"POST /v1/contacts", "project_contacts_on_contact_handled_or_corrected"}
        return found if wanted <= names else ()

    found = {span.name: span for span in await eventually(projected)}
    request, handling = (
        found["POST /v1/contacts"],
        found["project_contacts_on_contact_handled_or_corrected"],
    )
    assert request.context.trace_id == handling.context.trace_id
    assert handling.parent is not None
    assert handling.parent.span_id == request.context.span_id

    referral = await contacts.client.post(
        f"/v1/contacts/{contact_id}/referrals", json={"partner": "113online", "mode": "information"}
    )
    assert referral.status_code == 201

    async def both() -> bool:
        return len(await platform.messages("PARTNER_113ONLINE")) == 1

    await eventually(both)
    assert (await platform.published(ReferralMade))[0].traceparent
    (copy,) = await platform.messages("PARTNER_113ONLINE")
    assert "traceparent" not in copy.headers
    for span in spans.get_finished_spans():
        assert MARKER not in span.to_json()
        assert set(span.attributes or {}) <= {"http.route", "http.response.status_code"}


async def test_a_method_of_the_client_s_own_making_is_in_no_span_and_no_metric(
    platform: Platform, spans: InMemorySpanExporter
) -> None:
    contacts = await platform.service("contacts")
    answer = await contacts.client.request(MARKER, f"/v1/{MARKER}", params={"q": MARKER})
    assert answer.status_code in (404, 405)
    assert MARKER not in generate_latest().decode()
    assert not [span for span in spans.get_finished_spans() if MARKER in span.to_json()]


async def test_an_event_that_nobody_traces_is_handled_all_the_same(platform: Platform) -> None:
    await platform.service("reporting")
    event = ContactMissed.model_validate(
        {
            "attemptId": "6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a09", "channel": "chat",
            "line": "national", "lineLocationId": None, "offeredQuarter": NOW,
            "waitedSeconds": 3, "reason": "abandoned",
        }
    )  # fmt: skip
    await platform.publish(event, aggregate_id=event.attempt_id)
    await platform.handled("reporting", 1)
