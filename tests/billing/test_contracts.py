"""Contracts over HTTP: each refusal by its name, and nobody signed twice, not even in a race."""

import asyncio
from typing import Any
from uuid import uuid4

from shared.events.billing import ContractSigned

from tests.billing.given import (
    codes,
    contract_of,
    figures,
    given_contract,
    given_municipalities,
    given_settled,
    refusal,
)
from tests.platform import Platform
from tests.waiting import eventually

CONTRACTS = "/v1/contracts"


async def test_a_signed_contract_is_kept_and_announced(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"), figures("GM0200"))
    signed = await given_contract(client, "GM0301", "GM0200", payer="VNG")
    assert signed["beneficiaries"] == ["GM0200", "GM0301"]
    assert signed["tariffVersion"] == "2015-2018"
    assert (signed["from"], signed["until"]) == ("2015-01-01", "2018-12-31")
    kept = await client.get(f"{CONTRACTS}/{signed['contractId']}")
    assert kept.json().items() > signed.items()
    assert kept.json()["payers"] == [{"from": "2015-01-01", "payer": "VNG"}]

    async def announced() -> bool:
        return len(await platform.published(ContractSigned)) == 1

    await eventually(announced)
    event = (await platform.published(ContractSigned))[0]
    assert event.aggregate_id == signed["contractId"]
    assert event.data.model_dump(mode="json", by_alias=True).items() < signed.items()


NOT_ALLOWED: list[tuple[dict[str, Any], tuple[int, str]]] = [
    ({"from": "2014-10-29"}, (400, "starts-before-signed")),
    ({"until": "2014-12-31"}, (400, "ends-before-start")),
    ({"signedOn": "9000-01-01", "from": "9000-01-01"}, (400, "signed-in-future")),
    ({"until": "2019-01-01"}, (400, "outside-tariff")),
    ({"from": "2014-12-31"}, (400, "outside-tariff")),
    ({"beneficiaries": ["GM0301", "GM0301"]}, (400, "beneficiary-twice")),
    ({"payer": "GM0200"}, (400, "payer-not-beneficiary")),
    ({"tariffVersion": "2019-2022"}, (400, "unknown-tariff")),
    ({"beneficiaries": ["GM9999", "GM0301"]}, (409, "unknown-municipality")),
    ({"payer": "GM0363", "beneficiaries": ["GM0363"]}, (409, "outside-offer")),
    ({"payer": "VNG", "beneficiaries": ["GM0301", "GM0599"]}, (409, "outside-offer")),
    ({"beneficiaries": []}, (400, "bad-input")),
    ({"beneficiaries": codes(501)}, (400, "bad-input")),
    ({"payer": "MARKER"}, (400, "bad-input")),
    ({"beneficiaries": ["MARKER"]}, (400, "bad-input")),
    ({"signedOn": "MARKER"}, (400, "bad-input")),
    ({"tariffVersion": "MARKER"}, (400, "bad-input")),
    ({"MARKER": "MARKER"}, (400, "bad-input")),
]


async def test_a_contract_that_the_rules_do_not_allow_is_refused_by_name(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, *map(figures, ["GM0301", "GM0200", "GM0363", "GM0599"]))
    for change, refused in NOT_ALLOWED:
        answer = await client.post(CONTRACTS, json=contract_of("GM0301") | change)
        assert refusal(answer) == refused, change
        assert "MARKER" not in answer.text
        assert (await client.get("/v1/totals")).json()["contractsSigned"] == 0


async def test_a_municipality_signed_twice_for_one_period_is_refused(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"), figures("GM0200"))
    await given_contract(client, "GM0301", until="2016-06-30")
    for change in (
        {},
        {"from": "2016-06-30"},
        {"from": "2016-07-01"},
        {"payer": "VNG", "beneficiaries": ["GM0200", "GM0301"]},
    ):
        answer = await client.post(CONTRACTS, json=contract_of("GM0301") | change)
        assert refusal(answer) == (409, "signed-twice")
        assert "GM0301" in answer.json()["detail"]
    await given_contract(client, "GM0301", **{"from": "2017-01-01"})
    await given_contract(client, "GM0200")


async def test_of_many_who_sign_for_one_municipality_at_once_one_succeeds(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    wanted = codes(4)
    await given_municipalities(client, *map(figures, wanted))
    everybody = [contract_of(*wanted[start:], *wanted[:start], payer="KING") for start in range(4)]
    answers = await asyncio.gather(*(client.post(CONTRACTS, json=body) for body in everybody * 3))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 11
    assert (await client.get("/v1/totals")).json()["contractsSigned"] == 1


async def test_a_client_that_asks_again_gets_the_same_contract(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"))
    key = {"Idempotency-Key": str(uuid4())}
    answers = await asyncio.gather(
        *(client.post(CONTRACTS, json=contract_of("GM0301"), headers=key) for _ in range(5))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    other = contract_of("GM0301", until="2017-12-31")
    assert (await client.post(CONTRACTS, json=other, headers=key)).status_code == 409


async def test_a_contract_that_a_settled_year_could_not_be_invoiced_for_is_refused(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"))
    await given_contract(client, "GM0301")
    await given_settled(client, 2016)
    newcomer = {"asOf": "2017-01-01", "municipalities": [figures("GM0200")]}
    assert (await client.post("/v1/municipality-imports", json=newcomer)).status_code == 201
    answer = await client.post(CONTRACTS, json=contract_of("GM0200"))
    assert refusal(answer) == (409, "figures-missing")
    await given_contract(client, "GM0200", **{"from": "2017-01-01"})
