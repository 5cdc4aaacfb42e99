"""Calls and letters of the demo survive that answers are lost: each thing has one effect."""

from uuid import UUID, uuid4

import httpx
from contacts.queue.keep_presence import make_absent
from demo.asking_again import AskingAgain
from demo.exchange import Exchange, play_call
from demo.letters import play_letters
from fastapi import FastAPI
from shared.roles import Role

from tests import issuing
from tests.contacts.calling import COUNT_TOLD, NATIONAL, SECRET, telephones
from tests.contacts.letters import house_of_letters
from tests.platform import Platform

COUNT_LETTERS = "SELECT author, count(*) FROM letter GROUP BY author ORDER BY author"


class Losing(httpx.AsyncBaseTransport):
    """A way to a service on which the first answer is lost to whatever is said to an address."""

    def __init__(self, app: FastAPI) -> None:
        self.way = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        self.sent: set[tuple[str, bytes]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.way.handle_async_request(request)
        sent = (str(request.url), await request.aread())
        if request.method == "POST" and sent not in self.sent:
            self.sent.add(sent)
            raise httpx.ReadError("the answer was lost", request=request)
        return answer


def losing(app: FastAPI, **headers: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=AskingAgain(Losing(app)), base_url="http://contacts", headers=headers
    )


async def test_a_call_has_one_effect_though_every_answer_is_lost(platform: Platform) -> None:
    there = await telephones(platform)
    anna = await there.listener("201")
    call_id = uuid4()

    async def rings(_call: UUID, extension: str) -> bool:
        return extension == "201"

    async def talks(_call: UUID) -> None:
        assert (await there.attempt(call_id))["state"] == "answered"

    async with losing(there.contacts.app) as client:
        # when
        exchange = Exchange(client, SECRET)
        ended = await play_call(exchange, NATIONAL, call_id=call_id, rings=rings, talks=talks)
        await exchange.alive(call_id)
    # then
    assert ended == "talked"
    attempt = await there.attempt(call_id)
    assert (attempt["state"], attempt["answered_by"]) == ("ended", anna)
    # and where nobody is there it is missed once
    await there.house.do(make_absent, anna, there.house.now)
    async with losing(there.contacts.app) as client:
        missed = uuid4()
        told = await Exchange(client, SECRET).call(missed, NATIONAL, "ab" * 32)
    assert told == {"action": "message", "message": "nobody_there"}
    assert await there.count(COUNT_TOLD, str(missed)) == 1


async def test_letters_are_each_answered_once_though_every_answer_is_lost(
    platform: Platform,
) -> None:
    house = await house_of_letters(platform)
    listener = issuing.header_for(Role.LISTENER, person=house.people["listener"])
    app = house.contacts.app
    # given a letter that a listener had when an earlier run was interrupted
    await house.seeker.write("Een brief van eerder.")
    assert await house.at_list("listener").take()
    # when
    async with losing(app) as seekers, losing(app, **listener) as listeners:
        played = await play_letters(seekers, [listeners], ["Een brief."] * 2, "Antwoord.")
    # then; one of the two was written on in, and deleted in the end
    assert played == {"written": 2, "answered": 3, "read": 2}
    assert await house.rows(COUNT_LETTERS) == [("listener", 2), ("seeker", 2)]
    assert await house.rows("SELECT count(*) FROM contact") == [(3,)]
