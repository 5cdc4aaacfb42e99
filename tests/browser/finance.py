"""A year at the finance desk to look at: invoiced, paid in part, reminded of, credited, refused."""

from typing import Any

import httpx

from tests.billing.given_camt import Paid, bank_file
from tests.billing.given_documents import given_invoice
from tests.billing.parties import BUYER, IBAN, SELLER, body_of
from tests.browser.site import Site
from tests.waiting import eventually

# The identifiers are invented.
ZUTPHEN = BUYER | {"name": "Gemeente Zutphen", "city": "Zutphen"}
SCHOOL = BUYER | {"name": "School voor de Zorg", "oin": None, "endpoint_scheme": "0106",
                  "endpoint_id": "99999903", "kvk": "99999903"}  # fmt: skip
XML = {"Content-Type": "application/xml"}
NUMBER = "2016-00001"


async def given_parties(client: httpx.AsyncClient) -> None:
    """Give the seller, Zutphen and a school their addresses; others have none."""
    for party, details in (("SELLER", SELLER), ("GM0301", ZUTPHEN), ("ORG-SCHOOL-1", SCHOOL)):
        given = await client.put(f"/v1/parties/{party}", json=body_of(details))
        assert given.status_code == 200, given.text


async def given_year(site: Site) -> dict[str, str]:
    """Bill Zutphen in a round that refuses the others; two payers are late, one is reminded.

    Return what the addresses of pages name.
    """
    billing = site.services["billing"]
    await given_invoice(
        billing.database, 90_000, "11347.25", payer="GM1900", name="Súdwest-Fryslân"
    )
    late = await given_invoice(billing.database, 90_001, "2610.00")
    await _made(billing.client.post("/v1/reminders", json={"numbers": [late.number]}))
    begun = await _made(billing.client.post("/v1/invoice-rounds", json={"year": 2016}))

    async def finished() -> bool:
        answer = await billing.client.get(f"/v1/invoice-rounds/{begun['roundId']}")
        return answer.json()["finishedAt"] is not None

    await eventually(finished, within=30)
    invoice = (await billing.client.get(f"/v1/invoices/{NUMBER}")).json()
    credit = {"lines": [{"line": 1, "amount": "100.00"}]}
    await _made(billing.client.post(f"/v1/invoices/{NUMBER}/credit-notes", json=credit))
    paid = [
        Paid("5000.00", reference=invoice["paymentReference"], bank_reference="BANK-1",
             name="Gemeente Zutphen"),
        Paid("250.00", bank_reference="BANK-2", name="Gemeente Zutphen"),
    ]  # fmt: skip
    content = bank_file(paid, iban=IBAN)
    await _made(billing.client.post("/v1/bank-statements", content=content, headers=XML))
    left = (await billing.client.get("/v1/bank-entries?open=true")).json()["items"]
    return {
        "number": NUMBER, "round_id": begun["roundId"], "bank_entry_id": left[0]["bankEntryId"],
    }  # fmt: skip


async def _made(asked: Any) -> Any:
    answer: httpx.Response = await asked
    assert answer.status_code == 201, answer.text
    return answer.json()
