"""The ledger: each entry and the sum of all are zero, and nothing in it changes."""

import random
from collections import Counter
from datetime import date
from decimal import Decimal

import asyncpg
import pytest
from billing.ledger.post_entries import Entry, post_entries
from billing.ledger.post_entry import post_entry
from billing.ledger.receivables import open_of_invoices
from billing.ledger.rules import (
    Posting,
    allocation_postings,
    credit_note_postings,
    invoice_postings,
    payment_postings,
)
from billing.payments.rules import Allocating, check_allocation
from hypothesis import given
from hypothesis import strategies as st
from shared.refusals import Refusal

from tests.billing.given import kept_parties
from tests.billing.given_camt import Paid
from tests.billing.given_documents import NOW, given_credit_note, given_invoice
from tests.billing.test_payments import allocated, bank_file, imported
from tests.platform import Platform

CENTS = st.integers(1, 10**9).map(lambda value: Decimal(value) / 100)
NUMBERS = st.sampled_from(["2016-00001", "2016-00002", "2016-00003"])
FACTS = st.one_of(
    st.tuples(st.just("invoice"), NUMBERS, CENTS, CENTS),
    st.tuples(st.just("credit_note"), NUMBERS, CENTS, CENTS),
    st.tuples(st.just("payment"), NUMBERS, CENTS, CENTS),
    st.tuples(st.just("allocation"), NUMBERS, CENTS, CENTS),
)


@given(st.lists(FACTS, max_size=30))
def test_every_sequence_of_documents_and_money_sums_to_zero(
    facts: list[tuple[str, str, Decimal, Decimal]],
) -> None:
    on: Counter[str] = Counter()
    owed: Counter[str] = Counter()
    for kind, number, one, other in facts:
        sign = 1 if other > 1 else -1  # money comes and goes, and is taken back
        postings, change = {
            "invoice": (invoice_postings(number, one, other), one + other),
            "credit_note": (credit_note_postings(number, one, other), -one - other),
            "payment": (payment_postings(sign * one), Decimal(0)),
            "allocation": (allocation_postings(number, sign * one), -sign * one),
        }[kind]
        owed[number] += change  # type: ignore[assignment]
        assert sum(posting.amount for posting in postings) == 0
        assert all(posting.amount for posting in postings)
        assert all((each.account == "receivable") == bool(each.number) for each in postings)
        for posting in postings:
            on[posting.number or posting.account] += posting.amount  # type: ignore[assignment]
    assert sum(on.values()) == 0
    assert all(on[number] == owed[number] for number in owed)


AMOUNTS = st.integers(-300, 300).map(lambda value: Decimal(value) / 100)


@given(AMOUNTS, AMOUNTS, st.lists(AMOUNTS, max_size=20))
def test_an_entry_never_places_more_than_it_is_and_an_invoice_takes_no_more_than_it_asks(
    came: Decimal, total: Decimal, wanted: list[Decimal]
) -> None:
    asked = abs(total)
    open_of_entry, open_of_invoice, before = came, asked, Decimal("1.00")
    placed = Decimal(0)
    for amount in wanted:
        at = Allocating(came, open_of_entry, placed, open_of_invoice - before, placed + before)
        try:
            check_allocation(amount, at)
        except Refusal:
            continue
        placed += amount
        open_of_entry -= amount
        open_of_invoice -= amount
        assert min(came, Decimal(0)) <= placed <= max(came, Decimal(0))
        assert placed + before <= max(asked, before)
        assert placed + before >= 0


async def test_the_database_refuses_what_does_not_balance_and_any_change(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    await given_invoice(database)
    askew = [Posting("bank", Decimal("1.00")), Posting("unallocated", Decimal("-0.99"))]
    with pytest.raises(asyncpg.CheckViolationError):
        async with database.commit() as connection:
            await post_entry(
                connection, "payment", "x", askew, day=date(2016, 1, 1), now=NOW
            )  # fmt: skip
    level = Entry("payment", "y", date(2016, 1, 1), payment_postings(Decimal(5)))
    with pytest.raises(asyncpg.CheckViolationError):
        async with database.commit() as connection:
            await post_entries(
                connection, [level, Entry("payment", "x", date(2016, 1, 1), askew)], NOW
            )
    for statement in (
        "UPDATE ledger_posting SET amount = amount + 1",
        "DELETE FROM ledger_posting",
        "TRUNCATE ledger_posting",
        "UPDATE ledger_entry SET day = day + 1",
        "TRUNCATE allocation",
        "TRUNCATE reminder",
    ):
        with pytest.raises((asyncpg.RestrictViolationError, asyncpg.InsufficientPrivilegeError)):
            async with database.commit() as connection:
                await connection.execute(statement)
    # One leg more, of an entry that balances: a second statement must balance by itself.
    with pytest.raises(asyncpg.CheckViolationError):
        async with database.commit() as connection:
            await connection.execute(
                "INSERT INTO ledger_posting SELECT entry_id, 9, 'bank', NULL, 1 FROM ledger_entry"
            )


async def test_what_is_open_is_the_total_less_credits_and_allocations(platform: Platform) -> None:
    database = await platform.database("billing")
    await kept_parties(database)
    chance = random.Random(2016)
    invoices = [await given_invoice(database, place, vat="21.00") for place in range(1, 4)]
    for place, invoice in enumerate(invoices[:2], start=1):
        await given_credit_note(database, invoice.number, f"{10 * place}.00", place)
    entries = [
        Paid(f"{chance.randint(100, 9000) / 100:.2f}", chance.choice(invoices).reference, f"B{one}")
        for one in range(12)
    ]
    await imported(database, bank_file(entries))
    for _ in range(15):
        amount = f"{chance.choice([-1, 1]) * chance.randint(1, 5000) / 100:.2f}"
        one, invoice = f"B{chance.randrange(12)}", chance.choice(invoices)
        try:
            await allocated(database, one, invoice, amount)
        except Refusal:
            continue
    async with database.commit() as connection:
        left = await open_of_invoices(connection, [one.number for one in invoices])
        sums = await connection.fetchrow(
            "SELECT (SELECT sum(amount) FROM ledger_posting) AS all_of_it,"
            " (SELECT sum(open) FROM bank_entry) + (SELECT sum(amount) FROM ledger_posting"
            "  WHERE account = 'unallocated') AS unplaced,"
            " (SELECT count(*) FROM (SELECT FROM ledger_posting GROUP BY entry_id"
            "  HAVING sum(amount) <> 0) AS askew) AS askew"
        )
        paid = dict(
            await connection.fetch("SELECT number, sum(amount) FROM allocation GROUP BY number")
        )
    credited = {"2016-00001": 10, "2016-00002": 20}
    assert sums is not None
    assert tuple(sums) == (0, 0, 0)
    for one in invoices:
        expected = one.total - credited.get(one.number, 0) - paid.get(one.number, 0)
        assert left[one.number] == expected >= 0
