"""Registering a contact: look up duty and overlap, save it with its event, one commit."""

import asyncio
import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from benchmarks.by_hand.prepare import LOCATION, SUBJECT, VOLUNTEERS

CONCURRENCY = 16
DUTY = """
SELECT EXISTS (SELECT FROM listener WHERE volunteer_id = $1) AS admitted,
    EXISTS (
        SELECT FROM place JOIN shift USING (shift_id)
        WHERE volunteer_id = $1 AND taken AND NOT cancelled
        AND $2 BETWEEN starts_at - interval '1800 s' AND ends_at + interval '1800 s'
    ) AS on_shift,
    EXISTS (SELECT FROM location WHERE location_id = $3)
    AND ($4::uuid IS NULL OR EXISTS (SELECT FROM location WHERE location_id = $4))
        AS locations_open,
    pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0))
"""
OVERLAPPING = """
SELECT contact_id FROM contact
WHERE channel = 'telephone' AND volunteer_id = $1 AND started_at < $3
    AND started_at > $2::timestamptz - interval '24 h' AND ended_at > $2
"""
HOW_MANY = "SELECT count(*) FROM contact"
SAVE = """
WITH saved AS (
    INSERT INTO contact (contact_id, attempt_id, channel, line, line_location_id,
        answered_at_location_id, volunteer_id, started_at, ended_at, wait_seconds, kind, topics,
        outcome, diverted_from, heavy, duty_verified, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, true, 1)
)
INSERT INTO outbox (event_id, subject, headers, data) VALUES ($16, $17, $18, $19)
"""
committed = asyncio.Event()


def registration(number: int) -> dict[str, Any]:
    """Return what a volunteer's desk sends, as values of Python.

    Each number has an hour of a volunteer's of its own, before this month: none overlaps another.
    """
    chance = random.Random(number)
    hours, place = divmod(number, len(VOLUNTEERS))
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    started = month - timedelta(hours=hours + 1)
    return {
        "channel": chance.choice(("telephone", "chat")),
        "line": "national",
        "line_location_id": None,
        "answered_at_location_id": LOCATION,
        "volunteer_id": VOLUNTEERS[place],
        "started_at": started,
        "ended_at": started + timedelta(seconds=chance.randint(60, 3599)),
        "wait_seconds": chance.randint(0, 90),
        "kind": "conversation",
        "topics": chance.sample(("loneliness", "family", "relationships", "study"), 2),
        "outcome": "helped_by_talk",
        "diverted_from": None,
        "heavy": False,
    }


def check(given: dict[str, Any], now: datetime) -> None:
    """Refuse what cannot have been."""
    if not given["started_at"] <= given["ended_at"] <= now:
        raise ValueError("times")
    if given["ended_at"] - given["started_at"] > timedelta(hours=24):
        raise ValueError("too long")
    if (given["line"] == "local") != (given["line_location_id"] is not None):
        raise ValueError("line")
    if given["kind"] == "conversation":
        if not 1 <= len(set(given["topics"])) == len(given["topics"]) <= 3:
            raise ValueError("topics")
    elif given["topics"] or given["outcome"] != "no_conversation":
        raise ValueError("kind")


def quarter(moment: datetime) -> datetime:
    """Cut a time to the quarter hour."""
    stamp = int(moment.timestamp())
    return datetime.fromtimestamp(stamp - stamp % 900, UTC)


def event_row(
    contact_id: UUID, attempt_id: UUID, given: dict[str, Any], now: datetime
) -> tuple[str, str, str, str]:
    """Return the event as an outbox row: id, subject, headers and data."""
    event_id = str(uuid4())
    started = given["started_at"]
    data = {
        "contactId": contact_id, "attemptId": attempt_id, "channel": given["channel"],
        "line": given["line"], "lineLocationId": given["line_location_id"],
        "answeredAtLocationId": given["answered_at_location_id"],
        "volunteerId": given["volunteer_id"], "startedQuarter": quarter(started),
        "durationMinutes": int((given["ended_at"] - started).total_seconds() + 30) // 60,
        "waitSeconds": given["wait_seconds"], "kind": given["kind"], "topics": given["topics"],
        "outcome": given["outcome"], "divertedFrom": given["diverted_from"],
        "heavy": given["heavy"], "dutyVerified": True,
    }  # fmt: skip
    headers = {
        "Nats-Msg-Id": event_id, "ce-specversion": "1.0", "ce-id": event_id,
        "ce-source": "urn:nld:kvknr:00000000:systeem:by_hand",
        "ce-type": "nl.hulpopafstand.contacts.contact-handled.v1",
        "ce-time": quarter(now).isoformat().replace("+00:00", "Z"),
        "ce-subject": str(contact_id), "ce-sequence": f"{1:020d}",
        "ce-dataschema": "urn:hulpopafstand:schema:contacts.contact_handled.v1",
        "content-type": "application/json",
        "traceparent": f"00-{contact_id.hex}-{attempt_id.hex[:16]}-00",
    }  # fmt: skip
    packed = orjson.dumps(data, option=orjson.OPT_UTC_Z).decode()
    return event_id, SUBJECT, orjson.dumps(headers).decode(), packed


async def register(pool: "asyncpg.Pool[Any]", given: dict[str, Any]) -> None:
    """Register one contact: look up duty and overlap, save contact and event, one commit."""
    now = datetime.now(UTC)
    check(given, now)
    async with pool.acquire() as connection, connection.transaction():
        duty = await connection.fetchrow(
            DUTY, given["volunteer_id"], given["started_at"],
            given["answered_at_location_id"], given["line_location_id"],
        )  # fmt: skip
        if not (duty["admitted"] and duty["on_shift"] and duty["locations_open"]):
            raise ValueError("not on duty")
        times = given["volunteer_id"], given["started_at"], given["ended_at"]
        if given["channel"] == "telephone" and await connection.fetch(OVERLAPPING, *times):
            raise ValueError("overlaps")
        contact_id, attempt_id = uuid4(), uuid4()
        row = event_row(contact_id, attempt_id, given, now)
        await connection.execute(SAVE, contact_id, attempt_id, *given.values(), *row)
    committed.set()


async def register_many(pool: "asyncpg.Pool[Any]", count: int) -> float:
    """Register `count` contacts, 16 at a time; return when the first began."""
    first = await pool.fetchval(HOW_MANY)
    given = iter([registration(number) for number in range(first, first + count)])

    async def desk() -> None:
        for one in given:
            await register(pool, one)

    began = time.monotonic()
    await asyncio.gather(*(desk() for _ in range(CONCURRENCY)))
    return began
