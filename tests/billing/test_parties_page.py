"""The page of a party: a form for a new version, with what is wrong beside each field."""

from datetime import date
from uuid import uuid4

from tests.billing.parties import BUYER, body_of
from tests.platform import Platform

PAGE = "/billing/parties/GM9901"


async def test_finance_gives_an_address_and_is_told_of_each_wrong_field(
    platform: Platform,
) -> None:
    service = await platform.service("billing")
    client = service.client
    async with (await platform.database("billing")).commit() as connection:
        await connection.execute(
            "INSERT INTO course_delivery VALUES ($1, 'listening-1', 'ORG-NEW', $2)",
            uuid4(), date(2016, 3, 4),
        )  # fmt: skip
    # given that the seller and a client lack an address
    listed = (await client.get("/billing/parties", headers={"accept-language": "en"})).text
    assert "2 have no address yet" in listed
    assert 'href="/billing/parties/ORG-NEW"' in listed
    assert (
        'href="/billing/parties/GM9901"'
        in (await client.get("/billing/parties?search=gm9901")).text
    )
    # when two fields are wrong for two reasons, both are named and nothing is kept
    wrong = body_of(BUYER, city="", oin="1234")
    answer = await client.post(PAGE, data=wrong, headers={"accept-language": "en"})
    assert answer.status_code == 400
    assert "Fill this in." in answer.text
    assert "An OIN has 20 digits" in answer.text
    assert (await client.get("/v1/parties")).json()["items"] == []
    # then the right ones are kept, and shown as valid now
    answer = await client.post(PAGE, data=body_of(BUYER))
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    kept = (await client.get("/v1/parties/GM9901")).json()
    assert [version["street"] for version in kept["versions"]] == ["Postbus 1"]
    assert "Postbus 1" in (await client.get(PAGE)).text
