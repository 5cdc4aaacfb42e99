"""Reorganisations over HTTP: contracts follow in one commit, and each transfer is told once."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import uuid4

import httpx
from shared.events.billing import ContractTransferred

from tests.billing.given import (
    figures,
    given_contract,
    given_municipalities,
    given_round,
    given_settled,
    import_of,
    kept_parties,
    refusal,
)
from tests.platform import Platform
from tests.waiting import eventually

REORGANISATIONS = "/v1/reorganisations"
Json = dict[str, Any]


def move(start: str, end: str, numerator: int = 1, denominator: int = 1) -> Json:
    return {
        "from": start, "to": end, "share": {"numerator": numerator, "denominator": denominator},
    }  # fmt: skip


def reorganisation(*moves: Json, new: tuple[str, ...] = (), on: str = "2017-01-01") -> Json:
    named = [{"code": code, "name": "Nieuwdorp", "province": "Gelderland"} for code in new]
    return {"on": on, "moves": list(moves), "municipalities": named}


MERGER = reorganisation(move("GM0301", "GM9001"), move("GM0200", "GM9001"), new=("GM9001",))


async def registered(client: httpx.AsyncClient, body: Json) -> Json:
    answer = await client.post(REORGANISATIONS, json=body)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def history(client: httpx.AsyncClient, contract_id: str) -> Json:
    found: Json = (await client.get(f"/v1/contracts/{contract_id}")).json()
    return found


def parts(contract: Json) -> list[tuple[str, str, str, str]]:
    return [
        (row["code"], row["from"], row["until"], f"{row['partFrom']}-{row['partUntil']}"
         f"/{row['partOf']}") for row in contract["coverage"]
    ]  # fmt: skip


async def transfers(platform: Platform, count: int) -> list[Json]:
    async def all_told() -> bool:
        return len(await platform.published(ContractTransferred)) >= count

    await eventually(all_told)
    told = await platform.published(ContractTransferred)
    assert len(told) == count
    return [
        {"version": int(each.sequence), **each.data.model_dump(mode="json", by_alias=True)}
        for each in told
    ]


async def test_contracts_follow_a_merger_whoever_pays_and_the_year_is_settled_by_it(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(
        client, figures("GM0301", 30_000), figures("GM0200", 10_000), figures("GM0202", 5_000)
    )
    alone = await given_contract(client, "GM0301")
    many = await given_contract(client, "GM0200", "GM0202", payer="VNG")
    made = await registered(client, MERGER)
    assert [each["from"] for each in made["moves"]] == ["GM0200", "GM0301"]
    alone, many = [await history(client, each["contractId"]) for each in (alone, many)]
    assert alone["payers"] == [
        {"from": "2015-01-01", "payer": "GM0301"}, {"from": "2017-01-01", "payer": "GM9001"},
    ]  # fmt: skip
    assert parts(alone) == [
        ("GM0301", "2015-01-01", "2016-12-31", "0-1/1"),
        ("GM9001", "2017-01-01", "2018-12-31", "1-4/4"),
    ]
    assert [each["payer"] for each in many["payers"]] == ["VNG"]
    assert ("GM9001", "2017-01-01", "2018-12-31", "0-1/4") in parts(many)
    told = await transfers(platform, 2)
    assert {(each["from"], each["to"], each["payer"], each["version"]) for each in told} == {
        ("GM0301", "GM9001", "GM9001", 2), ("GM0200", "GM9001", "VNG", 2)
    }  # fmt: skip
    counted = import_of(figures("GM9001", 41_001), figures("GM0202", 5_000), as_of="2017-01-01")
    assert (await client.post("/v1/municipality-imports", json=counted)).json()["changed"] == 2
    assert (await given_settled(client, 2016))["participatingInhabitants"] == 45_000
    settled = await given_settled(client, 2017)
    assert (settled["participatingInhabitants"], settled["participants"]) == (46_001, 2)
    late = await client.post(
        "/v1/contracts", json={
            "payer": "GM0301", "beneficiaries": ["GM0301"], "signedOn": "2015-01-01",
            "from": "2017-01-01", "until": "2018-12-31",
        },
    )  # fmt: skip
    assert refusal(late) == (409, "municipality-abolished")
    listed = (await client.get(REORGANISATIONS)).json()
    assert listed == {"items": [made], "nextCursor": None}


async def test_a_divided_self_payer_goes_on_in_its_largest_part_and_a_city_takes_the_other(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301", 40_000), figures("GM0363", 800_000))
    signed = await given_contract(client, "GM0301", breakDates=["2015-12-31", "2017-12-31"])
    split = reorganisation(
        move("GM0301", "GM9001", 3, 4), move("GM0301", "GM0363", 1, 4), move("GM0363", "GM0363"),
        new=("GM9001",),
    )  # fmt: skip
    await registered(client, split)
    kept = await history(client, signed["contractId"])
    assert [each["payer"] for each in kept["payers"]] == ["GM0301", "GM9001"]
    told = await transfers(platform, 2)
    (divided,) = next(each["dividedInto"] for each in told if each["to"] == "GM0363")
    city = await history(client, divided)
    assert (city["payer"], city["follows"]) == ("GM0363", signed["contractId"])
    assert (city["from"], city["until"]) == ("2017-01-01", "2018-12-31")
    assert city["breakDates"] == ["2017-12-31"]
    assert parts(city) == [("GM0363", "2017-01-01", "2018-12-31", "0-1/81")]
    assert [each["dividedInto"] for each in told if each["to"] == "GM9001"] == [[]]


async def test_whoever_pays_after_a_merger_the_year_bills_its_budget_and_a_correction_follows(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await kept_parties(await platform.database("billing"), "GM9001", "VNG")
    await given_municipalities(
        client, figures("GM0301", 30_000), figures("GM0200", 10_000), figures("GM0202", 5_000)
    )
    alone = await given_contract(client, "GM0301")
    await given_contract(client, "GM0200", "GM0202", payer="VNG")
    await registered(client, MERGER)
    counted = import_of(figures("GM9001", 41_001), figures("GM0202", 5_000), as_of="2017-01-01")
    assert (await client.post("/v1/municipality-imports", json=counted)).status_code == 201
    await given_settled(client, 2017)
    assert (await given_round(client, 2017))["issued"] == 2
    invoices = (await client.get("/v1/invoices?year=2017")).json()["items"]
    assert {each["payer"] for each in invoices} == {"GM9001", "VNG"}
    assert sum(Decimal(each["total"]) for each in invoices) == 3_524_800
    more = {"asOf": "2017-01-01", "inhabitants": 41_101}
    corrected = await client.post("/v1/municipalities/GM9001/figure-corrections", json=more)
    assert corrected.status_code == 201
    left = {"on": "2018-06-30", "reason": "agreed"}
    ended = await client.post(f"/v1/contracts/{alone['contractId']}/end", json=left)
    assert ended.status_code == 201
    assert (await given_round(client, 2017))["issued"] == 2
    total = sum(
        Decimal(each["total"])
        for each in (await client.get("/v1/invoices?year=2017")).json()["items"]
    )
    assert abs(total - Decimal(3_524_800) * 46_101 / 46_001) <= Decimal("0.02")


async def test_the_same_reorganisation_asked_again_or_at_once_happens_once(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"), figures("GM0200"))
    await given_contract(client, "GM0301", "GM0200", payer="VNG")
    key = {"Idempotency-Key": str(uuid4())}
    asked = [client.post(REORGANISATIONS, json=MERGER, headers=key) for _ in "12"]
    answers = await asyncio.gather(*asked, *(client.post(REORGANISATIONS, json=MERGER),) * 1)
    made = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.text for answer in made}) == 1
    assert refusal(await client.post(REORGANISATIONS, json=MERGER)) == (409, "municipality-known")
    await transfers(platform, 2)


async def test_a_reorganisation_that_cannot_be_is_refused_and_changes_nothing(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"), figures("GM0200"))
    signed = await given_contract(client, "GM0301")
    await given_settled(client, 2016)
    halves = move("GM0301", "GM9001", 1, 2)
    for body, refused in (
        (reorganisation(halves, new=("GM9001",)), (400, "shares-incomplete")),
        (reorganisation(move("GM0301", "GM0200")), (409, "inflow-unnamed")),
        (reorganisation(move("GM0301", "GM9001")), (409, "unknown-municipality")),
        (MERGER | {"on": "2016-01-01"}, (409, "year-settled-already")),
        (MERGER | {"on": "2018-01-01"}, (409, "figures-missing")),
        (reorganisation(move("GM0301", "GM9001", 0)), (400, "bad-input")),
        (MERGER | {"note": "MARKER"}, (400, "bad-input")),
    ):
        answer = await client.post(REORGANISATIONS, json=body)
        assert refusal(answer) == refused, body
        assert "MARKER" not in answer.text
    assert len(parts(await history(client, signed["contractId"]))) == 1
    assert (await client.get(REORGANISATIONS)).json()["items"] == []
