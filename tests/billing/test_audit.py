"""An audit finds what was changed after it was issued, even by whoever owns the database."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from billing.audits.audit_invoices import SELECT_DOCUMENTS, Audited, as_document
from billing.invoices.rules.chain import document_hash
from shared.database import Connection, Database

from tests.billing.audited import audited, recorded
from tests.billing.given import (
    codes,
    invoice_year,
    kept_contract,
    kept_municipalities,
    kept_parties,
    kept_settlement,
)
from tests.platform import Platform

TABLES = ("document", "document_file", "ledger_entry", "ledger_posting")
PUT_FILE = "INSERT INTO document_file VALUES ($1, 'pdf', encode(sha256($2), 'hex'), $2, $3)"
LAST = "2016-00003"
Found = set[tuple[str, str]]


async def given_issued(platform: Platform) -> Database:
    """Issue three invoices with a file each."""
    database = await platform.database("billing")
    await kept_municipalities(database, codes(3))
    await kept_parties(database, *codes(3))
    for code in codes(3):
        await kept_contract(database, code)
    await kept_settlement(database)
    await invoice_year(database)
    async with database.commit() as connection:
        for place in (1, 2, 3):
            number = f"2016-{place:05d}"
            await connection.execute(PUT_FILE, number, number.encode(), datetime.now(UTC))
    return database


async def become_able(connection: Connection) -> None:
    """Take the rights back and disable the triggers, as the owner of the tables can."""
    for table in TABLES:
        await connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        await connection.execute(f"GRANT UPDATE, DELETE ON {table} TO CURRENT_USER")


async def change_an_amount(connection: Connection) -> None:
    await connection.execute(
        "UPDATE document SET net = net + 1, total = total + 1 WHERE number = '2016-00002'"
    )


async def change_an_amount_and_its_entry(connection: Connection) -> None:
    await change_an_amount(connection)
    await connection.execute(
        "UPDATE ledger_posting SET amount = amount + sign(amount) WHERE entry_id ="
        " (SELECT entry_id FROM ledger_entry WHERE source_id = '2016-00002')"
    )


async def delete_the_last(connection: Connection) -> None:
    await connection.execute("DELETE FROM document WHERE number = $1", LAST)


async def delete_the_last_without_a_trace(connection: Connection) -> None:
    await delete_the_last(connection)
    await connection.execute("DELETE FROM document_file WHERE number = $1", LAST)
    await connection.execute(
        "DELETE FROM ledger_posting WHERE entry_id ="
        " (SELECT entry_id FROM ledger_entry WHERE source_id = $1)", LAST,
    )  # fmt: skip
    await connection.execute("DELETE FROM ledger_entry WHERE source_id = $1", LAST)
    await connection.execute(
        "UPDATE document_counter SET last = 2, last_hash ="
        " (SELECT hash FROM document WHERE number = '2016-00002')"
    )


async def delete_one_between(connection: Connection) -> None:
    await connection.execute("DELETE FROM document WHERE number = '2016-00002'")


async def write_the_chain_anew(connection: Connection) -> None:
    """Change an amount, its entry, and every hash from there on, the counter's too."""
    await change_an_amount_and_its_entry(connection)
    before = None
    for row in await connection.fetch(SELECT_DOCUMENTS):
        fields: dict[str, Any] = dict(as_document(row).fields)
        fields["previous_hash"] = before or fields["previous_hash"]
        before = document_hash(fields)
        await connection.execute(
            "UPDATE document SET previous_hash = $2, hash = $3 WHERE number = $1",
            row["number"], fields["previous_hash"], before,
        )  # fmt: skip
    await connection.execute("UPDATE document_counter SET last_hash = $1", before)


async def swap_the_buyer(connection: Connection) -> None:
    await connection.execute(
        "UPDATE document SET buyer = jsonb_set(buyer, '{street}', '\"Straat 2\"')"
        " WHERE number = '2016-00001'"
    )


async def move_money(connection: Connection) -> None:
    await connection.execute(
        "UPDATE ledger_posting SET amount = amount + 1 WHERE account = 'revenue'"
        " AND entry_id = (SELECT entry_id FROM ledger_entry WHERE source_id = '2016-00001')"
    )


async def change_a_file(connection: Connection) -> None:
    await connection.execute(
        "UPDATE document_file SET content = 'other' WHERE number = '2016-00001'"
    )


TAMPERINGS: dict[Callable[[Connection], Awaitable[None]], Found] = {
    change_an_amount: {("content", "2016-00002"), ("ledger", "2016-00002")},
    change_an_amount_and_its_entry: {("content", "2016-00002")},
    delete_the_last: {
        ("counter", "2016"), ("ledger", LAST), ("file", f"{LAST}.pdf"), ("bus", LAST),
    },
    delete_the_last_without_a_trace: {("bus", LAST)},
    delete_one_between: {
        ("gap", "2016"), ("ledger", "2016-00002"), ("file", "2016-00002.pdf"),
        ("bus", "2016-00002"),
    },
    write_the_chain_anew: {("bus", "2016-00002"), ("bus", LAST)},
    swap_the_buyer: {("content", "2016-00001")},
    change_a_file: {("file", "2016-00001.pdf")},
}  # fmt: skip


def found_by(audit: Audited) -> Found:
    return {(finding.check, finding.where) for finding in audit.findings}


async def test_what_nobody_changed_is_found_right(platform: Platform) -> None:
    found = await audited(await given_issued(platform))
    assert found.findings == []
    assert (found.documents, found.series, found.entries, found.files, found.told) == (
        3,
        1,
        3,
        3,
        3,
    )


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.__name__)
async def test_an_owner_of_the_database_who_tampers_is_found(
    platform: Platform, tampering: Callable[[Connection], Awaitable[None]]
) -> None:
    database = await given_issued(platform)
    told = await recorded(database)
    async with database.commit() as connection:
        await become_able(connection)
        await tampering(connection)
    assert found_by(await audited(database, told)) == TAMPERINGS[tampering]


async def test_an_entry_that_lost_its_balance_is_found(platform: Platform) -> None:
    database = await given_issued(platform)
    async with database.commit() as connection:
        await become_able(connection)
        await move_money(connection)
        entry = await connection.fetchval(
            "SELECT entry_id::text FROM ledger_entry WHERE source_id = '2016-00001'"
        )
    assert found_by(await audited(database)) == {("ledger", entry)}


async def test_what_the_bus_was_never_told_is_found_unless_it_still_waits(
    platform: Platform,
) -> None:
    database = await given_issued(platform)
    assert (await audited(database, {})).findings == []
    async with database.commit() as connection:
        await connection.execute(
            "UPDATE outbox SET sent_at = now(), recorded_at = now() - interval '1 day'"
        )
    found = await audited(database, {})
    assert [(each.where, each.says) for each in found.findings] == [
        (f"2016-0000{place}", "was never told") for place in (1, 2, 3)
    ]
