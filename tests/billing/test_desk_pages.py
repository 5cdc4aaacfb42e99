"""The finance desk by its forms and files: what is typed, sent, refused and downloaded."""

import html
import re
from datetime import date
from decimal import Decimal

import httpx
import pytest
from billing.history.rules import year_shown
from billing.invoices.typed_credit import typed_credit
from billing.typed_amount import typed_amount
from shared.pages.forms import FormWrong, Typed

from tests.billing.given import kept_parties
from tests.billing.given_camt import Paid, bank_file
from tests.billing.given_documents import given_invoice
from tests.platform import Platform

HEADERS = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12", "12.00"), ("12.5", "12.50"), ("12,50", "12.50"), (" 1.234,50 ", "1234.50"),
        ("1,234.50", "1234.50"), ("1.234.567,00", "1234567.00"), ("0", None), ("0,00", None),
        ("1.234", "1234.00"), ("1.23,4", None), ("-5", None), ("EUR 5", None), ("", None),
        ("12345678901", None), ("1e3", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it_and_nothing_is_guessed(
    typed: str, amount: str | None
) -> None:
    assert typed_amount(typed) == (amount and Decimal(amount))


@pytest.mark.parametrize(
    ("today", "priced", "settled", "year"),
    [
        (2016, [2015, 2016], 2015, 2016), (2026, [2015, 2016], 2015, 2015),
        (2026, [2015, 2016], None, 2016), (2026, [], None, 2026),
    ],
)  # fmt: skip
def test_the_start_shows_this_year_or_the_last_that_was_settled(
    today: int, priced: list[int], settled: int | None, year: int
) -> None:
    assert year_shown(date(today, 3, 1), priced, settled) == year


async def test_a_bank_file_is_sent_by_a_form_and_what_is_open_is_placed_by_hand(
    platform: Platform,
) -> None:
    running = await platform.service("billing", role="api")
    client = running.client
    await kept_parties(running.database)
    invoice = await given_invoice(running.database, 1, "100.00")
    assert "Choose the file" in await sent(client, "/billing/bank", b"", status=400)
    assert "Camt malformed" not in await sent(client, "/billing/bank", b"<a/>", status=400)
    content = bank_file([Paid("60.00"), Paid("9.00")])
    await sent(client, "/billing/bank", content, status=303)
    listed = (await client.get("/v1/bank-entries?open=true")).json()["items"]
    [sixty] = [each["bankEntryId"] for each in listed if each["amount"] == "60.00"]
    entry = f"/billing/bank/entries/{sixty}"
    assert entry in await shown(client, "/billing/bank")
    assert invoice.number in await shown(client, f"{entry}?search=ergens")
    for amount, status in (("6x", 400), ("60,01", 409), ("60,00", 303)):
        form = {"number": invoice.number, "amount": amount}
        answer = await client.post(f"{entry}/allocations", data=form, headers=HEADERS)
        assert answer.status_code == status, answer.text
    page = await shown(client, f"/billing/invoices/{invoice.number}")
    assert "placed by hand" in page
    assert "€ 40.00" in page


async def test_lists_are_files_in_which_no_name_is_a_formula(platform: Platform) -> None:
    running = await platform.service("billing", role="api")
    await given_invoice(running.database, 1, "100.00", name="=cmd|' /C calc'!A0")
    answer = await running.client.get("/billing/open.csv?shown=overdue")
    assert answer.headers["content-type"].startswith("text/csv")
    [_, line] = answer.text.splitlines()
    assert line.startswith("2016-00001;GM1001;'=cmd|")
    for path in ("municipalities", "bank", "deliveries", "reminders", "contracts"):
        answer = await running.client.get(f"/billing/{path}.csv")
        assert (answer.status_code, answer.text[0]) == (200, "\ufeff"), path
    wrong = await running.client.get("/billing/open.csv?shown=none", headers=HEADERS)
    assert wrong.status_code == 400


async def test_a_number_that_is_searched_leads_to_its_invoice(
    platform: Platform,
) -> None:
    running = await platform.service("billing", role="api")
    client = running.client
    await given_invoice(running.database, 1, "100.00")
    found = await client.get("/billing/municipalities?search=2016-00001", headers=HEADERS)
    assert found.headers["location"] == "/billing/invoices/2016-00001"
    for query in ("nowhere", "2016-00002"):
        assert "Nothing is called" in await shown(client, f"/billing/municipalities?search={query}")


@pytest.mark.parametrize(
    ("values", "beside"),
    [
        ({}, None), ({"line-1": ["x"], "line-2": ["5"]}, "line-1"), ({"line-1": [" "]}, None),
    ],
)  # fmt: skip
def test_a_credit_that_is_typed_wrong_is_told_beside_its_line(
    values: dict[str, list[str]], beside: str | None
) -> None:
    typed = Typed(values)
    with pytest.raises(FormWrong):
        typed_credit(typed)
    assert set(typed.errors) == ({beside} if beside else set())
    assert bool(typed.problem) is (beside is None)


def test_lines_that_are_left_empty_are_not_credited() -> None:
    read = typed_credit(Typed({"line-1": [""], "line-2": ["1.234,5"], "key": ["7"]}))
    assert read.model_dump() == {"lines": [{"line": 2, "amount": "1234.50"}]}
    assert typed_credit(Typed({"whole": ["yes"]})).lines is None


async def shown(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path, headers=HEADERS)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", html.unescape(answer.text)).replace("\u00a0", " ")


async def sent(client: httpx.AsyncClient, path: str, content: bytes, *, status: int) -> str:
    """Send a file by a form, as a browser does."""
    answer = await client.post(path, files={"file": ("a.xml", content)}, headers=HEADERS)
    assert answer.status_code == status, answer.text
    return answer.text
