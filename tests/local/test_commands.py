"""What the commands show of the bus and the logs, with a broker and nothing else."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sensoor.bus import dead_letter_stream, follow_events
from sensoor.bus.environment import environment_of
from sensoor.bus.reading import EVERYTHING, broker, following, last_places, stored
from sensoor.commands import logs

from tests.local.conftest import run_sensoor
from tests.platform import SERVICES, Platform

NOW = datetime(2016, 1, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("90s", NOW - timedelta(seconds=90)),
        ("10m", NOW - timedelta(minutes=10)),
        ("3d", NOW - timedelta(days=3)),
        ("2016-01-04T10:00:00+01:00", datetime(2016, 1, 4, 9, tzinfo=UTC)),
        ("2016-01-04 10:00", datetime(2016, 1, 4, 9, tzinfo=UTC)),
    ],
)
def test_since_is_an_age_or_a_time_in_amsterdam(said: str, meant: datetime) -> None:
    assert follow_events.moment(said, NOW) == meant


def test_since_refuses_what_is_neither() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        follow_events.moment("yesterday", NOW)


async def test_stored_events_come_in_the_order_of_the_broker_over_all_streams(
    platform: Platform,
) -> None:
    await platform.provision()
    connection = await platform.connect()
    js = connection.jetstream()
    told = ["contacts.1", "billing.1", "billing.2", "contacts.2"]
    for subject in told:
        await js.publish(subject, b"{}")
    async with broker(platform.bus) as reading:
        read = [m.subject async for m in stored(reading, ["CONTACTS", "BILLING"], EVERYTHING)]
    assert read == told
    await connection.close()


async def test_new_events_follow_the_last_place(platform: Platform) -> None:
    await platform.provision()
    connection = await platform.connect()
    js = connection.jetstream()
    await js.publish("contacts.old", b"{}")
    event = {"ce-time": "2016-01-04T11:00:00Z", "ce-subject": "1f0a", "ce-sequence": "0007"}
    async with broker(platform.bus) as reading:
        places = await last_places(reading)
        await js.publish("contacts.new", b"{}", headers=event)
        async for message in following(reading, places):
            shown = follow_events.line(message)
            break
    assert shown.split() == [
        "2016-01-04",
        "12:00:00",
        "contacts.new",
        "1f0a",
        "v7",
        "CONTACTS",
        "2",
    ]
    await connection.close()


def test_a_log_line_is_shown_as_a_person_reads_it() -> None:
    line = {"time": "2016-01-04T11:00:00+00:00", "level": "WARNING", "logger": "shared.bus",
            "message": "the bus is away", "code": "E1"}  # fmt: skip
    shown = logs.readable("contacts", json.dumps(line)).split()
    assert shown[1:] == ["contacts", "WARNING", "the", "bus", "is", "away", "code=E1"]
    assert logs.readable("nats", "[1] Server is ready") == "nats       [1] Server is ready"


@pytest.mark.parametrize("command", [("status",), ("events",), ("dead-letters", "list"),
                                     ("rebuild", "reporting"),
                                     ("annual-report", "2016")])  # fmt: skip
def test_where_nothing_is_up_a_command_says_how_to_start_it(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    told = run_sensoor(tmp_path, *command)
    assert told.returncode == 1
    assert "`sensoor up` starts it" in told.stdout
    assert "Traceback" not in told.stderr


async def test_what_is_no_letter_holds_up_no_letter(platform: Platform) -> None:
    await platform.provision()
    letter = {
        "stream": "CONTACTS", "streamSequence": 1, "consumer": "reporting_contacts",
        "event": "contacts.contact_missed.v1", "code": "data_invalid", "attempts": 5,
        "setAsideAt": "2016-01-04T11:00:00Z",
    }  # fmt: skip
    connection = await platform.connect()
    await connection.jetstream().publish("dead_letters.reporting", b'{"stream": "CONTACTS"}')
    await connection.jetstream().publish("dead_letters.reporting", json.dumps(letter).encode())
    await connection.close()

    async with broker(platform.bus) as reading:
        found = await dead_letter_stream.letters(reading, {})
    assert [(one.number, one.told.code) for one in found] == [(2, "data_invalid")]


async def test_the_commands_reach_a_bus_elsewhere(platform: Platform, tmp_path: Path) -> None:
    await platform.provision(*SERVICES)
    there = environment_of(platform.bus)

    letters = await asyncio.to_thread(run_sensoor, tmp_path, "dead-letters", "list", **there)
    partners = await asyncio.to_thread(run_sensoor, tmp_path, "partners", "list", **there)

    assert (letters.returncode, letters.stdout.strip()) == (0, "no dead letters")
    assert partners.returncode == 0
    assert "113online    none" in partners.stdout
