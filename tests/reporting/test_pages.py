"""The pages of month reports, as a council member reads them."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from shared.roles import Role

from tests import issuing
from tests.platform import Platform, Running
from tests.reporting.given import (
    NOON,
    ZUTPHEN,
    handled,
    invoice,
    location,
    missed,
    others,
    settled,
)
from tests.reporting.test_reports import published, times

INDEX, MARCH = "/reporting/reports", "/reporting/reports/2016-03"
MARCH_IN_ZUTPHEN = f"{MARCH}/locations/{ZUTPHEN}"
LANGUAGES = ("nl", "en")


class Elements(HTMLParser):
    """The elements of a page, and the ids in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id" and value:
                self.ids.append(value)
            if name in ("href", "src", "xlink:href") and value:
                self.addresses.append(value)


async def busy_month(platform: Platform, name: str = "Zutphen") -> Running:
    contacts = [
        handled(started_quarter=NOON + timedelta(hours=hour), topics=["loneliness"])
        for hour in range(8)
        for _ in range(11)
    ]
    return await published(
        platform, location(name=name), settled(), invoice(), *contacts,
        *times(12, missed), *others(),
    )  # fmt: skip


async def page_of(
    reporting: Running, path: str, language: str = "nl", role: Role = Role.ANALYST
) -> str:
    answer = await reporting.client.get(
        path,
        headers={
            **issuing.header_for(role), "Accept": "text/html", "Accept-Language": language,
        },
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert f'<html lang="{language}">' in answer.text
    return answer.text


async def test_the_page_tells_the_month_in_dutch(platform: Platform) -> None:
    reporting = await busy_month(platform)
    page = await page_of(reporting, MARCH)
    assert "Nederland · maart 2016" in page
    assert "zochten mensen 136 keer contact" in page
    assert "112 van deze oproepen zijn beantwoord" in page
    assert "gaat het het vaakst over eenzaamheid" in page
    assert "€\u00a012.217" in page
    assert "in 1 factuur" in page
    assert ">20–21 uur<" in page


async def test_the_page_tells_the_month_in_english(platform: Platform) -> None:
    reporting = await busy_month(platform)
    page = await page_of(reporting, MARCH, "en")
    assert "The Netherlands · March 2016" in page
    assert "people sought contact 136 times" in page
    assert "112 of these attempts were answered" in page
    assert "the most frequent is loneliness" in page
    assert "€\u00a012,217" in page
    assert "in 1 invoice" in page
    assert ">20:00–21:00<" in page
    assert ">answered</text>" in page  # the words of a plot too


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_has_no_inline_style_and_no_script_but_that_of_signing_out(
    platform: Platform, language: str
) -> None:
    reporting = await busy_month(platform)
    for path in (INDEX, MARCH, MARCH_IN_ZUTPHEN):
        page = await page_of(reporting, path, language)
        elements = Elements(page)
        assert not {"style", "img", "iframe", "object"} & set(elements.names)
        assert re.findall(r"<script[^>]*>[^<]", page) == []
        assert elements.names.count("script") == page.count("/reporting/static/sign-out.") == 1
        assert "style" not in elements.attributes
        assert all(address[0] in "/#" for address in elements.addresses)
        assert len(elements.ids) == len(set(elements.ids))


async def test_each_plot_has_a_description_a_table_and_what_its_figures_count(
    platform: Platform,
) -> None:
    reporting = await busy_month(platform)
    page = await page_of(reporting, MARCH)
    plots = page.count("<svg")
    assert plots == 13
    found = re.findall(r'<svg role="img" aria-labelledby="([\w-]+)-title \1-desc"', page)
    assert len(set(found)) == plots
    assert page.count("<table>") == page.count("<desc ") == plots
    assert page.count('<dl class="defined">') == plots


async def test_a_number_below_ten_is_not_on_the_page(platform: Platform) -> None:
    reporting = await busy_month(platform)
    page = await page_of(reporting, MARCH)
    chat = re.search(r'<th scope="row">Chat</th>(?:<td[^>]*>([^<]*)</td>){2}', page)
    assert chat is not None
    assert chat[0].count(">niet getoond<") == 2


async def test_a_locations_name_is_text_and_nothing_else(platform: Platform) -> None:
    reporting = await busy_month(platform, name="<script>alert('$x$')</script>")
    for path in (MARCH, MARCH_IN_ZUTPHEN):
        page = await page_of(reporting, path)
        assert "<script>" not in page
        assert "&lt;script&gt;" in page


async def test_what_is_not_published_is_not_found_and_the_index_says_so(
    platform: Platform,
) -> None:
    reporting = await platform.service("reporting")
    assert "Er is nog geen periode gepubliceerd" in await page_of(reporting, INDEX)
    answer = await reporting.client.get(
        "/reporting/reports/2011-11", headers={"Accept": "text/html", "Accept-Language": "nl"}
    )
    assert answer.status_code == 404


async def test_the_index_leads_to_each_month_and_a_month_to_each_location(
    platform: Platform,
) -> None:
    reporting = await busy_month(platform)
    assert MARCH in Elements(await page_of(reporting, INDEX)).addresses
    found = Elements(await page_of(reporting, MARCH)).addresses
    assert MARCH_IN_ZUTPHEN in found
    for address in found:
        if address.startswith("/reporting/reports") and not address.endswith(("/pdf", "/csv")):
            await page_of(reporting, address)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.COUNCIL, Role.FINANCE])
async def test_who_reads_no_locations_gets_no_links_to_them(platform: Platform, role: Role) -> None:
    reporting = await busy_month(platform)
    assert "/locations/" not in await page_of(reporting, MARCH, role=role)


async def test_a_page_that_is_refused_says_why_in_the_language_of_the_reader(
    platform: Platform,
) -> None:
    reporting = await platform.service("reporting")
    said = {"nl": "Deze locatie is niet bekend", "en": "There is no location"}
    for language, words in said.items():
        answer = await reporting.client.get(
            MARCH_IN_ZUTPHEN, headers={"Accept": "text/html", "Accept-Language": language}
        )
        assert answer.status_code == 404
        assert words in answer.text


async def test_the_same_month_has_the_same_plots(platform: Platform) -> None:
    reporting = await busy_month(platform)
    one, other = [
        re.findall(r"<svg.*?</svg>", await page_of(reporting, MARCH), re.DOTALL) for _ in range(2)
    ]
    assert one == other
