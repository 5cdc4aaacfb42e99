"""What the tests of billing start from: municipalities, contracts and a settled year."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx
from billing.contracts.commands import SignContract
from billing.contracts.sign_contract import sign_contract
from billing.invoices.begin_round import begin_round
from billing.invoices.commands import BeginRound
from billing.invoices.draft_invoices import draft_invoices
from billing.invoices.issue_rounds import issue_open_items
from billing.municipalities.commands import ImportMunicipalities
from billing.municipalities.import_municipalities import import_municipalities
from billing.settlements.commands import SettleYear
from billing.settlements.settle_year import settle_year
from shared.database import Database

from tests.waiting import eventually

NOW = datetime(2020, 5, 4, 12, tzinfo=UTC)
Json = dict[str, Any]
KINDS = {"GM": "municipality", "VN": "national", "KI": "national", "RE": "region", "OR": "client"}
# The example IBAN of the banks, and numbers that belong to nobody.
PUT_PARTY = """
WITH party AS (INSERT INTO party (party, kind, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)
INSERT INTO party_version (party, version, valid_from, name, street, postal_code, city, country,
    kvk, vat_number, endpoint_scheme, endpoint_id, email, route, iban, bic, made_at)
VALUES ($1, 1, '2010-01-01', $3, 'Straat 1', '1234 AB', 'Ergens', 'NL', '12345678',
    'NL123456782B12', '0106', '12345678', 'post@example.org', 'folder', 'NL91ABNA0417164300',
    'ABNANL2A', now())
ON CONFLICT DO NOTHING
"""


def codes(count: int) -> list[str]:
    """Return the codes of so many municipalities; none of them is of the G4."""
    return [f"GM{place:04d}" for place in range(1001, 1001 + count)]


def figures(code: str, inhabitants: int = 1000, **changes: Any) -> Json:
    return {
        "code": code,
        "name": "Zutphen",
        "province": "Gelderland",
        "inhabitants": inhabitants,
        **changes,
    }


def import_of(*municipalities: Json, as_of: str = "2016-01-01") -> Json:
    return {"asOf": as_of, "municipalities": list(municipalities)}


def contract_of(*beneficiaries: str, **changes: Any) -> Json:
    """Return a contract for the whole of the offer; the first beneficiary pays."""
    return {
        "payer": beneficiaries[0],
        "beneficiaries": list(beneficiaries),
        "signedOn": "2014-10-30",
        "from": "2015-01-01",
        "until": "2018-12-31",
        **changes,
    }


def tariff_of(**changes: Any) -> Json:
    """Return the body of a draft for the four years after the first offer."""
    return {
        "version": "2019-2022",
        "periods": [{"firstYear": 2019, "lastYear": 2022, "yearlyBudget": 3_600_000}],
        "referencePopulation": 14_800_000,
        "minimumParticipationPercent": 70,
        "excluded": ["GM0344", "GM0363", "GM0518", "GM0599"],
        "rounding": "cent",
        "partOfYear": "whole_year",
        "excludedJoin": "refused",
        **changes,
    }


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Return a refusal's status and the last word of its type."""
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def given_municipalities(client: httpx.AsyncClient, *municipalities: Json) -> None:
    answer = await client.post("/v1/municipality-imports", json=import_of(*municipalities))
    assert answer.status_code == 201, answer.text


async def given_draft(client: httpx.AsyncClient, **changes: Any) -> Json:
    answer = await client.post("/v1/tariffs", json=tariff_of(**changes))
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def given_tariff(client: httpx.AsyncClient, **changes: Any) -> Json:
    """Draft a tariff and publish it."""
    draft = await given_draft(client, **changes)
    answer = await publish(client, draft["version"], draft["revision"])
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def publish(client: httpx.AsyncClient, version: str, revision: int = 1) -> httpx.Response:
    headers = {"If-Match": f'"{revision}"'}
    return await client.post(f"/v1/tariffs/{version}/publication", headers=headers)


async def given_contract(client: httpx.AsyncClient, *beneficiaries: str, **changes: Any) -> Json:
    answer = await client.post("/v1/contracts", json=contract_of(*beneficiaries, **changes))
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def given_settled(client: httpx.AsyncClient, year: int) -> Json:
    answer = await client.post("/v1/settlements", json={"year": year})
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def kept_municipalities(database: Database, wanted: Sequence[str]) -> None:
    """Keep municipalities with the figures of 2016, with no service running."""
    command = ImportMunicipalities(
        as_of=date(2016, 1, 1),
        municipalities=[figures(code, 1000 + place) for place, code in enumerate(wanted)],
    )
    async with database.commit() as connection:
        await import_municipalities(connection, command, NOW)


async def kept_contract(database: Database, *beneficiaries: str, **changes: Any) -> UUID:
    """Keep a contract, with no service running; return its id."""
    command = SignContract.model_validate(contract_of(*beneficiaries, **changes))
    async with database.commit() as connection:
        return (await sign_contract(connection, command, NOW)).contract_id


async def kept_settlement(database: Database, year: int = 2016) -> None:
    """Settle a year, with no service running."""
    async with database.commit() as connection:
        await settle_year(connection, SettleYear(year=year), NOW)


async def kept_parties(database: Database, *parties: str) -> None:
    """Keep the seller and these payers; their names and numbers are invented."""
    async with database.commit() as connection:
        for party in ("SELLER", *parties):
            kind = "seller" if party == "SELLER" else KINDS[party[:2]]
            await connection.execute(PUT_PARTY, party, kind, f"Organisatie {party}")


async def draft_year(database: Database, year: int) -> None:
    """Note what is owed of a year, as the event of its settlement does."""
    async with database.commit() as connection:
        await draft_invoices(connection, years=[year])


async def draft_contract(database: Database, contract_id: UUID) -> None:
    """Note what a contract owes, as the event of its signature does."""
    async with database.commit() as connection:
        await draft_invoices(connection, contracts=[contract_id])


async def begun_round(database: Database, year: int = 2016) -> UUID:
    """Begin a round of invoices, with no service running; return its id."""
    async with database.commit() as connection:
        begun = await begin_round(connection, BeginRound(year=year), datetime.now(UTC))
    return begun.round_id


async def invoice_year(database: Database, year: int = 2016) -> None:
    """Do a round of invoices to its end, with no service running."""
    await begun_round(database, year)
    await issue_open_items(database)


async def given_round(client: httpx.AsyncClient, year: int = 2016) -> Json:
    """Begin a round, and wait until it is done."""
    answer = await client.post("/v1/invoice-rounds", json={"year": year})
    assert answer.status_code == 201, answer.text

    async def done() -> Json | None:
        found: Json = (await client.get(f"/v1/invoice-rounds/{answer.json()['roundId']}")).json()
        return found if found["finishedAt"] else None

    found = await eventually(done, within=60)
    assert found is not None
    return found
