"""The scan for words and callers' numbers finds them wherever they are planted."""

from pathlib import Path

import pytest
from demo.calls import CALLERS_HOLD
from demo.marker_scan import BYTES_AT_ONCE, find_markers
from demo.stored_ids import Message

from tests.platform import Platform

MARKER = "heron-planted"


async def scan(folder: Path, streams: list[Message] | None = None, **databases: str) -> list[str]:
    return await find_markers((MARKER, CALLERS_HOLD), folder, databases, [streams or []])


async def test_a_word_in_any_table_is_found(platform: Platform, tmp_path: Path) -> None:
    url = await platform.database_url("contacts")
    assert await scan(tmp_path, contacts=url) == []
    database = await platform.database("contacts")
    async with database.commit() as connection:
        await connection.execute(
            "INSERT INTO location (location_id, name, sequence)"
            " VALUES (gen_random_uuid(), 'the ' || $1 || ' said so', '1')",
            MARKER,
        )
    assert await scan(tmp_path, contacts=url) == ["contacts's table public.location"]


async def test_a_word_in_a_message_or_its_headers_is_found(tmp_path: Path) -> None:
    calm = Message(1, "contacts.calm.v1", "1", b'{"attemptId": "a"}')
    data = Message(2, "contacts.data.v1", "2", f'{{"text": "{MARKER}"}}'.encode())
    head = Message(3, "contacts.head.v1", "3", b"{}", {"ce-subject": MARKER})
    found = await scan(tmp_path, [calm, data, head])
    assert found == ["stream contacts.data.v1", "stream contacts.head.v1"]


@pytest.mark.parametrize("place", ["logs/contacts.log", "nats/jetstream/1.blk", "postgres/base/2"])
async def test_a_word_in_a_file_is_found_even_between_two_parts(tmp_path: Path, place: str) -> None:
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x" * (BYTES_AT_ONCE - 3) + MARKER.encode() + b"y")
    assert await scan(tmp_path) == [f"file {place}"]


@pytest.mark.parametrize("log", ["kamailio.log", "edge.log", "heard.log", "talks-5070-errors.log"])
@pytest.mark.parametrize("written", ["+31{}17", "0{}17", "sip:+31{}3@127.0.0.2:5070"])
async def test_a_number_in_a_log_of_the_exchange_is_found(
    tmp_path: Path, log: str, written: str
) -> None:
    folder = tmp_path / "logs" / "telephony"
    folder.mkdir(parents=True)
    (folder / log).write_text("INVITE sip:6001@127.0.0.1 SIP/2.0\n")
    assert await scan(tmp_path) == []
    with (folder / log).open("a") as opened:
        opened.write(f"From: {written.format(CALLERS_HOLD)}\n")
    assert await scan(tmp_path) == [f"file logs/telephony/{log}"]
