"""A rule of retention works in batches, and one that fails is told."""

import asyncio

import asyncpg
import pytest
from shared.database import Connection, Database
from shared.retention import APPLIED, apply, forget_old_requests, run_retention

from shared import retention
from tests.platform import Platform
from tests.waiting import end, eventually

OLD = """
INSERT INTO idempotent_request (key_hash, request_hash, made_at)
SELECT decode(md5(number::text), 'hex'), '', now() - make_interval(days => $2)
FROM generate_series(1 + $3, $1 + $3) AS number
"""


async def count(database: Database) -> int:
    async with database.commit() as connection:
        found: int = await connection.fetchval("SELECT count(*) FROM idempotent_request")
        return found


def applied(rule: str) -> float:
    return APPLIED.labels(rule)._value.get()


async def test_a_rule_is_applied_in_commits_of_bounded_size_until_nothing_is_left(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = await platform.database("contacts")
    monkeypatch.setattr(retention, "ROWS_A_COMMIT", 100)
    async with database.commit() as connection:
        await connection.execute(OLD, 450, 8, 0)
        await connection.execute(OLD, 3, 6, 1000)
    changed: list[int] = []

    async def counted(connection: Connection) -> int:
        changed.append(await forget_old_requests(connection))
        return changed[-1]

    assert await apply(database, counted)

    assert changed == [100, 100, 100, 100, 50, 0]
    assert await count(database) == 3


async def test_a_rule_that_fails_is_told_and_holds_up_no_other(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    database = await platform.database("contacts")
    monkeypatch.setattr(retention, "AGAIN_SECONDS", 0.05)
    tries: list[int] = []

    async def takes_too_long(connection: Connection) -> int:
        tries.append(1)
        if len(tries) < 3:
            raise asyncpg.QueryCanceledError
        return 0

    async def runs_well(_connection: Connection) -> int:
        return 0

    running = asyncio.create_task(run_retention(database, [takes_too_long, runs_well]))

    async def tried_until_it_succeeds() -> bool:
        return len(tries) == 3

    await eventually(tried_until_it_succeeds)
    await end(running)
    told = [record for record in caplog.records if "retention" in record.message]
    assert [record.__dict__["fields"] for record in told] == [{"rule": "takes_too_long"}] * 2
    assert applied("runs_well") > 0
