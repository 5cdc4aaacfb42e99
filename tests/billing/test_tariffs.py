"""Tariffs over HTTP: drafted, changed, published once, and never changed again."""

import asyncio
from typing import Any

import httpx

from tests.billing.given import (
    contract_of,
    figures,
    given_draft,
    given_municipalities,
    given_tariff,
    publish,
    refusal,
    tariff_of,
)
from tests.platform import Platform

QUOTE = {"inhabitants": 47000, "participation": "100%", "year": 2019}


def terms(**changes: Any) -> dict[str, Any]:
    body = tariff_of(**changes)
    del body["version"]
    return body


async def change(
    client: httpx.AsyncClient, version: str, revision: int | None, **changes: Any
) -> httpx.Response:
    headers = {} if revision is None else {"If-Match": f'"{revision}"'}
    return await client.put(f"/v1/tariffs/{version}", json=terms(**changes), headers=headers)


async def test_the_offer_of_2014_is_published_and_drafts_are_told_apart(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_draft(client)
    listed = (await client.get("/v1/tariffs")).json()["items"]
    assert [(one["version"], one["state"], one["revision"]) for one in listed] == [
        ("2015-2018", "published", 1), ("2019-2022", "draft", 1),
    ]  # fmt: skip
    first = listed[0]
    assert first["excluded"] == ["GM0344", "GM0363", "GM0518", "GM0599"]
    policies = (first["rounding"], first["partOfYear"], first["excludedJoin"])
    assert policies == ("cent", "whole_year", "refused")
    assert listed[1]["publishedAt"] is None
    assert (await client.get("/v1/tariffs/2019-2022")).json() == listed[1]
    assert refusal(await client.get("/v1/tariffs/2031-2034")) == (404, "no-such-tariff")


async def test_only_a_published_tariff_prices_and_is_signed(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, figures("GM0301", 46_997))
    await given_draft(client, version="2019-2022b", rounding="euro")
    signed = contract_of("GM0301", tariffVersion="2019-2022b", **{"from": "2019-01-01"})
    signed["until"] = "2022-12-31"
    assert refusal(await client.post("/v1/quotes", json=QUOTE)) == (400, "year-not-priced")
    assert refusal(await client.post("/v1/contracts", json=signed)) == (400, "unknown-tariff")
    assert (await publish(client, "2019-2022b")).json()["state"] == "published"
    # 3,600,000 x 47,000 / 14,800,000 = 11,432.43..., in the whole euros of this tariff.
    assert (await client.post("/v1/quotes", json=QUOTE)).json()["amount"] == "11432.00"
    assert (await client.post("/v1/contracts", json=signed)).status_code == 201


async def test_a_draft_is_changed_whole_by_whoever_read_it_last(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_draft(client)
    two = [
        {"firstYear": 2021, "lastYear": 2022, "yearlyBudget": 3_500_000},
        {"firstYear": 2019, "lastYear": 2020, "yearlyBudget": 3_700_000},
    ]
    changed = await change(client, "2019-2022", 1, periods=two, excluded=["GM0363"])
    assert changed.status_code == 200, changed.text
    assert changed.headers["etag"] == '"2"'
    kept = (await client.get("/v1/tariffs/2019-2022")).json()
    assert kept == changed.json()
    assert [period["firstYear"] for period in kept["periods"]] == [2019, 2021]
    assert kept["excluded"] == ["GM0363"]
    for revision, refused in (
        (1, (412, "precondition-failed")),
        (None, (428, "precondition-required")),
    ):
        assert refusal(await change(client, "2019-2022", revision)) == refused
    assert refusal(await publish(client, "2019-2022", 1)) == (412, "precondition-failed")
    assert refusal(await change(client, "2031-2034", 1)) == (404, "no-such-tariff")


async def test_a_published_tariff_never_changes(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    published = await given_tariff(client)
    assert refusal(await change(client, "2019-2022", 1)) == (409, "tariff-is-published")
    assert refusal(await publish(client, "2019-2022")) == (409, "tariff-is-published")
    assert refusal(await change(client, "2015-2018", 1)) == (409, "tariff-is-published")
    assert (await client.get("/v1/tariffs/2019-2022")).json() == published


async def test_no_year_has_two_published_prices_not_even_at_the_same_moment(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    years = [{"firstYear": 2018, "lastYear": 2019, "yearlyBudget": 1}]
    await given_draft(client, version="2018-2019", periods=years)
    assert refusal(await publish(client, "2018-2019")) == (409, "year-priced-already")
    versions = [f"2019-2022{letter}" for letter in "abcdef"]
    for version in versions:
        await given_draft(client, version=version)
    answers = await asyncio.gather(*(publish(client, version) for version in versions))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
    assert {refusal(each)[1] for each in answers if each.is_error} == {"year-priced-already"}


async def test_a_draft_that_makes_no_sense_is_refused_and_nothing_is_kept(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    period = {"firstYear": 2019, "lastYear": 2022, "yearlyBudget": 3_600_000}
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"periods": [period | {"lastYear": 2018}]}, "period-ends-before-start"),
        ({"periods": [period, period]}, "periods-do-not-follow"),
        ({"periods": []}, "bad-input"),
        ({"periods": [period | {"yearlyBudget": 0}]}, "bad-input"),
        ({"periods": [period | {"yearlyBudget": -1}]}, "bad-input"),
        ({"referencePopulation": 0}, "bad-input"),
        ({"minimumParticipationPercent": 101}, "bad-input"),
        ({"minimumParticipationPercent": 0}, "bad-input"),
        ({"excluded": ["Amsterdam"]}, "bad-input"),
        ({"rounding": "ten"}, "bad-input"),
        ({"partOfYear": "by_months"}, "bad-input"),
        ({"excludedJoin": None}, "bad-input"),
        ({"version": "the best one"}, "bad-input"),
    ]
    for changes, code in wrong:
        answer = await client.post("/v1/tariffs", json=tariff_of(**changes))
        assert refusal(answer) == (400, code), changes
    assert len((await client.get("/v1/tariffs")).json()["items"]) == 1
    taken = await client.post("/v1/tariffs", json=tariff_of(version="2015-2018"))
    assert refusal(taken) == (409, "tariff-exists")
