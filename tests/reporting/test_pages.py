"""The report as a page for a municipal officer."""

import re
from datetime import timedelta
from html.parser import HTMLParser

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
from tests.reporting.test_reports import times, told


class Elements(HTMLParser):
    """The elements of a page, and the ids in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        for name, value in attrs:
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
    return await told(
        platform, location(name=name), settled(), invoice(), *contacts,
        *times(12, missed), *others(),
    )  # fmt: skip


async def page_of(reporting: Running, path: str) -> str:
    answer = await reporting.client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    )
    return answer.text


async def test_the_page_tells_the_month_in_dutch(platform: Platform) -> None:
    reporting = await busy_month(platform)
    page = await page_of(reporting, "/v1/reports/2016-03/page")
    assert '<html lang="nl">' in page
    assert "Nederland · maart 2016" in page
    assert "zochten mensen 136 keer contact" in page
    assert "112 van deze oproepen zijn beantwoord" in page
    assert "Het vaakst gaat het over eenzaamheid" in page
    assert "€\u00a012.217" in page


async def test_the_page_has_no_script_and_fetches_nothing(platform: Platform) -> None:
    reporting = await busy_month(platform)
    for path in ("/", "/v1/reports/2016-03/page", f"/v1/reports/2016-03/locations/{ZUTPHEN}/page"):
        elements = Elements(await page_of(reporting, path))
        assert not {"script", "link", "img", "iframe", "object"} & set(elements.names)
        assert all(address[0] in "/#" for address in elements.addresses)
        assert len(elements.ids) == len(set(elements.ids))


async def test_each_plot_can_be_read_aloud_and_has_its_table(platform: Platform) -> None:
    reporting = await busy_month(platform)
    page = await page_of(reporting, "/v1/reports/2016-03/page")
    plots = page.count("<svg")
    assert plots == 5
    assert len(re.findall(r'<svg role="img" aria-labelledby="(\w+)-title \1-desc"', page)) == plots
    assert page.count("<table>") == plots
    assert page.count("<desc ") == plots


async def test_a_number_below_ten_is_not_on_the_page(platform: Platform) -> None:
    reporting = await busy_month(platform)
    page = await page_of(reporting, "/v1/reports/2016-03/page")
    chat = re.search(r'<th scope="row">Chat</th><td>([^<]*)</td><td>([^<]*)</td>', page)
    assert chat is not None
    assert chat.groups() == ("niet getoond", "niet getoond")


async def test_a_locations_name_is_text_and_nothing_else(platform: Platform) -> None:
    reporting = await busy_month(platform, name="<script>alert('$x$')</script>")
    for path in ("/", f"/v1/reports/2016-03/locations/{ZUTPHEN}/page"):
        page = await page_of(reporting, path)
        assert "<script" not in page
        assert "&lt;script&gt;" in page


async def test_a_month_without_anything_is_a_page_too(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    page = await page_of(reporting, "/v1/reports/2011-11/page")
    assert "Voor deze maand zijn de aantallen te klein" in page
    assert "nog niet vastgesteld" in page
    assert "Er zijn nog geen oproepen verwerkt" in await page_of(reporting, "/")


async def test_the_index_leads_to_every_month_and_location(platform: Platform) -> None:
    reporting = await busy_month(platform)
    index = await page_of(reporting, "/")
    for address in Elements(index).addresses:
        assert (await reporting.client.get(address)).status_code == 200


async def test_the_same_month_is_the_same_page(platform: Platform) -> None:
    reporting = await busy_month(platform)
    path = "/v1/reports/2016-03/page"
    assert await page_of(reporting, path) == await page_of(reporting, path)
