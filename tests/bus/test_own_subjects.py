"""Subjects on which the processes of contacts speak to one another: nobody else hears them."""

import pytest
from nats.aio.msg import Msg
from sensoor.bus.connection import Bus
from sensoor.services import handlers
from shared.events.catalogue import PARTNERS

from tests.bus.visiting import SERVICES, all_there_is, visiting
from tests.waiting import eventually

pytestmark = pytest.mark.asyncio(loop_scope="session")

OWN = next(table.own_subjects for table in handlers() if table.service == "contacts")
SPOKEN = ("chat.1f0c.help", "chat.1f0c", "queue.changed")
OTHERS = (*sorted(set(SERVICES) - {"contacts"}), *PARTNERS, "operator", "provisioner", "accounts")


async def test_one_process_hears_another_and_answers_and_no_stream_keeps_a_word(there: Bus) -> None:
    before = await all_there_is(there)
    heard: list[str] = []

    async def hear(message: Msg) -> None:
        heard.append(message.subject)
        if message.reply:
            await message.respond(b"seen")

    async with visiting(there, "contacts") as one, visiting(there, "contacts") as other:
        for subject in OWN:
            await one.client.subscribe(subject, cb=hear)
        await one.reach()
        assert await other.may_publish(*SPOKEN) == [*SPOKEN]
        assert (await other.client.request("chat.1f0c", b"word", timeout=5)).data == b"seen"

        async def all_heard() -> bool:
            return sorted(heard) == sorted((*SPOKEN, "chat.1f0c"))

        await eventually(all_heard)
        assert not one.denied
    assert await all_there_is(there) == before


@pytest.mark.parametrize("user", OTHERS)
async def test_nobody_else_speaks_or_hears_there(there: Bus, user: str) -> None:
    before = await all_there_is(there)
    async with visiting(there, user) as visitor:
        assert await visitor.may_publish(*SPOKEN) == []
        assert await visitor.may_subscribe(*OWN, *SPOKEN, "chat.*", "queue.>", ">") == []
    assert await all_there_is(there) == before


async def test_contacts_itself_hears_no_more_than_it_declares(there: Bus) -> None:
    async with visiting(there, "contacts") as contacts:
        beyond = ("queue.>", "queue.*", "chat", "chats.>", ">", "*.>")
        assert await contacts.may_subscribe(*beyond) == []
        assert await contacts.may_publish("queue.other", "chat", "chats.1f0c") == []
