"""Finance's page of a year's contracts and invoices: found by name or code, paged, in order."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import httpx
import pytest
from shared.database import Database
from shared.roles import Role
from sqlalchemy import event

from tests.billing.given import (
    codes,
    figures,
    given_contract,
    given_municipalities,
    given_round,
    given_settled,
    kept_contract,
    kept_municipalities,
    kept_parties,
)
from tests.issuing import header_for
from tests.platform import Platform

PAGE = "/billing/contracts"
FRYSLAN = figures("GM1900", 89_999, name="Súdwest-Fryslân", province="Fryslân")
ZUTPHEN = figures("GM0301", 46_997, name="Zutphen")
BERGEN = figures("GM0373", 30_076, name="Bergen (NH.)", province="Noord-Holland")
STEDE = figures("GM0420", 43_481, name="Medemblik", province="Noord-Holland")


async def shown(
    client: httpx.AsyncClient, query: str = "", *, language: str = "en", status: int = 200
) -> str:
    """Return the page as text, its entities and white space resolved."""
    headers = {"Accept": "text/html", "Accept-Language": language}
    answer = await client.get(f"{PAGE}{query}", headers=headers)
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", html.unescape(answer.text))


def payers(page: str) -> list[str]:
    return re.findall(r'<th scope="row">([^<]+?) ?(?:<span|</th>)', page)


async def given_year(platform: Platform) -> httpx.AsyncClient:
    """Sign three contracts, one of them by VNG for two municipalities, and invoice 2016."""
    billing = await platform.service("billing")
    client = billing.client
    await given_municipalities(client, FRYSLAN, ZUTPHEN, BERGEN, STEDE)
    await kept_parties(billing.database, "GM1900", "GM0301", "VNG")
    await given_contract(client, "GM1900")
    await given_contract(client, "GM0301")
    await given_contract(client, "GM0373", "GM0420", payer="VNG")
    await given_settled(client, 2016)
    await given_round(client)
    return client


async def test_a_year_shows_its_contracts_by_payer_with_their_invoices(platform: Platform) -> None:
    client = await given_year(platform)
    page = await shown(client, "?year=2016")
    assert "<h1>Contracts and invoices of 2016</h1>" in page
    assert payers(page) == ["Súdwest-Fryslân", "VNG", "Zutphen"]
    invoices = (await client.get("/v1/invoices?year=2016")).json()["items"]
    for invoice in invoices:
        assert f">{invoice['number']}</a></td>" in page
        assert f"{Decimal(invoice['total']):,.2f}</td>" in page
    assert "<summary>2 municipalities</summary>" in page
    assert "<li>Bergen (NH.)" in page
    cells = re.findall(r'<td class="nowrap">([^<]+)</td>', page)
    assert cells[:2] == ["1 Jan 2015", "31 Dec 2018"]
    assert "1 municipality" in page  # whoever pays for itself alone
    total = page[page.index("<tfoot>") :]
    assert "Total of 3 contracts" in total
    assert "3 invoices" in total
    assert "3,810,000.00" in total  # the participants of 1 January together pay the budget


async def test_dates_numbers_and_money_are_written_in_the_language_of_the_reader(
    platform: Platform,
) -> None:
    client = await given_year(platform)
    page = await shown(client, "?year=2016", language="nl")
    assert "<h1>Contracten en facturen van 2016</h1>" in page
    assert re.findall(r'<td class="nowrap">([^<]+)</td>', page)[:2] == ["1 jan 2015", "31 dec 2018"]
    assert "3.810.000,00" in page
    assert "<summary>2 gemeenten</summary>" in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sudwest", ["Súdwest-Fryslân"]),
        ("SÚDWEST", ["Súdwest-Fryslân"]),
        ("west fryslan", ["Súdwest-Fryslân"]),
        ("Su\u0301dwest", ["Súdwest-Fryslân"]),
        ("gm0301", ["Zutphen"]),
        (" zut ", ["Zutphen"]),
        ("bergen nh", ["VNG"]),
        ("GM0420", ["VNG"]),
        ("n", ["Súdwest-Fryslân", "VNG", "Zutphen"]),
        ("", ["Súdwest-Fryslân", "VNG", "Zutphen"]),
    ],
)
async def test_a_municipality_is_found_by_code_or_by_part_of_its_name(
    platform: Platform, typed: str, found: list[str]
) -> None:
    client = await given_year(platform)
    query = str(httpx.QueryParams(year="2016", municipality=typed))
    assert payers(await shown(client, f"?{query}")) == found


async def test_pages_follow_each_other_to_the_last_contract(platform: Platform) -> None:
    database = await platform.database("billing")
    client = (await platform.service("billing", role="api")).client
    await kept_contracts(database, 120)
    found: list[str] = []
    query = "?year=2016"
    for _ in range(3):
        page = await shown(client, query)
        found += re.findall(r'<span class="hint">(GM\d{4})</span></th>', page)
        assert "Total of 120 contracts" in page
        following = re.search(r'href="([^"]+)" rel="next"', page)
        query = following[1].removeprefix(PAGE) if following else ""
    assert not query
    assert sorted(found) == codes(120)
    assert "First page" in page


async def test_a_page_takes_as_many_statements_however_many_contracts_it_has(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    running = await platform.service("billing", role="api")
    await kept_contracts(database, 2)
    with statements_of(running.database) as for_two:
        await shown(running.client, "?year=2016&municipality=zut")
    await kept_contracts(database, 40, first=2)
    with statements_of(running.database) as for_forty:
        page = await shown(running.client, "?year=2016&municipality=zut")
    assert page.count("not issued yet") == 42
    assert len(for_two) == len(for_forty) > 0


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("?year=20x6", "year", "Write a whole number."),
        ("?year=0", "year", "This is at least 1."),
        ("?year=99999", "year", "This is at most 9999."),
        ("?municipality=GM9999", "municipality", "No municipality has this name or code"),
        ("?municipality=nowhere", "municipality", "No municipality has this name or code"),
        ("?municipality=--", "municipality", "No municipality has this name or code"),
        ("?municipality=a%00b", "municipality", "This is not written as it should be."),
        ("?municipality=%3Cscript%3E", "municipality", "This is not written as it should be."),
        (f"?municipality={'a' * 61}", "municipality", "This has at most 60 characters."),
    ],
)
async def test_what_is_typed_wrong_is_told_beside_its_field(
    platform: Platform, query: str, field: str, said: str
) -> None:
    client = await given_year(platform)
    page = await shown(client, query, status=400)
    assert f'<p class="error" id="{field}-error">{said}' in page
    assert f'aria-invalid="true" aria-describedby="{field}-error' in page
    assert page.count("aria-invalid") == 1
    assert "<table>" not in page


async def test_all_that_is_typed_wrong_is_told_at_once(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    page = await shown(client, "?year=20x6&municipality=GM9999", status=400)
    assert page.count('class="error"') == 2


@pytest.mark.parametrize(
    ("cursor", "status", "said"),
    [("zzz.6c7ad0a5-8f57-4c1f-8d6b-0d6a3b1f9a01", 200, "There are no more contracts."),
     ("MARKER", 400, "Bad input")],
)  # fmt: skip
async def test_a_cursor_that_leads_nowhere_says_so(
    platform: Platform, cursor: str, status: int, said: str
) -> None:
    client = await given_year(platform)
    page = await shown(client, f"?year=2016&cursor={cursor}", status=status)
    assert said in page


async def test_without_a_year_the_last_that_was_settled_is_shown(platform: Platform) -> None:
    client = await given_year(platform)
    assert "<h1>Contracts and invoices of 2016</h1>" in await shown(client)
    later = await shown(client, "?year=2018")
    assert "2018 is not settled yet." in later
    assert later.count("not issued yet") == 3


async def test_what_is_not_there_is_told_with_what_to_do(platform: Platform) -> None:
    client = (await platform.service("billing")).client
    assert "Contracts appear here as soon as they are signed." in await shown(client)
    await given_municipalities(client, ZUTPHEN, STEDE)
    await given_contract(client, "GM0301")
    page = await shown(client, "?year=2014")
    assert "No contract covers 2014." in page
    assert "Choose a year from 2015 to 2018." in page
    page = await shown(client, "?year=2016&municipality=medem")
    assert "No contract of this municipality covers 2016." in page
    assert "<table>" not in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FINANCE])
async def test_the_page_is_for_finance_only(platform: Platform, role: Role) -> None:
    client = (await platform.service("billing")).client
    answer = await client.get(PAGE, headers={"Accept": "text/html", **header_for(role)})
    assert answer.status_code == 403
    finance = await client.get(PAGE, headers={"Accept": "text/html", **header_for(Role.FINANCE)})
    assert finance.status_code == 200


async def kept_contracts(database: Database, count: int, first: int = 0) -> None:
    """Keep so many contracts of one municipality each; none is settled."""
    wanted = codes(first + count)[first:]
    await kept_municipalities(database, wanted)
    for code in wanted:
        await kept_contract(database, code)


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """Collect the statements that reads of a database send."""
    sent: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "document_counter" not in statement:  # a gauge counts beside us
            sent.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", keep)
