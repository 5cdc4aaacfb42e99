"""Quotes over HTTP: the offer's figures, both ways to say participation, and what is refused."""

from typing import Any

from tests.billing.given import figures, given_municipalities, refusal
from tests.platform import Platform

ZUTPHEN = {"inhabitants": 47000, "participation": "100%", "year": 2015}


async def test_the_offers_figures_for_zutphen_come_out(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    answer = await client.post("/v1/quotes", json=ZUTPHEN)
    assert answer.status_code == 200
    assert answer.json() == {
        "pricePerInhabitant": {"numerator": 3810000, "denominator": 14600000, "printed": "0.261"},
        "amount": "12265.07",
        "amountWholeEuros": "12265",
        "averagePricePrinted": "0.251",
    }
    second = (await client.post("/v1/quotes", json=ZUTPHEN | {"year": 2018})).json()
    assert (second["amount"], second["amountWholeEuros"]) == ("11346.96", "11347")
    assert second["pricePerInhabitant"]["printed"] == "0.241"


async def test_participation_is_read_exactly_in_each_way_to_say_it(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    for body, participating in (
        ('"participation": 0.85', 12_410_000),
        ('"participation": "85%"', 12_410_000),
        ('"participation": 85', 12_410_000),
        ('"participation": 1', 14_600_000),
        ('"participatingInhabitants": 12410000', 12_410_000),
        # Of 14,600,000 this is 10,220,000.5, a trifle more or less: no binary float tells.
        ('"participation": 0.7000000342465753424658', 10_220_001),
        ('"participation": 0.7000000342465753424657', 10_220_000),
    ):
        content = f'{{"inhabitants": 47000, {body}, "year": 2015}}'
        answer = await client.post(
            "/v1/quotes", content=content, headers={"content-type": "application/json"}
        )
        assert answer.json()["pricePerInhabitant"]["denominator"] == participating, answer.text


NOT_PRICED: list[tuple[dict[str, Any], str]] = [
    ({"participation": "50%"}, "participation-below-offer"),
    ({"participation": 0.5}, "participation-below-offer"),
    ({"participation": "101%"}, "participation-above-all"),
    ({"participation": "all of them"}, "participation-unclear"),
    ({"participation": None}, "participation-unclear"),
    ({"participatingInhabitants": 14600000}, "participation-unclear"),
    (
        {"participation": None, "participatingInhabitants": 10219999},
        "participation-below-offer",
    ),
    ({"participation": None, "participatingInhabitants": 14600001}, "participation-above-all"),
    ({"year": 2014}, "year-not-priced"),
    ({"year": 2019}, "year-not-priced"),
    ({"inhabitants": 14600000, "participation": "70%"}, "inhabitants-above-participation"),
    ({"inhabitants": 0}, "bad-input"),
    ({"inhabitants": -1}, "bad-input"),
    ({"inhabitants": "47000"}, "bad-input"),
    ({"inhabitants": True}, "bad-input"),
    ({"inhabitants": 0.5}, "bad-input"),
    ({"inhabitants": None}, "bad-input"),
    ({"participation": True}, "bad-input"),
    ({"participation": [1]}, "bad-input"),
    ({"municipality": "GM0301"}, "bad-input"),
]


async def test_what_the_offer_does_not_price_is_refused(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    for change, code in NOT_PRICED:
        answer = await client.post("/v1/quotes", json=ZUTPHEN | change)
        assert refusal(answer) == (400, code), change
        assert "all of them" not in answer.text
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_quote_without_inhabitants_says_which_field_is_missing(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    answer = await client.post("/v1/quotes", json={"participation": "100%", "year": 2015})
    assert answer.status_code == 400
    assert "inhabitants" in answer.json()["detail"]


async def test_participation_below_70_percent_is_refused_with_the_reason(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    answer = await client.post("/v1/quotes", json=ZUTPHEN | {"participation": "50%"})
    detail = answer.json()["detail"]
    assert "below 70%" in detail
    assert "25 cents" in detail


async def test_more_than_the_reference_population_may_take_part_when_the_year_has_more(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    body = {"inhabitants": 46997, "participatingInhabitants": 14_656_935, "year": 2016}
    assert refusal(await client.post("/v1/quotes", json=body)) == (400, "participation-above-all")
    await given_municipalities(
        client, figures("GM0301", 14_656_935), figures("GM0363", 821_752, name="Amsterdam")
    )
    answer = await client.post("/v1/quotes", json=body)
    assert answer.json()["pricePerInhabitant"]["denominator"] == 14_656_935
    more = body | {"participatingInhabitants": 14_656_936}
    assert refusal(await client.post("/v1/quotes", json=more)) == (400, "participation-above-all")
