"""Contracts that end early and beneficiaries that leave, over HTTP and on the bus."""

import asyncio
from typing import Any

import httpx
from shared.events.billing import ContractEnded

from tests.billing.given import (
    figures,
    given_contract,
    given_municipalities,
    refusal,
)
from tests.platform import Platform
from tests.waiting import eventually

Json = dict[str, Any]


async def announced(platform: Platform, count: int) -> list[Json]:
    async def all_told() -> bool:
        return len(await platform.published(ContractEnded)) >= count

    await eventually(all_told)
    told = await platform.published(ContractEnded)
    assert len(told) == count
    return [
        {"version": int(each.sequence), **each.data.model_dump(mode="json", by_alias=True)}
        for each in told
    ]


async def change(client: httpx.AsyncClient, signed: Json, what: str, **body: Any) -> httpx.Response:
    return await client.post(f"/v1/contracts/{signed['contractId']}/{what}", json=body)


async def test_beneficiaries_leave_one_by_one_and_the_last_ends_the_contract(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"), figures("GM0200"))
    signed = await given_contract(client, "GM0301", "GM0200", payer="VNG")
    first = await change(client, signed, "opt-outs", code="GM0301", on="2017-12-31")
    assert (first.status_code, first.json()["endedOn"]) == (201, None)
    again = await change(client, signed, "opt-outs", code="GM0301", on="2017-06-30")
    assert refusal(again) == (409, "ended-already")
    last = await change(client, signed, "opt-outs", code="GM0200", on="2016-12-31")
    assert (last.json()["endedOn"], last.json()["version"]) == ("2017-12-31", 3)
    kept = (await client.get(f"/v1/contracts/{signed['contractId']}")).json()
    assert (kept["endedOn"], kept["endedBecause"]) == ("2017-12-31", "opted_out")
    assert {row["code"]: row["until"] for row in kept["coverage"]} == {
        "GM0200": "2016-12-31", "GM0301": "2017-12-31"
    }  # fmt: skip
    told = await announced(platform, 2)
    assert [(each["version"], each["beneficiaries"], each["whole"]) for each in told] == [
        (2, ["GM0301"], False), (3, ["GM0200"], True)
    ]  # fmt: skip
    assert refusal(await change(client, signed, "end", on="2016-06-30", reason="agreed")) == (
        409, "ended-already"
    )  # fmt: skip


async def test_a_contract_ends_on_a_break_date_or_by_agreement_and_may_be_signed_anew(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"), figures("GM0200"))
    signed = await given_contract(client, "GM0301", "GM0200", breakDates=["2016-12-31"])
    wrong: list[tuple[str, Json, tuple[int, str]]] = [
        ("end", {"on": "2016-12-30", "reason": "break"}, (409, "not-break-date")),
        ("end", {"on": "2018-12-31", "reason": "agreed"}, (400, "outside-term")),
        ("end", {"on": "2014-12-31", "reason": "agreed"}, (400, "outside-term")),
        ("end", {"on": "2016-12-31", "reason": "opted_out"}, (400, "bad-input")),
        ("opt-outs", {"code": "GM0202", "on": "2016-12-31"}, (409, "not-under-contract")),
        ("opt-outs", {"code": "GM0301", "on": "2016-12-31"}, (409, "payer-cannot-leave")),
    ]
    for what, body, refused in wrong:
        assert refusal(await change(client, signed, what, **body)) == refused
    ends = [change(client, signed, "end", on="2016-12-31", reason="break") for _ in "123"]
    answers = await asyncio.gather(*ends)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    (told,) = await announced(platform, 1)
    assert (told["on"], told["whole"], told["reason"]) == ("2016-12-31", True, "break")
    await given_contract(client, "GM0301", **{"from": "2017-01-01"})


async def test_what_is_no_contract_cannot_end(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    unknown = {"contractId": "00000000-0000-4000-8000-000000000000"}
    answer = await change(client, unknown, "end", on="2016-12-31", reason="agreed")
    assert refusal(answer) == (404, "no-such-contract")
