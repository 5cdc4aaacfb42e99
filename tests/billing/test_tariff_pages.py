"""Finance's pages of tariffs and of the offer: as people fill them in, in both languages."""

import html
import re

import httpx
from shared.roles import Role

from tests.billing.given import figures, given_draft, given_municipalities, given_tariff
from tests.platform import Platform, Running
from tests.volunteers.people import browser_of, carried

DRAFT = {
    "version": "2019-2022", "firstYear1": "2019", "lastYear1": "2020", "yearlyBudget1": "3600000",
    "firstYear2": "2021", "lastYear2": "2022", "yearlyBudget2": "3500000",
    "referencePopulation": "14800000", "minimumParticipationPercent": "70",
    "excluded": "gm0363, GM0599", "rounding": "euro", "partOfYear": "by_days",
    "excludedJoin": "same_budget",
}  # fmt: skip


def finance(service: Running, language: str = "en") -> httpx.AsyncClient:
    return browser_of(service, Role.FINANCE, language=language)


def said(page: httpx.Response) -> str:
    return re.sub(r"\s+", " ", html.unescape(page.text))


async def send(browser: httpx.AsyncClient, address: str, typed: dict[str, str]) -> httpx.Response:
    return await browser.post(address, data=typed | await carried(browser, address))


async def test_finance_makes_a_draft_changes_it_and_publishes_it(platform: Platform) -> None:
    billing = await platform.service("billing")
    browser = finance(billing)
    made = await send(browser, "/billing/tariffs", DRAFT)
    assert (made.status_code, made.headers["location"]) == (303, "/billing/tariffs/2019-2022")
    kept = (await billing.client.get("/v1/tariffs/2019-2022")).json()
    assert kept["excluded"] == ["GM0363", "GM0599"]
    assert [one["yearlyBudget"] for one in kept["periods"]] == ["3600000.00", "3500000.00"]
    page = said(await browser.get("/billing/tariffs/2019-2022"))
    assert "Tariff 2019-2022 is a draft now." in page
    assert 'value="GM0363, GM0599"' in page
    changes = DRAFT | {"revision": "1", "rounding": "cent", "excluded": ""}
    changed = await send(browser, "/billing/tariffs/2019-2022", changes)
    assert changed.status_code == 303, changed.text
    stale = await send(browser, "/billing/tariffs/2019-2022", changes)
    assert stale.status_code == 412
    question = said(await browser.get("/billing/tariffs/2019-2022/publication"))
    assert "Publish tariff 2019-2022?" in question
    assert "cents" in question
    published = await send(browser, "/billing/tariffs/2019-2022/publication", {"revision": "2"})
    assert published.status_code == 303
    assert (await billing.client.get("/v1/tariffs/2019-2022")).json()["state"] == "published"


async def test_what_is_wrong_with_a_draft_stands_beside_its_field(platform: Platform) -> None:
    browser = finance(await platform.service("billing"))
    wrong = DRAFT | {
        "version": "best", "lastYear1": "", "yearlyBudget2": "veel", "excluded": "Utrecht",
        "minimumParticipationPercent": "101",
    }  # fmt: skip
    page = await send(browser, "/billing/tariffs", wrong)
    assert page.status_code == 400
    beside = dict(re.findall(r'class="error" id="(\w+)-error">([^<]+)<', page.text))
    assert beside == {
        "version": "This is not written as it should be.",
        "lastYear1": "Fill this in.",
        "yearlyBudget2": "Write a whole number.",
        "excluded": "This is not written as it should be.",
        "minimumParticipationPercent": "This is at most 100.",
    }
    assert 'value="veel"' in page.text
    taken = await send(browser, "/billing/tariffs", DRAFT | {"version": "2015-2018"})
    assert taken.status_code == 409
    assert 'id="version-error"' in taken.text
    backwards = await send(browser, "/billing/tariffs", DRAFT | {"lastYear2": "2019"})
    assert "ends in 2019" in backwards.text


async def test_a_draft_of_many_periods_keeps_them_all_when_it_is_changed_on_its_page(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    years = [
        {"firstYear": year, "lastYear": year, "yearlyBudget": year} for year in range(2019, 2026)
    ]
    await given_draft(billing.client, periods=years)
    browser = finance(billing)
    page = await browser.get("/billing/tariffs/2019-2022")
    typed = dict(re.findall(r'<input id="(\w+)" name="\1" type="text" value="([^"]*)"', page.text))
    chosen = {"rounding": "cent", "partOfYear": "by_days", "excludedJoin": "refused"}
    sent = await send(browser, "/billing/tariffs/2019-2022", typed | chosen | {"revision": "1"})
    assert sent.status_code == 303, sent.text
    kept = (await billing.client.get("/v1/tariffs/2019-2022")).json()
    assert [one["firstYear"] for one in kept["periods"]] == list(range(2019, 2026))
    assert kept["partOfYear"] == "by_days"


async def test_two_published_tariffs_of_a_year_are_refused_on_the_page_too(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    await given_tariff(billing.client)
    await given_draft(billing.client, version="2019-2022b")
    browser = finance(billing, "nl")
    page = await send(browser, "/billing/tariffs/2019-2022b/publication", {"revision": "1"})
    assert page.status_code == 409
    assert "Een gepubliceerd tarief heeft al een prijs" in page.text
    assert (await browser.get("/billing/tariffs/2031-2034")).status_code == 404


async def test_the_page_of_the_offer_shows_all_scenarios_and_leads_to_the_letter(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    await given_municipalities(
        billing.client, figures("GM0301", 47_000), figures("GM0363", 821_752, name="Amsterdam"),
        figures("GM0141", 72_425, name="Almelo"),
    )  # fmt: skip
    browser = finance(billing, "nl")
    to_all = said(await browser.get("/billing/offer?year=2016"))
    assert "€ 0,261</td>".replace(" ", "\u00a0") in (await browser.get("/billing/offer")).text
    assert "<polyline" in to_all
    page = await browser.get("/billing/offer?municipality=zutphen&year=2016")
    assert "Wat Zutphen zou betalen" in page.text
    for amount in ("12.265,07", "11.346,96", "0,307", "0,345", "0,359"):
        assert amount in page.text, amount
    address = re.search(r'href="(/billing/offer/letter[^"]+language=nl)"', page.text)
    assert address is not None
    letter = await browser.get(html.unescape(address[1]))
    assert letter.content.startswith(b"%PDF-")
    several = said(await browser.get("/billing/offer?municipality=m&year=2016"))
    assert "Welke gemeente?" in several
    assert "municipality=GM0141" in several
    assert "municipality=GM0363" in several
    for query, field in (
        ("municipality=nergens", "municipality"), ("year=2050", "year"), ("year=x", "year"),
        ("municipality=GM0363&year=2016", "municipality"),
    ):  # fmt: skip
        wrong = await browser.get(f"/billing/offer?{query}")
        assert wrong.status_code == 400, query
        assert f'id="{field}-error"' in wrong.text, query
    assert (await browser.get("/billing/offer/letter?municipality=x")).status_code == 400
