"""Bank files: what is read of them, and what is refused before anything is posted."""

from datetime import date
from decimal import Decimal

import pytest
from billing.payments.read_camt import read_camt
from billing.payments.rules import (
    AccountsDiffer,
    AccountUnknown,
    AmountNotInCents,
    BalanceMissing,
    BalanceWrong,
    CamtMalformed,
    CurrencyNotEuro,
    EntryNotBooked,
    EntryTwice,
    Movement,
    StatementTwice,
    check_statements,
    match,
)
from hypothesis import given
from hypothesis import strategies as st
from shared.refusals import Refusal

from tests.billing.given_camt import OTHER_IBAN, SELLER_IBAN, Paid, bank_file, camt, statement

ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    b'<!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    b'<!DOCTYPE a [<!ENTITY % out SYSTEM "http://127.0.0.1:9/a.dtd"> %out;]>',
)
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'


@pytest.mark.parametrize("version", ["02", "08"])
def test_a_file_of_either_version_is_read(version: str) -> None:
    entries = [
        Paid("250.00", "RF18 5390 0754 7034", "B1"),
        Paid("-3.50", None, "B2", name="Bank & Co"),
        Paid("99.00", "RF18539007547034", "B3", transactions=2),
        Paid("1.00"),
    ]
    [read] = read_camt(bank_file(entries, version=version))
    assert (read.iban, read.bank_id) == (SELLER_IBAN, "2016-042")
    assert (read.from_day, read.until_day) == (date(2016, 3, 1), date(2016, 3, 1))
    assert (read.opening, read.closing) == (Decimal("1000.00"), Decimal("1346.50"))
    first, out, batch, last = read.movements
    assert first == Movement(
        "B1", date(2016, 3, 1), Decimal("250.00"), "RF18539007547034", None, "Gemeente Ergens"
    )
    assert (out.amount, out.reference, out.counterparty) == (Decimal("-3.50"), None, "Bank & Co")
    assert out.remittance == "zie bijlage"
    # Whom a batch pays for, a person looks up.
    assert (batch.amount, batch.reference, batch.counterparty) == (Decimal("99.00"), None, None)
    assert last.bank_reference == "2016-042/4"  # the bank gave it none


@pytest.mark.parametrize("kind", ENTITIES)
def test_no_entity_is_expanded_or_fetched(kind: bytes) -> None:
    bomb = bank_file([Paid("1.00")]).replace(DECLARATION, DECLARATION + kind)
    with pytest.raises(CamtMalformed, match="DTD"):
        read_camt(bomb.replace(b"zie bijlage", b"&c;"))
    with pytest.raises(CamtMalformed, match="DTD"):
        read_camt(bomb)


WHOLE = bank_file([Paid("1.00", "RF18539007547034", "B1"), Paid("2.00")])
BROKEN = {
    "nothing": b"",
    "no XML": b"Datum;Bedrag\n2016-03-01;1,00\n",
    "another document": b"<Document/>",
    "another version": WHOLE.replace(b"001.02", b"001.99"),
    "an end that is missing": WHOLE[: WHOLE.index(b"</Document>")],
    "half an entry": WHOLE[: WHOLE.rindex(b"<BkTxCd>")],
    "more after the end": WHOLE + b"<more/>",
    "a tag that is not closed": WHOLE.replace(b"</Sts>", b"", 1),
    "a word of no vocabulary": WHOLE.replace(b"CRDT", b"0612345678", 1),
    "an element of our own": WHOLE.replace(b"<BkTxCd>", b"<Truus/><BkTxCd>", 1),
    "an element inside another": b"<a>" * 5000,
    "no amount": WHOLE.replace(b">1.00<", b">1,00<", 1),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_camt_is_refused_without_repeating_it(kind: str) -> None:
    with pytest.raises(CamtMalformed) as refused:
        read_camt(BROKEN[kind])
    assert not {"0612345678", "Truus"} & set(refused.value.detail.split())


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (bank_file([Paid("1.00", currency="USD")]), CurrencyNotEuro),
        (bank_file([], currency="GBP"), CurrencyNotEuro),
        (bank_file([Paid("1.005")], closing="1001.00"), AmountNotInCents),
        (bank_file([Paid("9999999999999.00")]), AmountNotInCents),
        (bank_file([Paid("1.00", status="PDNG")]), EntryNotBooked),
        (bank_file([]).replace(b"OPBD", b"ITBD"), BalanceMissing),
        (bank_file([]).replace(b"CLBD", b"CLAV"), BalanceMissing),
    ],
)
def test_what_we_do_not_book_is_refused(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_camt(content)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (bank_file([], iban=OTHER_IBAN), AccountUnknown),
        (camt(statement([]), statement([], iban=OTHER_IBAN, bank_id="b")), AccountsDiffer),
        (camt(statement([]), statement([])), StatementTwice),
        (camt(statement([]), statement([Paid("1.00")], bank_id="b", closing="1.00")), BalanceWrong),
        (bank_file([Paid("1.00", None, "B"), Paid("1.00", None, "B")]), EntryTwice),
    ],
)
def test_a_file_is_taken_in_whole_or_not_at_all(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_statements(read_camt(content), {SELLER_IBAN})


def test_two_statements_that_add_up_are_taken() -> None:
    file = camt(statement([Paid("1.00")]), statement([Paid("-1.00")], bank_id="b"))
    check_statements(read_camt(file), {SELLER_IBAN, OTHER_IBAN})


CENTS = st.integers(-500, 500).map(lambda value: Decimal(value) / 100)
REFERENCES = st.sampled_from(["RF1", "RF2", "RF3", None])


@given(st.lists(st.tuples(REFERENCES, CENTS), max_size=30), st.lists(CENTS, min_size=2, max_size=2))
def test_matching_pays_no_more_than_is_open_and_no_more_than_came(
    came: list[tuple[str | None, Decimal]], open_amounts: list[Decimal]
) -> None:
    movements = [
        Movement(str(place), date(2016, 3, 1), amount, reference, None, None)
        for place, (reference, amount) in enumerate(came)
    ]
    left = dict(zip(["1", "2"], open_amounts, strict=True))

    found = match(movements, {"RF1": "1", "RF2": "2"}, left)

    for number, before in left.items():
        paid = sum((amount for _, to, amount in found if to == number), Decimal(0))
        offered = sum(
            (one.amount for one in movements if one.reference == f"RF{number}" and one.amount > 0),
            Decimal(0),
        )
        assert paid == max(Decimal(0), min(before, offered))
    assert all(0 < amount <= movement.amount for movement, _, amount in found)
    assert [movement for movement, _, _ in found] == [
        one for one in movements if one in {movement for movement, _, _ in found}
    ]
