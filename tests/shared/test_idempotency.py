"""A client that tries again with its `Idempotency-Key` changes nothing twice."""

import asyncio
from uuid import uuid4

import httpx
from shared.roles import Role

from tests import issuing
from tests.contacts.given import NOW
from tests.platform import Platform, Running

KEY = "key-0612345678"


def missed(seconds: int = 30) -> dict[str, object]:
    return {
        "channel": "chat", "line": "national", "offeredAt": NOW.isoformat(),
        "waitedSeconds": seconds, "reason": "abandoned",
    }  # fmt: skip


async def post(contacts: Running, key: str | None, seconds: int = 30) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key is not None else {}
    return await contacts.client.post("/v1/missed-attempts", json=missed(seconds), headers=headers)


async def kept(contacts: Running, table: str = "missed_attempt") -> int:
    async with contacts.database.commit() as connection:
        return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))


async def test_the_same_request_again_gets_the_same_answer_and_changes_nothing(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    answers = [await post(contacts, KEY) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert (await kept(contacts), await kept(contacts, "outbox")) == (1, 1)

    # at the same time, too
    key = str(uuid4())
    answers = await asyncio.gather(*(post(contacts, key) for _ in range(12)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert (await kept(contacts), await kept(contacts, "outbox")) == (2, 2)

    # another request with the same key
    answer = await post(contacts, KEY, seconds=31)
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:hulpopafstand:problem:idempotency-key-reused"
    assert KEY not in answer.text

    # a refusal keeps nothing: the mended request may use the key
    key = str(uuid4())
    assert (await post(contacts, key, seconds=-1)).status_code == 400
    assert (await post(contacts, key)).status_code == 201

    # without a key, or with an empty one, each request is one of its own
    for without in (None, ""):
        await post(contacts, without)
    assert await kept(contacts) == 5
    assert (await post(contacts, "k" * 256)).status_code == 400

    async with contacts.database.commit() as connection:
        rows = await connection.fetch("SELECT * FROM idempotent_request")
    assert rows
    assert all(KEY not in str(dict(row)) and KEY.encode() not in row["key_hash"] for row in rows)


async def test_the_same_key_serves_two_addresses(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    assert (await post(contacts, KEY)).status_code == 201
    answer = await contacts.client.post(
        f"/v1/contacts/{uuid4()}/referrals",
        json={"partner": "113online", "mode": "information"},
        headers={"Idempotency-Key": KEY},
    )
    assert answer.status_code == 404


async def test_two_people_with_the_same_key_do_not_meet(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    people = [issuing.header_for(Role.LISTENER, person=uuid4()) for _ in range(2)]

    async def ask(who: dict[str, str], seconds: int) -> httpx.Response:
        headers = {"Idempotency-Key": KEY, **who}
        body = missed(seconds)
        return await contacts.client.post("/v1/missed-attempts", json=body, headers=headers)

    one, other = [await ask(who, 30) for who in people]
    assert (one.status_code, other.status_code) == (201, 201)
    assert one.json()["attemptId"] != other.json()["attemptId"]
    # Nor is anybody told that another used the key, by a refusal.
    third = issuing.header_for(Role.LISTENER, person=uuid4())
    assert (await ask(third, 31)).status_code == 201
    assert (await ask(people[0], 30)).json() == one.json()
    assert (await ask(people[0], 31)).status_code == 409
    assert await kept(contacts) == 3


async def test_the_key_is_the_persons_whatever_token_they_send_it_with(platform: Platform) -> None:
    contacts, person = await platform.service("contacts"), uuid4()
    answers = []
    for lifetime in (600, 900):
        token = issuing.issuer().token(Role.LISTENER, subject=str(person), lifetime=lifetime)
        headers = {"Idempotency-Key": KEY, "Authorization": f"Bearer {token}"}
        answers.append(
            await contacts.client.post("/v1/missed-attempts", json=missed(), headers=headers)
        )
    assert answers[0].json() == answers[1].json()
    assert await kept(contacts) == 1
