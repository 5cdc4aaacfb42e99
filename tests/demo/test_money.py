"""The demo's money: how municipalities pay, the bank's file, and parties that nobody is."""

from decimal import Decimal

from billing.parties.read_csv import read_csv
from billing.payments.read_camt import read_camt
from billing.payments.rules import check_statements
from demo.bank_file import bank_file
from demo.figures import LAST_DAY, municipalities
from demo.invented_parties import SELLER_IBAN, parties_csv
from demo.payments import Bill, entries, how, to_be_held
from demo.plan import make_plan

HUNDREDS = [Decimal(f"{place + 2}00.00") for place in range(5)]
BILLS = [
    Bill(f"GM{place}", f"Gemeente {place}", f"2016-{place + 1:05d}", f"RF{place}", total)
    for place, total in enumerate(HUNDREDS)
]


def test_of_five_one_pays_without_reference_one_nothing_one_less_one_twice_and_one_as_asked() -> (
    None
):
    assert [how(place) for place in range(5)] == [
        "without_reference", "not_at_all", "short", "twice", "by_reference",
    ]  # fmt: skip
    amounts = [(str(one.amount), one.reference) for one in entries(BILLS)]
    assert amounts == [
        ("200.00", None), ("300.00", "RF2"), ("500.00", "RF3"), ("500.00", "RF3"),
        ("600.00", "RF4"), ("250.00", None),
    ]  # fmt: skip
    assert to_be_held(HUNDREDS) == {
        "received_by_bank": Decimal(2350),
        "paid_by_reference": Decimal(1400),
        "paid_by_hand": Decimal(200),
        "unallocated": Decimal(750),
        "credited_total": Decimal(25),
        "open_total": Decimal(375),
        "reminders_released": Decimal(2),
    }


def test_most_of_386_municipalities_pay_what_is_asked() -> None:
    plan = make_plan(LAST_DAY)
    ways = [how(place) for place in range(len(plan.signing))]
    assert len(ways) == 386
    assert (ways.count("not_at_all"), ways.count("short"), ways.count("twice")) == (20, 20, 1)
    assert plan.money["reminders_released"] == 40
    assert plan.money["documents_as_files"] == 387


def test_the_banks_file_is_one_that_billing_reads() -> None:
    paid = list(entries(BILLS))
    statements = read_camt(bank_file(SELLER_IBAN, "DEMO-2016", "2026-05-04", paid))
    check_statements(statements, [SELLER_IBAN])
    [statement] = statements
    assert statement.closing - statement.opening == Decimal("2350.00")
    found = [(one.amount, one.reference, one.counterparty) for one in statement.movements]
    assert found == [(one.amount, one.reference, one.name) for one in paid]
    assert statement.movements[0].remittance == "factuur 2016-00001"


def test_every_invented_party_is_one_that_billing_takes_and_none_is_another() -> None:
    parties = read_csv(parties_csv(municipalities()))
    assert len(parties) == 390 + 2
    addresses = {one.details["endpoint_id"] for one in parties}
    assert len(addresses) == len(parties)
    for one in parties:
        oin, kvk = one.details["oin"], one.details["kvk"]
        assert oin is None or oin.startswith("0000000199")
        assert kvk is None or kvk.startswith("99")
