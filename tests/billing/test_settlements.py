"""A year is settled once, by those under contract on its first day, at whatever participation."""

import asyncio
from decimal import Decimal

import pytest
from shared.events.billing import ParticipationSettled

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

SETTLEMENTS = "/v1/settlements"


async def test_the_price_is_the_budget_over_those_under_contract_on_1_january(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(
        client, figures("GM0301", 30_000), figures("GM0200", 20_000), figures("GM0202", 10_000),
        figures("GM0203", 40_000), figures("GM0363", 800_000),
    )  # fmt: skip
    await given_contract(client, "GM0301", "GM0200", payer="VNG")
    await given_contract(client, "GM0202", **{"from": "2016-01-02"})
    await given_contract(client, "GM0203", until="2015-12-31")
    settled = await given_settled(client, 2016)
    del settled["settledAt"]
    assert settled == {
        "year": 2016,
        "budget": "3810000.00",
        "participatingInhabitants": 50_000,
        "eligibleInhabitants": 100_000,
        "participants": 2,
        "participation": "0.5000",
        "belowOffer": True,
        "pricePerInhabitant": {"numerator": 3810000, "denominator": 50000, "printed": "76.200"},
    }

    async def announced() -> bool:
        return len(await platform.published(ParticipationSettled)) == 1

    await eventually(announced)
    event = (await platform.published(ParticipationSettled))[0]
    assert event.aggregate_id == "2016"
    assert event.data.model_dump(mode="json", by_alias=True) == {
        key: settled[key] for key in settled if key not in
        ("participants", "participation", "belowOffer")
    }  # fmt: skip


async def test_a_year_is_settled_once_even_when_asked_at_once(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"))
    await given_contract(client, "GM0301")
    answers = await asyncio.gather(
        *(client.post(SETTLEMENTS, json={"year": 2016}) for _ in "12345")
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert refusal(await client.post(SETTLEMENTS, json={"year": 2016})) == (409, "already-settled")


async def test_a_year_in_which_nobody_takes_part_is_refused(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"))
    answer = await client.post(SETTLEMENTS, json={"year": 2016})
    assert refusal(answer) == (409, "nobody-participates")


@pytest.mark.parametrize("first_day", ["2015-01-01", "2017-07-01"])
async def test_a_year_for_which_figures_are_missing_is_refused(
    platform: Platform, first_day: str
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301"))
    await given_contract(client, "GM0301", **{"from": first_day})
    answer = await client.post(SETTLEMENTS, json={"year": 2017})
    assert refusal(answer) == (409, "figures-missing")
    assert "2017-01-01 for GM0301" in answer.json()["detail"]


@pytest.mark.parametrize("year", [2014, 2019])
async def test_a_year_without_a_price_is_refused(platform: Platform, year: int) -> None:
    client = (await platform.service("billing")).client
    answer = await client.post(SETTLEMENTS, json={"year": year})
    assert refusal(answer) == (400, "year-not-priced")
    assert "2015 to 2018" in answer.json()["detail"]


@pytest.mark.parametrize(
    "body", [{}, {"year": "2016"}, {"year": 0}, {"year": 10000}, {"year": True}]
)
async def test_what_is_no_year_is_bad_input(platform: Platform, body: dict[str, object]) -> None:
    client = (await platform.service("billing")).client
    assert refusal(await client.post(SETTLEMENTS, json=body)) == (400, "bad-input")


async def test_figures_that_come_while_the_year_is_settled_are_in_it_or_refused(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    client = billing.client
    await given_municipalities(client, figures("GM0301", 30_000), figures("GM0200", 20_000))
    await kept_parties(billing.database, "VNG")
    await given_contract(client, "GM0301", "GM0200", payer="VNG")
    recounting = client.post("/v1/municipality-imports", json=import_of(figures("GM0301", 31_000)))
    settling = client.post(SETTLEMENTS, json={"year": 2016})
    recounted, settled = await asyncio.gather(recounting, settling)
    participating = settled.json()["participatingInhabitants"]
    assert (recounted.status_code, participating) in {(201, 51_000), (409, 50_000)}

    assert (await given_round(client))["issued"] == 1
    total = Decimal((await client.get("/v1/totals")).json()["invoicedTotal"])
    assert total == 3_810_000
