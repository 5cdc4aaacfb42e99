"""A year to invoice: as many municipalities, each with a contract of its own, settled."""

from datetime import UTC, date, datetime

from billing.contracts.commands import SignContract
from billing.contracts.sign_contract import sign_contract
from billing.municipalities.commands import Figures, ImportMunicipalities
from billing.municipalities.import_municipalities import import_municipalities
from billing.settlements.commands import SettleYear
from billing.settlements.settle_year import settle_year
from shared.database import Database

YEARS = (2015, 2016, 2017, 2018)
NOW = datetime(2020, 5, 4, 12, tzinfo=UTC)
# The example IBAN of the banks, and numbers that belong to nobody.
PUT_PARTIES = """
WITH party AS (
    INSERT INTO party (party, kind, name)
    SELECT code, CASE code WHEN 'SELLER' THEN 'seller' ELSE 'municipality' END, 'Gemeente ' || code
    FROM unnest($1::text[]) AS code
)
INSERT INTO party_version (party, version, valid_from, name, street, postal_code, city, country,
    kvk, vat_number, endpoint_scheme, endpoint_id, email, route, iban, bic, made_at)
SELECT code, 1, '2010-01-01', 'Gemeente ' || code, 'Straat 1', '1234 AB', 'Ergens', 'NL',
    '12345678', 'NL123456782B12', '0106', '12345678', 'post@example.org', 'folder',
    'NL91ABNA0417164300', 'ABNANL2A', now()
FROM unnest($1::text[]) AS code
"""


async def put_years(database: Database, contracts: int) -> None:
    """Keep so many contracts for four years, all settled, with the parties of their invoices."""
    codes = [f"GM{place:04d}" for place in range(1001, 1001 + contracts)]
    async with database.commit() as connection:
        await connection.execute(PUT_PARTIES, ["SELLER", *codes])
    for year in YEARS:
        counted = [
            Figures(code=code, name="Dorp", province="Gelderland", inhabitants=10_000 + place)
            for place, code in enumerate(codes)
        ]
        figures = ImportMunicipalities(as_of=date(year, 1, 1), municipalities=counted)
        async with database.commit() as connection:
            await import_municipalities(connection, figures, NOW)
    for code in codes:
        signed = SignContract.model_validate(
            {"payer": code, "beneficiaries": [code], "signedOn": "2014-10-30",
             "from": "2015-01-01", "until": "2018-12-31"}
        )  # fmt: skip
        async with database.commit() as connection:
            await sign_contract(connection, signed, NOW)
    for year in YEARS:
        async with database.commit() as connection:
            await settle_year(connection, SettleYear(year=year), NOW)
