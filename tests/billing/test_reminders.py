"""Reminders: what is claimed of who pays late, and when a person may release it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from billing.invoices.queries import NoSuchInvoice
from billing.payments.import_statements import import_statements
from billing.payments.read_camt import read_camt
from billing.reminders.commands import ReleaseReminders
from billing.reminders.load_overdue import load_rates
from billing.reminders.propose_reminders import propose_reminders
from billing.reminders.release_reminders import release_reminders
from billing.reminders.rules import (
    AllStepsTaken,
    NotOverdue,
    Overdue,
    Rate,
    RateMissing,
    TooEarly,
    interest,
    next_step,
)
from billing.reminders.views import RemindersView
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from shared.database import Database

from tests.billing.given import kept_parties
from tests.billing.given_camt import Paid, bank_file
from tests.billing.given_documents import given_invoice
from tests.platform import Platform

EIGHT = [Rate(date(2012, 1, 1), Decimal(8))]
DUE = date(2016, 2, 14)


@pytest.mark.parametrize(
    ("owed", "due_on", "until", "claimed"),
    [
        ("36500.00", date(2017, 1, 31), date(2017, 2, 1), "8.00"),  # a day is a 365th
        ("36600.00", date(2016, 1, 31), date(2016, 2, 1), "8.00"),  # or a 366th of a leap year
        ("36500.00", date(2017, 1, 31), date(2017, 1, 31), "0.00"),  # the last day is still free
        ("1000.00", date(2017, 1, 31), date(2018, 1, 31), "80.00"),  # a year
        ("1000.00", date(2017, 1, 31), date(2019, 1, 31), "166.40"),  # interest on interest
        ("0.01", date(2017, 1, 31), date(2017, 6, 30), "0.00"),
    ],
)
def test_interest_is_counted_by_days_and_by_years(
    owed: str, due_on: date, until: date, claimed: str
) -> None:
    assert interest(Decimal(owed), due_on, until, EIGHT) == Decimal(claimed)


def test_each_day_has_the_rate_of_its_half_year() -> None:
    rates = [Rate(date(2022, 7, 1), Decimal(8)), Rate(date(2023, 1, 1), Decimal("10.50"))]
    # 16 to 31 December 2022 at 8%, and 1 to 15 January 2023 at 10.5%.
    expected = Decimal(10_000) * (Decimal(8) * 16 + Decimal("10.5") * 15) / 36500
    claimed = interest(Decimal(10_000), date(2022, 12, 15), date(2023, 1, 15), rates)
    assert claimed == expected.quantize(Decimal("0.01")) == Decimal("78.22")
    with pytest.raises(RateMissing):
        interest(Decimal(1), date(2022, 6, 29), date(2022, 6, 30), rates)


DAYS = st.dates(date(2012, 1, 1), date(2026, 12, 31))


@given(st.integers(1, 10**9), DAYS, st.integers(0, 2000), st.integers(0, 2000))
def test_interest_never_falls_with_time(cents: int, due_on: date, days: int, more: int) -> None:
    owed = Decimal(cents) / 100
    soon = interest(owed, due_on, due_on + timedelta(days), EIGHT)
    late = interest(owed, due_on, due_on + timedelta(days + more), EIGHT)
    assert 0 <= soon <= late
    # Within a year it is simple interest; more than that only by interest on interest.
    assert late >= (owed * 8 * (days + more) / 36600).quantize(Decimal("0.01")) - Decimal("0.01")


def test_steps_come_in_order_and_not_too_early() -> None:
    def step(today: date, *released: date, left: str = "100.00") -> tuple[int, str, str]:
        found = next_step(Overdue("2016-00001", DUE, Decimal(left), released), today, EIGHT)
        return found.step, str(found.interest), str(found.costs)

    first, second = DUE + timedelta(1), DUE + timedelta(15)
    assert step(first) == (1, "0.00", "0.00")
    assert step(second, first) == (2, "0.33", "40.00")
    for refusal, today, released, left in (
        (NotOverdue, DUE, (), "100.00"),
        (NotOverdue, first, (), "0.00"),
        (NotOverdue, first, (), "-5.00"),
        (TooEarly, second - timedelta(1), (first,), "100.00"),
        (AllStepsTaken, second + timedelta(99), (first, second), "100.00"),
    ):
        with pytest.raises(refusal):
            step(today, *released, left=left)


async def test_the_rates_are_known_for_each_half_year_until_2026(platform: Platform) -> None:
    database = await platform.database("billing")
    async with database.commit() as connection:
        rates = {rate.from_day: rate.percent for rate in await load_rates(connection)}
    halves = {date(year, month, 1) for year in range(2012, 2027) for month in (1, 7)}
    assert halves <= set(rates)
    # As rijksoverheid.nl told them.
    assert rates[date(2013, 1, 1)] == Decimal("7.75")
    assert rates[date(2023, 7, 1)] == Decimal("12.00")
    assert rates[date(2024, 7, 1)] == Decimal("12.25")
    assert rates[date(2026, 7, 1)] == Decimal("10.40")


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


async def released(database: Database, today: date, *numbers: str) -> RemindersView:
    async with database.commit() as connection:
        command = ReleaseReminders(numbers=list(numbers))
        return await release_reminders(connection, command, at(today))


async def proposed(database: Database, today: date) -> list[tuple[str, int, str]]:
    async with database.commit() as connection:
        found = await propose_reminders(connection, today)
    return [(one.number, one.step, str(one.claimed)) for one in found.reminders]


async def test_a_person_releases_what_is_proposed_and_nothing_that_was_paid_meanwhile(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    await kept_parties(database)
    one, two = await given_invoice(database, 1), await given_invoice(database, 2, "36600.00")
    first, second = DUE + timedelta(1), DUE + timedelta(15)
    assert await proposed(database, DUE) == []
    assert await proposed(database, first) == [
        (one.number, 1, "100.00"), (two.number, 1, "36600.00")
    ]  # fmt: skip

    await released(database, first, one.number, two.number)
    assert await proposed(database, second - timedelta(1)) == []
    with pytest.raises(TooEarly):
        await released(database, first, one.number)
    with pytest.raises(NoSuchInvoice):
        await released(database, second, two.number, "2016-99999")
    paid = read_camt(bank_file([Paid("100.00", one.reference)]))
    async with database.commit() as connection:
        await import_statements(connection, paid, at(second))
    with pytest.raises(NotOverdue):
        await released(database, second, one.number, two.number)

    # 15 days at 8.05% of EUR 36,600, a 366th each, and the costs.
    assert await proposed(database, second) == [(two.number, 2, "36760.75")]
    await released(database, second, two.number)

    async with database.commit() as connection:
        told = await connection.fetch(
            "SELECT headers::json ->> 'ce-subject', (headers::json ->> 'ce-sequence')::int,"
            " split_part(subject, '.', 2) FROM outbox ORDER BY id"
        )
    assert [tuple(row) for row in told] == [
        (str(one.document_id), 2, "invoice_overdue"),
        (str(two.document_id), 2, "invoice_overdue"),
        (str(one.document_id), 3, "payment_received"),
        (str(two.document_id), 3, "invoice_overdue"),
    ]


async def test_each_released_step_has_a_letter_which_is_always_the_same(
    platform: Platform,
) -> None:
    service = await platform.service("billing")
    await kept_parties(service.database)
    invoice = await given_invoice(service.database, 2, "36600.00")
    first, second = DUE + timedelta(1), DUE + timedelta(15)
    address = f"/v1/reminders/{invoice.number}"
    assert (await service.client.get(f"{address}/1/pdf")).status_code == 404
    await released(service.database, first, invoice.number)
    await released(service.database, second, invoice.number)

    one, two = [await service.client.get(f"{address}/{step}/pdf") for step in (1, 2)]
    assert (one.status_code, one.headers["content-type"]) == (200, "application/pdf")
    reminder, notice = words_of(one.content), words_of(two.content)
    assert "Herinnering: factuur 2016-00002" in reminder
    assert "36.600,00" in reminder
    assert "Uiterlijk op 29 februari 2016" in reminder
    assert "handelsrente" not in reminder
    assert "Op 15 februari 2016 hebben wij u herinnerd" in notice
    assert "120,75" in notice
    assert "40,00" in notice
    assert "36.760,75" in notice
    assert (await service.client.get(f"{address}/2/pdf")).content == two.content

    page = await service.client.get(f"/billing/invoices/{invoice.number}")
    assert f"/billing/reminders/{invoice.number}/2/letter" in page.text


def words_of(pdf: bytes) -> str:
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())
