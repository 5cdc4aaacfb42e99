"""`sensoor doctor` adds up what the services may open, and holds it against the server."""

import pytest
from sensoor.platform import running_checks

from tests.platform import Platform


async def test_more_connections_than_the_server_takes_are_a_finding(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = {"databases": {"contacts": await platform.database_url("contacts")}}
    assert await running_checks.connections(addresses) == ""

    monkeypatch.setenv("DATABASE_CONNECTIONS", "1000")

    said = await running_checks.connections(addresses)
    assert said.startswith("the services may open 4000, and PostgreSQL takes ")


async def test_the_server_too_gives_up_a_peer_that_is_gone(platform: Platform) -> None:
    database = await platform.database("contacts")
    async with database.commit() as connection:
        assert await connection.fetchval("SHOW tcp_user_timeout") == "10000"  # ms
        assert await connection.fetchval("SHOW statement_timeout") == "30s"
