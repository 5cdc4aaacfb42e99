"""What a partner may do works: fetch, acknowledge, put off, read again, be away, answer."""

import json
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nats.aio.msg import Msg
from sensoor.partners import access
from sensoor.partners.access import PartnerRefused
from shared.events.catalogue import PARTNERS
from shared.events.partners import HandoverAnsweredBy113Online

from tests.bus.visiting import Visitor, is_let_in, sheet_of, tell, visiting
from tests.platform import Platform
from tests.waiting import eventually

US, THEM = PARTNERS
STREAM, CONSUMER = f"PARTNER_{US.upper()}", f"partner_{US}"
API = "sensoor.js"


@pytest.fixture(autouse=True)
async def both_are_in(platform: Platform) -> None:
    """Both partners were let in."""
    await platform.provision()
    for partner in PARTNERS:
        await access.add(platform.bus, partner, platform.bus.url)


async def copies_made(platform: Platform, partner: str, versions: Sequence[int]) -> list[str]:
    """Make copies; return their ids in order."""
    async with visiting(platform.bus, "contacts") as contacts:
        subject = f"partners.{partner}.referral_made.v1"
        return [await tell(contacts, subject, version=version) for version in versions]


def ids(messages: Sequence[Msg]) -> list[str]:
    return [(message.headers or {})["ce-id"] for message in messages]


async def acknowledged(visitor: Visitor) -> int:
    """How far the partner has acknowledged without a gap."""
    info = await visitor.ask(f"{API}.CONSUMER.INFO.{STREAM}.{CONSUMER}")
    return int(info["ack_floor"]["stream_seq"])


async def test_each_partner_fetches_and_acknowledges_its_own_copies(platform: Platform) -> None:
    made = {partner: await copies_made(platform, partner, [1, 2, 3]) for partner in PARTNERS}
    for partner in PARTNERS:
        async with visiting(platform.bus, partner) as visitor:
            messages = await visitor.fetch(partner, 10)
            assert ids(messages) == made[partner]
            for message in messages:
                await message.ack_sync(timeout=5)
            assert not visitor.denied
    assert [one.waiting for one in await access.standings(platform.bus)] == [0, 0]
    async with visiting(platform.bus, US) as visitor:
        assert await acknowledged(visitor) == 3


async def test_what_is_put_off_comes_again_and_not_before(platform: Platform) -> None:
    made = await copies_made(platform, US, [1, 2])
    async with visiting(platform.bus, US) as visitor:
        first, second = await visitor.fetch(US, 2)
        began = time.monotonic()
        await first.nak(delay=0.5)
        await second.ack_sync(timeout=5)
        (again,) = await visitor.fetch(US, 1)
        assert time.monotonic() - began >= 0.5
        assert ids([again]) == made[:1]
        assert again.metadata.num_delivered == 2


async def test_a_partner_reads_again_from_a_time_on(platform: Platform) -> None:
    await copies_made(platform, US, [1, 2])
    async with visiting(platform.bus, US) as visitor:
        for message in await visitor.fetch(US, 2):
            await message.ack_sync(timeout=5)
        since = datetime.now(UTC)
        later = await copies_made(platform, US, [3, 4])
        for message in await visitor.fetch(US, 2):
            await message.ack_sync(timeout=5)
        asked = json.dumps({"start_time": since.isoformat(), "batch": 1}).encode()
        found = await visitor.client.request(f"{API}.DIRECT.GET.{STREAM}", asked, timeout=5)
        place = int((found.headers or {})["Nats-Sequence"])
        assert ids([found]) == later[:1]
        await visitor.ask(f"{API}.CONSUMER.RESET.{STREAM}.{CONSUMER}", {"seq": place})
        assert ids(await visitor.fetch(US, 10, seconds=1)) == later


async def test_a_week_away_comes_in_order_though_the_broker_was_away_too(
    platform: Platform,
) -> None:
    made = await copies_made(platform, US, range(1, 101))
    async with visiting(platform.bus, US) as visitor:
        for message in await visitor.fetch(US, 10):
            await message.ack_sync(timeout=5)
    platform.broker.kill()
    await platform.broker.start()
    made += await copies_made(platform, US, range(101, 201))
    platform.broker.kill()
    await platform.broker.start()
    read: list[str] = []
    async with visiting(platform.bus, US) as visitor:
        while made[-1] not in read:
            messages = await visitor.fetch(US, 50)
            for message in messages:
                await message.ack_sync(timeout=5)
            read += ids(messages)
        info = await visitor.ask(f"{API}.CONSUMER.INFO.{STREAM}.{CONSUMER}")
        assert info["num_pending"] == 0
    # A broker that is killed may have forgotten the last acknowledgements: those come again,
    # at once or after ack_wait.
    assert [one for one in read if one in made[10:]] == made[10:]
    assert set(read) <= set(made)


async def test_an_answer_lies_in_the_stream_of_the_partners_answers(platform: Platform) -> None:
    async with visiting(platform.bus, US) as visitor:
        sent = await tell(visitor, HandoverAnsweredBy113Online.subject)
    (kept,) = await platform.published(HandoverAnsweredBy113Online)
    assert str(kept.id) == sent
    assert len(await platform.messages(f"FROM_{US.upper()}")) == 1


def kept_as(platform: Platform, folder: Path, name: str) -> Path:
    """Keep the partner's credentials as they are now."""
    path = folder / name
    path.write_text(sheet_of(platform.bus, US).read_text())
    return path


async def test_credentials_are_renewed_and_taken_back_with_nothing_standing_still(
    platform: Platform, tmp_path: Path
) -> None:
    there, first = platform.bus, kept_as(platform, tmp_path, "first")
    async with visiting(there, US, first) as old:
        await access.rotate(there, US, there.url)
        second = kept_as(platform, tmp_path, "second")
        async with visiting(there, US, second) as new:
            assert await is_let_in(there, US, first)
            assert await acknowledged(old) == await acknowledged(new) == 0

            await access.revoke(there, US, old=True)

            await eventually(closed(old), within=5)
            assert not await is_let_in(there, US, first)
            assert await is_let_in(there, US, second)
            assert await acknowledged(new) == 0

            await access.revoke(there, US, old=False)
            await eventually(closed(new), within=5)
    assert [one.revoked for one in await access.standings(there)] == [True, False]
    with pytest.raises(PartnerRefused, match="not in"):
        await access.rotate(there, US, there.url)

    await access.add(there, US, there.url)
    third = kept_as(platform, tmp_path, "third")
    assert [await is_let_in(there, US, one) for one in (first, second, third)] == [
        False, False, True,
    ]  # fmt: skip
    with pytest.raises(PartnerRefused, match="is in already"):
        await access.add(there, US, there.url)

    platform.broker.kill()
    await platform.broker.start()
    assert [await is_let_in(there, US, one) for one in (first, second, third)] == [
        False, False, True,
    ]  # fmt: skip
    assert await is_let_in(there, THEM, sheet_of(there, THEM))


async def test_copies_wait_while_a_partner_is_shut_out(platform: Platform) -> None:
    await access.revoke(platform.bus, US, old=False)
    made = await copies_made(platform, US, [1, 2])
    assert [one.waiting for one in await access.standings(platform.bus)] == [2, 0]
    await access.add(platform.bus, US, platform.bus.url)
    async with visiting(platform.bus, US) as visitor:
        assert ids(await visitor.fetch(US, 10, seconds=1)) == made


async def test_nobody_is_let_in_for_whom_no_copies_are_made(platform: Platform) -> None:
    with pytest.raises(PartnerRefused, match="the partners are 113online, veiligthuis"):
        await access.add(platform.bus, "somebody", platform.bus.url)


def closed(visitor: Visitor) -> Callable[[], Awaitable[bool]]:
    async def is_closed() -> bool:
        return visitor.client.is_closed

    return is_closed
