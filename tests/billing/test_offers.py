"""Offers over HTTP: a municipality's scenarios, and the letter that says them."""

import re
from typing import Any

from tests.billing.given import figures, given_municipalities, given_tariff, import_of, refusal
from tests.platform import Platform

ZUTPHEN = figures("GM0301", 47_000)
ADDRESS = "/v1/offers/GM0301"


async def test_the_offer_to_zutphen_has_the_printed_prices_and_its_own_amounts(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, ZUTPHEN)
    offer: dict[str, Any] = (await client.get(f"{ADDRESS}?year=2015")).json()
    assert (offer["name"], offer["inhabitants"], offer["asOf"]) == ("Zutphen", 47_000, "2016-01-01")
    printed = {
        each["participationPercent"]: [
            *(period["pricePerInhabitant"]["printed"] for period in each["periods"]),
            each["averagePricePrinted"],
        ]
        for each in offer["scenarios"]
    }
    assert [printed[percent] for percent in (100, 85, 70)] == [
        ["0.261", "0.241", "0.251"], ["0.307", "0.284", "0.296"], ["0.373", "0.345", "0.359"],
    ]  # fmt: skip
    everybody = offer["scenarios"][0]["periods"]
    assert [period["amountWholeEuros"] for period in everybody] == ["12265", "11347"]
    assert [period["amount"] for period in everybody] == ["12265.07", "11346.96"]


async def test_an_offer_is_by_the_figures_of_its_year_where_there_are_some(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, ZUTPHEN)
    later = import_of(figures("GM0301", 47_200), as_of="2017-01-01")
    assert (await client.post("/v1/municipality-imports", json=later)).status_code == 201
    for year, inhabitants in ((2015, 47_200), (2016, 47_000), (2017, 47_200), (2018, 47_200)):
        offer = (await client.get(f"{ADDRESS}?year={year}")).json()
        assert offer["inhabitants"] == inhabitants, year


async def test_who_or_when_there_is_no_offer_for_is_refused(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, ZUTPHEN, figures("GM0363", 821_752, name="Amsterdam"))
    for path in ("", "/letter"):
        for address, refused in (
            (f"/v1/offers/GM0301{path}?year=2019", (400, "year-not-priced")),
            (f"/v1/offers/GM9999{path}?year=2016", (404, "no-such-municipality")),
            (f"/v1/offers/GM0363{path}?year=2016", (409, "outside-tariffs-offer")),
            (f"/v1/offers/GM0301{path}", (400, "bad-input")),
        ):
            assert refusal(await client.get(address)) == refused, address
    await given_tariff(client, excludedJoin="same_price")
    offer = (await client.get("/v1/offers/GM0363?year=2019")).json()
    assert offer["scenarios"][0]["participatingInhabitants"] == 14_800_000


async def test_a_letter_is_an_accessible_pdf_in_either_language_and_the_same_all_day(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    await given_municipalities(client, ZUTPHEN)
    letters = {}
    for language in ("nl", "en"):
        address = f"{ADDRESS}/letter?year=2016&language={language}"
        answer = await client.get(address)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"] == 'inline; filename="offer-GM0301-2016.pdf"'
        letters[language] = answer.content
        assert (await client.get(address)).content == answer.content
        assert answer.content.startswith(b"%PDF-")
        assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", answer.content)
    assert b"Hulp op afstand voor de inwoners van Zutphen" in letters["nl"]
    assert b"Help at a distance for the inhabitants of Zutphen" in letters["en"]
    assert (await client.get(f"{ADDRESS}/letter?year=2016")).content == letters["nl"]
    wrong = await client.get(f"{ADDRESS}/letter?year=2016&language=fy")
    assert refusal(wrong) == (400, "bad-input")
