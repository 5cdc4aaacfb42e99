"""A number that was taken and has no invoice is counted: an alert tells the finance desk."""

from billing.invoices.queries import count_missing_numbers
from prometheus_client import generate_latest
from shared.database import Database

from tests.billing.given import (
    codes,
    invoice_year,
    kept_contract,
    kept_municipalities,
    kept_parties,
    kept_settlement,
)
from tests.platform import Platform


async def gaps(database: Database) -> int:
    async with database.read() as session:
        return await count_missing_numbers(session)


async def lose(database: Database, number: str) -> None:
    """Delete an invoice as the database's owner."""
    async with database.commit() as connection:
        await connection.execute("ALTER TABLE document DISABLE TRIGGER USER")
        gone = await connection.execute("DELETE FROM document WHERE number = $1", number)
        assert gone == "DELETE 1"


async def test_no_invoice_and_a_whole_series_are_no_gap(platform: Platform) -> None:
    database = await platform.database("billing")
    assert await gaps(database) == 0
    await kept_municipalities(database, codes(3))
    await kept_parties(database, *codes(3))
    for code in codes(3):
        await kept_contract(database, code)
    await kept_settlement(database)

    await invoice_year(database, 2016)

    assert await gaps(database) == 0


async def test_an_invoice_that_is_lost_shows_be_it_the_last_of_the_series(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    await kept_municipalities(database, codes(3))
    await kept_parties(database, *codes(3))
    for code in codes(3):
        await kept_contract(database, code)
    await kept_settlement(database)
    await invoice_year(database, 2016)

    await lose(database, "2016-00002")
    assert await gaps(database) == 1
    await lose(database, "2016-00003")
    assert await gaps(database) == 2


async def test_the_gaps_are_among_the_metrics(platform: Platform) -> None:
    await platform.service("billing")
    metrics = generate_latest().decode()
    assert "\ninvoice_number_gaps " in metrics
