"""A rebuild says the truth about the live projections, whatever arrives meanwhile."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from reporting.rebuild.command import main
from reporting.rebuild.rebuild_projections import RebuildResult, RebuildRunning, rebuild_projections
from shared.events.envelope import Event

from tests.platform import Platform
from tests.reporting.given import handled, invoice, location, missed, settled, shift
from tests.waiting import eventually

SOME: list[Event] = [location(), shift(), settled(), invoice(), *(missed() for _ in range(5))]


def aggregate_of(event: Event) -> Any:
    return getattr(event, "contact_id", None) or uuid4()


async def some_were_projected(platform: Platform) -> None:
    await platform.service("reporting")
    for event in SOME:
        await platform.publish(event, aggregate_id=aggregate_of(event))
    await platform.handled("reporting", len(SOME))


async def rebuilt(platform: Platform, patience: float = 20) -> RebuildResult:
    database = await platform.database("reporting")
    return await rebuild_projections(
        database, platform.settings("reporting"), lambda _line: None, patience
    )


async def schema_is_kept(platform: Platform) -> bool:
    database = await platform.database("reporting")
    async with database.commit() as connection:
        kept: bool = await connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'rebuild')"
        )
    return kept


async def change(platform: Platform, statement: str) -> None:
    database = await platform.database("reporting")
    async with database.commit() as connection:
        await connection.execute(statement)


async def test_what_was_projected_is_rebuilt_to_the_same_bytes(platform: Platform) -> None:
    await some_were_projected(platform)
    result = await rebuilt(platform)
    assert result.identical
    assert result.digest_live == result.digest_rebuilt
    assert result.events == len(SOME)
    assert result.differences == {}
    assert not await schema_is_kept(platform)


async def test_an_empty_platform_is_rebuilt_too(platform: Platform) -> None:
    await platform.service("reporting")
    result = await rebuilt(platform)
    assert result.identical
    assert result.events == 0


async def test_a_lost_row_is_found_and_the_rebuilt_tables_are_kept(platform: Platform) -> None:
    await some_were_projected(platform)
    await change(platform, "DELETE FROM missed_attempt WHERE attempt_id ="
                           " (SELECT min(attempt_id::text)::uuid FROM missed_attempt)")  # fmt: skip
    result = await rebuilt(platform)
    assert not result.identical
    assert result.differences["missed_attempt"].only_rebuilt == 1
    assert result.differences["missed_attempt"].only_live == 0
    assert await schema_is_kept(platform)


async def test_a_changed_value_is_found(platform: Platform) -> None:
    await some_were_projected(platform)
    await change(platform, "UPDATE invoice SET total = total + 0.01")
    result = await rebuilt(platform)
    assert list(result.differences) == ["invoice"]


async def test_an_event_that_was_never_delivered_is_found(platform: Platform) -> None:
    # given events on the bus, and no service that handles them
    await platform.provision("reporting")
    for event in SOME:
        await platform.publish(event, aggregate_id=aggregate_of(event))
    # when the projections are rebuilt, without waiting long for the service
    result = await rebuilt(platform, patience=0.5)
    # then all that is missing is named
    assert not result.identical
    assert result.differences["location"].only_rebuilt == 1


async def test_what_arrives_during_a_rebuild_makes_no_difference(platform: Platform) -> None:
    await some_were_projected(platform)
    stop = asyncio.Event()

    async def go_on_publishing() -> None:
        while not stop.is_set():
            await platform.publish(handled(), aggregate_id=uuid4())

    publishing = asyncio.create_task(go_on_publishing())
    results = [await rebuilt(platform) for _ in range(3)]
    stop.set()
    await publishing
    assert [result.identical for result in results] == [True, True, True]


async def test_a_dead_letter_is_left_out_of_both(platform: Platform) -> None:
    # given an event that the database cannot take, and one that is none
    await some_were_projected(platform)
    impossible = handled(duration_minutes=2**40)
    await platform.publish_raw("contacts.contact_handled.v1", b"{}", {"ce-id": "no"})
    await platform.publish(impossible, aggregate_id=impossible.contact_id)
    await platform.publish(handled(), aggregate_id=uuid4())
    await platform.handled("reporting", len(SOME) + 1)
    # when the impossible one was set aside, and the projections are rebuilt
    result = await rebuilt(platform, patience=60)
    assert result.identical
    assert result.events == len(SOME) + 1


async def test_two_rebuilds_at_once_are_refused(platform: Platform) -> None:
    await some_were_projected(platform)
    database = await platform.database("reporting")
    async with database.commit() as holding:
        await holding.execute("LOCK TABLE location")
        first = asyncio.create_task(rebuilt(platform))

        async def it_waits_for_the_table() -> bool:
            waiting: bool = await holding.fetchval(
                "SELECT EXISTS (SELECT FROM pg_locks"
                " WHERE NOT granted AND relation = 'location'::regclass)"
            )
            return waiting

        await eventually(it_waits_for_the_table)
        with pytest.raises(RebuildRunning):
            await rebuilt(platform)
    assert (await first).identical


@pytest.mark.parametrize(("damage", "code"), [("SELECT 1", 0), ("DELETE FROM location", 1)])
async def test_the_command_says_it_in_its_last_line_and_its_exit(
    platform: Platform,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    damage: str,
    code: int,
) -> None:
    await some_were_projected(platform)
    await change(platform, damage)
    for name, value in (await platform.environment("reporting")).items():
        monkeypatch.setenv(name, value)
    assert await main([]) == code
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert result["identical"] is (code == 0)
    assert result["events"] == len(SOME)


async def test_the_command_swaps(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await some_were_projected(platform)
    await change(platform, "DELETE FROM location")
    for name, value in (await platform.environment("reporting")).items():
        monkeypatch.setenv(name, value)
    assert await main(["--swap"]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (result["events"], result["untold"]) == (len(SOME), 0)
    assert await main([]) == 0


async def test_the_command_says_that_the_bus_is_away(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    away = await platform.environment("reporting", NATS_URL="nats://127.0.0.1:1")
    for name, value in away.items():
        monkeypatch.setenv(name, value)
    assert await main([]) == 2
    assert "went away" in capsys.readouterr().out
