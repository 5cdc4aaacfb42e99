"""Parties over HTTP: versions by day, imports whole or not at all, and who stands on a document."""

from datetime import date
from typing import Any

import httpx
import pytest
from billing.parties.snapshot import BuyerMissing, SellerMissing, buyer_on, seller_on

from tests.billing.parties import BUYER, SELLER, body_of
from tests.platform import Platform

GM = "GM9901"
HEADER = "party;validFrom;name;street;postalCode;city;route;endpointScheme;endpointId"
ROW = "{party};2014-01-01;Gemeente Verzonnen;Postbus 1;1234 AB;Verzonnen;folder;0106;{kvk}"


async def put(client: httpx.AsyncClient, party: str, body: dict[str, Any]) -> Any:
    answer = await client.put(f"/v1/parties/{party}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def post_csv(client: httpx.AsyncClient, *rows: str, query: str = "") -> httpx.Response:
    return await client.post(
        f"/v1/party-imports{query}", content="\n".join([HEADER, *rows]).encode(),
        headers={"content-type": "text/csv; charset=utf-8"},
    )  # fmt: skip


def days(party: Any) -> list[tuple[int, str]]:
    return [(version["version"], version["validFrom"]) for version in party["versions"]]


async def test_a_document_has_the_party_of_its_day(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await put(client, "SELLER", body_of(SELLER))
    await put(client, GM, body_of(BUYER))
    moved = body_of(BUYER, validFrom="2016-07-01", street="Lijnbaan 3", buyerReference="FIN-9")
    # when the same comes again, nothing changes
    assert days(await put(client, GM, moved)) == [(1, "2014-01-01"), (2, "2016-07-01")]
    assert days(await put(client, GM, moved)) == [(1, "2014-01-01"), (2, "2016-07-01")]
    # then each day has its own
    async with (await platform.database("billing")).commit() as connection:
        seller = await seller_on(connection, date(2016, 6, 30))
        before = await buyer_on(connection, GM, date(2016, 6, 30))
        after = await buyer_on(connection, GM, date(2016, 7, 1))
        with pytest.raises(BuyerMissing, match="GM9901 has no address"):
            await buyer_on(connection, GM, date(2013, 12, 31))
        with pytest.raises(SellerMissing, match="PUT /v1/parties/SELLER"):
            await seller_on(connection, date(2013, 12, 31))
    assert (seller.iban, seller.vat_number) == (SELLER["iban"], SELLER["vat_number"])
    assert (before.street, before.buyer_reference) == ("Postbus 1", GM)
    assert (after.street, after.buyer_reference) == ("Lijnbaan 3", "FIN-9")
    kept = before.as_json()
    assert (kept["valid_from"], kept["version"], kept["oin"]) == ("2014-01-01", 1, BUYER["oin"])
    assert "made_at" not in kept


async def test_what_cannot_stand_on_a_document_is_refused_with_each_field(
    platform: Platform,
) -> None:
    client = (await platform.service("billing")).client
    wrong = body_of(BUYER, kvk="1234567", oin="00000001990000012000", route="email")
    answer = await client.put(f"/v1/parties/{GM}", json=wrong)
    assert answer.status_code == 400
    assert answer.json()["type"].endswith(":party-wrong")
    for field in ("kvk: A KvK number has 8 digits.", "oin: An OIN has 20 digits", "email: "):
        assert field in answer.json()["detail"]
    assert "1234567" not in answer.text
    assert (await client.get(f"/v1/parties/{GM}")).status_code == 404
    nobody = await client.put("/v1/parties/SOMEBODY", json=body_of(BUYER))
    assert nobody.status_code == 400


async def test_an_import_is_whole_or_nothing_and_can_be_tried_first(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    rows = [ROW.format(party=f"GM99{place:02d}", kvk=f"999999{place:02d}") for place in range(20)]
    wrong = await post_csv(client, *rows, ROW.format(party="GM9999", kvk="9"))
    assert wrong.status_code == 400
    assert wrong.json()["detail"].startswith("line 22, endpointId: A KvK number has 8 digits")
    assert (await client.get("/v1/parties")).json()["items"] == []
    # when it is tried first, nothing is kept
    tried = await post_csv(client, *rows, query="?dryRun=true")
    expected = {"dryRun": True, "added": 20, "changed": 0, "unchanged": 0}
    assert (tried.status_code, tried.json()) == (200, expected)
    assert (await client.get("/v1/parties")).json()["items"] == []
    # then all are added, and again none
    added = await post_csv(client, *rows)
    assert (added.status_code, added.json()) == (201, {**expected, "dryRun": False})
    later = rows[0].replace("2014", "2017").replace("Postbus 1", "Postbus 2")
    again = await post_csv(client, *rows, later)
    assert again.json() == {"dryRun": False, "added": 0, "changed": 1, "unchanged": 19}
    first = (await client.get("/v1/parties/GM9900")).json()
    assert days(first) == [(1, "2014-01-01"), (2, "2017-01-01")]
    assert (first["kind"], first["current"]["street"]) == ("municipality", "Postbus 2")
    assert (await client.post("/v1/party-imports", json={})).status_code == 400


async def test_parties_are_found_by_name_and_code_and_listed_in_pages(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    await put(client, GM, body_of(BUYER, name="Gemeente Súdwest-Verzinsel"))
    await put(client, "ORG-SCHOOL-1", body_of(BUYER, name="School 1"))
    await put(client, "VNG", body_of(BUYER, name="Vereniging"))

    async def found(query: str) -> list[str]:
        page = (await client.get(f"/v1/parties?{query}")).json()
        return [item["party"] for item in page["items"]]

    assert await found("search=sudwest") == [GM]
    assert await found("search=org-") == ["ORG-SCHOOL-1"]
    assert await found("search=%25") == []
    assert await found("limit=2") == [GM, "ORG-SCHOOL-1"]
    assert await found("limit=2&cursor=ORG-SCHOOL-1") == ["VNG"]
