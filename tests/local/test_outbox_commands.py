"""`sensoor outbox` as an operator runs it, on a service that runs and one event that is wrong."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from shared.events.volunteers import LocationOpened
from shared.outbox import outbox_row, record

from tests.local.conftest import run_sensoor
from tests.platform import Platform
from tests.shared.probe import location
from tests.waiting import eventually

NOW = datetime(2016, 3, 1, tzinfo=UTC)


async def test_what_is_parked_is_listed_without_its_content_and_queued_again(
    platform: Platform, tmp_path: Path
) -> None:
    volunteers = await platform.service("volunteers")
    there = {"VOLUNTEERS_DATABASE_URL": volunteers.database.url}
    event_id, subject, headers, data = outbox_row(
        location("Zutphen"), aggregate_id=1, version=1, now=NOW
    )
    huge = data[:-1] + ',"secret":"' + "x" * 70_000 + '"}'

    async def sensoor(*arguments: str) -> tuple[int, str]:
        ended = await asyncio.to_thread(run_sensoor, tmp_path, "outbox", *arguments, **there)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout

    async def parked() -> bool:
        async with volunteers.database.commit() as connection:
            return bool(
                await connection.fetchval("SELECT count(*) FROM outbox WHERE refused <> ''")
            )

    async def told() -> list[LocationOpened]:
        return [one.data for one in await platform.published(LocationOpened)]

    async with volunteers.database.commit() as connection:
        await record(connection, (event_id, subject, headers, huge))
    await eventually(parked)
    code, said = await sensoor("list")
    assert code == 0
    assert said.startswith("volunteers  0 waiting, 1 parked, relay ")
    assert f"{event_id}  {subject}" in said
    assert "400/10054" in said
    assert "secret" not in said

    async with volunteers.database.commit() as connection:
        # The cause is mended: what was too large is not any more.
        await connection.execute("UPDATE outbox SET data = $1", data)
    assert await told() == []
    assert await sensoor("retry", "volunteers", event_id) == (
        0, "1 queued again: sensoor outbox list volunteers\n",
    )  # fmt: skip
    await eventually(told)
    assert [one.name for one in await told()] == ["Zutphen"]
    code, said = await sensoor("list", "volunteers")
    assert said.startswith("volunteers  0 waiting, 0 parked, ")

    code, said = await sensoor("retry", "volunteers", event_id)
    assert (code, "is not parked" in said) == (1, True)
    assert await sensoor("retry", "volunteers", "--all") == (
        0, "0 queued again: sensoor outbox list volunteers\n",
    )  # fmt: skip
    code, said = await sensoor("list", "billing")
    assert (code, "no database of billing is known" in said) == (1, True)


@pytest.mark.parametrize("arguments", [("volunteers",), ("volunteers", str(uuid4()), "--all")])
def test_a_retry_wants_one_event_or_all(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ended = run_sensoor(tmp_path, "outbox", "retry", *arguments)
    assert ended.returncode == 2
    assert "give one event's id, or --all" in ended.stderr


def test_where_nothing_is_up_it_says_how_to_start_it(tmp_path: Path) -> None:
    ended = run_sensoor(tmp_path, "outbox", "list")
    assert ended.returncode == 1
    assert "`sensoor up` starts it" in ended.stdout
