"""The exchange's messages: who forges, repeats or delays them has no effect; an outage is told."""

import asyncio
import time
from collections import Counter
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest
from contacts.queue.stored_queue import lock_queue
from contacts.settings import Settings
from contacts.telephone.ask_for_call import ask_for_call
from contacts.telephone.commands import AskForCall
from contacts.telephone.stored_calls import forget_messages, keep_message
from demo.exchange import Exchange, a_caller, sign
from prometheus_client import REGISTRY
from pydantic import ValidationError
from shared.database import Connection

from tests.contacts.calling import COUNT_MISSED, NATIONAL, SECRET, Telephones, telephones
from tests.http.asking import is_problem
from tests.platform import Platform
from tests.waiting import eventually

OTHER = "whsec_" + "b3RoZXI" * 8
PATH = "/v1/exchange/calls"
COUNT_CALLS = "SELECT count(*) FROM exchange_call"
COUNT_MESSAGES = "SELECT count(*) FROM exchange_message"
NONE = {"action": "none"}


@pytest.fixture
async def there(platform: Platform) -> Telephones:
    return await telephones(platform)


def a_call() -> bytes:
    return orjson.dumps({"callId": str(uuid4()), "number": NATIONAL, "caller": a_caller()})


async def send(
    there: Telephones, *, content: bytes = b"", secret: str = SECRET, late: int = 0, **headers: str
) -> httpx.Response:
    content = content or a_call()
    signed = sign(secret, content, f"msg_{uuid4().hex}", int(time.time()) - late)
    return await there.contacts.client.post(PATH, content=content, headers=signed | headers)


async def test_what_is_not_signed_right_has_no_effect(there: Telephones) -> None:
    # forged with another secret, changed on the way, or not signed at all
    signed = sign(SECRET, a_call(), "msg_1", int(time.time()))
    for answer in (
        await send(there, secret=OTHER),
        await there.contacts.client.post(PATH, content=a_call(), headers=signed),
        await there.contacts.client.post(PATH, content=a_call()),
        await send(there, **{"webhook-timestamp": "now"}),
        await send(there, **{"webhook-id": "msg.1"}),
        await send(there, content=b"{"),  # signed, and no JSON
    ):
        assert answer.status_code in (400, 401)
        is_problem(
            answer, answer.status_code,
            "bad-input" if answer.status_code == 400 else "signature-wrong",
        )  # fmt: skip
    # more than five minutes late, or from the future
    for late in (310, -310):
        is_problem(await send(there, late=late), 401, "message-too-old")
    assert (await send(there, late=290)).is_success
    # larger than any message is, or with a field that is not known
    is_problem(await send(there, content=b"{" + b" " * 5_000 + b"}"), 413, "too-large")
    is_problem(await send(there, content=b'{"from": "0612345678"}'), 400, "bad-input")
    assert await there.count(COUNT_CALLS) == 1


async def test_a_message_is_taken_once(there: Telephones) -> None:
    # given
    content = a_call()
    headers = sign(SECRET, content, "msg_1", int(time.time()))
    answers = await asyncio.gather(
        *(there.contacts.client.post(PATH, content=content, headers=headers) for _ in range(3))
    )
    # then
    assert Counter(one.status_code for one in answers) == {200: 1, 409: 2}
    is_problem(next(one for one in answers if one.status_code == 409), 409, "message-replayed")
    # and it is forgotten when it is too old to come again
    await there.house.execute("UPDATE exchange_message SET at = at - interval '11 minutes'")
    assert await there.house.do(forget_messages) == 1


async def test_a_secret_is_replaced_by_another(platform: Platform) -> None:
    # given both are known
    there = await telephones(platform, f"{OTHER} {SECRET}")
    # then whoever signs with one of them, or with both, is let in
    assert (await send(there, secret=SECRET)).is_success
    assert (await send(there, secret=OTHER)).is_success
    content, seconds = a_call(), int(time.time())
    both = [sign(one, content, "msg_1", seconds) for one in ("whsec_" + "YQ" * 16, OTHER)]
    signatures = " ".join(one["webhook-signature"] for one in both)
    headers = both[0] | {"webhook-signature": signatures}
    answer = await there.contacts.client.post(PATH, content=content, headers=headers)
    assert answer.is_success


async def test_without_a_secret_there_is_no_exchange(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    answer = await Exchange(contacts.client, SECRET).ask("/alive", {"callIds": []})
    is_problem(answer, 503, "no-exchange")


def test_a_secret_has_at_least_24_bytes() -> None:
    given: Any = {
        "database_url": "x", "nats_credentials": "x", "oidc_issuer": "https://issuer.example",
    }  # fmt: skip
    assert len(Settings(**given, exchange_secrets=f"{SECRET} {OTHER}").exchange_keys) == 2
    for wrong in ("whsec_c2hvcnQ=", "whsec_?"):
        with pytest.raises(ValidationError, match="EXCHANGE_SECRETS"):
            Settings(**given, exchange_secrets=wrong)


def ignored(reason: str) -> float:
    name = "exchange_events_ignored_total"
    return REGISTRY.get_sample_value(name, {"reason": reason}) or 0.0


async def test_what_comes_in_an_odd_order_has_one_meaning(there: Telephones) -> None:
    # given
    await there.listener("201")
    await there.listener("202")
    call_id, told = await there.call()
    happened, first = there.exchange.happened, told["extension"]
    other = "202" if first == "201" else "201"

    async def has_no_effect(reason: str, n: int, what: str, **more: str) -> None:
        before, state = ignored(reason), await there.attempt(call_id)
        await happened(call_id, n, what, **more)
        assert (ignored(reason), await there.attempt(call_id)) == (before + 1, state)

    # then: nobody at another telephone was rung
    await has_no_effect("other_extension", 1, "not_answered", extension=other)
    # what happened before something that was told comes late
    assert (await happened(call_id, 3, "answered", extension=first)) == NONE
    await has_no_effect("late", 2, "not_answered", extension=first)
    # it is answered already, by whoever
    await has_no_effect("answered_before", 4, "answered", extension=other)
    await has_no_effect("not_offered", 5, "not_answered", extension=first)
    await has_no_effect("same_listener", 6, "transferred", extension=first)
    # hung up twice; answered after that
    await happened(call_id, 8, "hung_up", by="listener")
    await has_no_effect("over", 8, "hung_up", by="caller")
    await has_no_effect("over", 7, "answered", extension=first)
    # a call that is not known
    call_id, known = uuid4(), call_id
    before = ignored("unknown_call")
    assert await happened(call_id, 1, "hung_up") == NONE
    assert ignored("unknown_call") == before + 1
    assert await there.count(COUNT_MISSED, known) == 0
    answer = await there.exchange.ask(f"/calls/{call_id}/next", {})
    is_problem(answer, 404, "no-such-call")


async def test_who_hangs_up_before_the_call_is_known_keeps_nobody(there: Telephones) -> None:
    # given a call of which its end is told first, by whichever way is faster, and told twice
    await there.listener("201")
    call_id, caller = uuid4(), a_caller()
    for n in (1, 2):
        assert await there.exchange.happened(call_id, n, "hung_up", by="caller") == NONE
    # when it is asked what to do with it
    assert await there.exchange.call(call_id, NATIONAL, caller) == NONE
    # then it has ended as any that is hung up while it waits, and the next one has the listener
    assert (await there.attempt(call_id))["state"] == "abandoned"
    assert await there.count(COUNT_MISSED, call_id) == 1
    assert (await there.call())[1]["extension"] == "201"
    # and what was noted is forgotten with the messages
    await there.house.execute("UPDATE call_over_early SET at = at - interval '11 minutes'")
    await there.exchange.ask("/alive", {"callIds": []})
    assert await there.count("SELECT count(*) FROM call_over_early") == 0


async def test_a_crash_before_the_commit_loses_nothing(there: Telephones) -> None:
    # given a message of which nothing was kept
    await there.listener("201")
    call_id, caller = uuid4(), a_caller()
    command = AskForCall(call_id=call_id, number=NATIONAL, caller=caller)

    async def crash(connection: Connection) -> None:
        await keep_message(connection, "msg_1")
        await ask_for_call(connection, command, there.house.now)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await there.house.do(crash)
    # when the exchange sends it again
    body = {"callId": str(call_id), "number": NATIONAL, "caller": caller}
    answer = await there.exchange.ask("/calls", body, message_id="msg_1")
    # then
    assert answer.json()["action"] == "ring"
    assert await there.count(COUNT_CALLS) == 1


async def test_a_queue_that_stands_still_is_told_soon(
    there: Telephones, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given somebody who holds the queue
    monkeypatch.setattr("contacts.telephone.http_api.ANSWER_SECONDS", 0.3)
    async with there.house.database.commit() as connection:
        await lock_queue(connection)
        # then
        answer = await send(there)
    is_problem(answer, 503, "unavailable")
    assert answer.headers["Retry-After"]
    assert await there.count(COUNT_MESSAGES) == 0


async def test_who_waits_is_told_that_the_database_is_away(there: Telephones) -> None:
    # given a call that waits
    await there.listener("201")
    await there.talking("201")
    call_id, _ = await there.call()
    before = await there.count(COUNT_MESSAGES)
    asked = asyncio.create_task(there.exchange.ask(f"/calls/{call_id}/next", {}))
    calls = there.contacts.app.state.calls

    async def waits() -> bool:
        return call_id in calls.asking and await there.count(COUNT_MESSAGES) == before + 1

    await eventually(waits)
    # when
    calls.tell_away()
    # then
    is_problem(await asked, 503, "unavailable")
