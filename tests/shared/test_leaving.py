"""A process that is asked to leave tells what it has to tell; one that stands still is not live."""

import pytest

from shared import pull
from tests.platform import Platform

ROWS = 3_000
# Rows of the outbox as a service writes them, more than a relay publishes at once.
FILL = """
INSERT INTO outbox (event_id, subject, headers, data)
SELECT id, 'volunteers.location_opened.v1', json_build_object('Nats-Msg-Id', id), '{}'
FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1)) made
"""


async def test_a_process_that_leaves_empties_its_outbox_first(platform: Platform) -> None:
    volunteers = await platform.service("volunteers")
    observer = await platform.database("volunteers")
    async with observer.commit() as connection:
        await connection.execute(FILL, ROWS)

    await volunteers.leave()

    async with observer.commit() as connection:
        waiting = await connection.fetchval("SELECT count(*) FROM outbox WHERE sent_at IS NULL")
    assert waiting == 0
    assert len(await platform.messages("VOLUNTEERS")) == ROWS


async def test_a_consumer_that_stands_still_is_not_live(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts = await platform.service("contacts")
    assert (await contacts.client.get("/livez")).status_code == 200

    # Every consumer's last round is longer ago than this.
    monkeypatch.setattr(pull, "HEART_STOPS_SECONDS", 0.0)

    answer = await contacts.client.get("/livez")
    assert (answer.status_code, answer.json()["status"]) == (503, "a consumer stands still")


async def test_live_looks_neither_at_the_bus_nor_at_the_database(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    name = contacts.database.url.rsplit("/", 1)[1]
    await platform.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    platform.broker.kill()

    assert (await contacts.client.get("/livez")).status_code == 200
