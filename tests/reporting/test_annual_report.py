"""The annual report: what it says, that it can be read, and that it is always the same."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from reporting.annual_report import command
from reporting.annual_report.typeset_report import typeset_report
from reporting.annual_report.write_document import write_document
from reporting.main import SITE
from shared.pages.language import speaking
from shared.roles import Role

from tests import issuing
from tests.billing.test_pdf import structure
from tests.platform import Platform
from tests.reporting.sample_year import sample_year
from tests.reporting.test_pages import page_of
from tests.reporting.years import a_year

PAGE = "/reporting/annual-reports/2016"


def words(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def images(element: Any) -> list[str]:
    """Return the descriptions of all pictures, as a screen reader speaks them."""
    element = element.get_object()
    if isinstance(element, list):
        return [text for one in element for text in images(one)]
    if not isinstance(element, dict):
        return []
    own = [str(element["/Alt"])] if "/Alt" in element else []
    return own + (images(element["/K"]) if "/K" in element else [])


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [
        ("nl", "Jaarverslag 2016", "Wat er leeft onder bellers"),
        ("en", "Annual report 2016", "What lives among callers"),
    ],
)
def test_the_document_can_be_read_by_a_screen_reader(language: str, title: str, said: str) -> None:
    with speaking(language, SITE.words):
        content = typeset_report(sample_year())
        plots = [one for chapter in write_document(sample_year()).chapters for one in chapter.plots]
    catalogue: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    assert catalogue["/Lang"].startswith(language)
    tree = catalogue["/StructTreeRoot"]["/K"]
    assert structure(tree) >= {"/Title", "/TOC", "/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"}
    assert images(tree) == [f"{one.title}. {one.sentence}" for one in plots]
    assert title in words(content)
    assert words(content).count(said) >= 2  # in the contents, and above the chapter


def test_the_same_year_gives_the_same_bytes() -> None:
    with speaking("nl", SITE.words):
        once = typeset_report(sample_year(months=2))
        assert typeset_report(sample_year(months=2)) == once
        assert typeset_report(sample_year(months=2, size=61)) != once


def test_a_year_with_few_calls_and_months_says_what_is_missing() -> None:
    with speaking("en", SITE.words):
        document = write_document(sample_year(months=1, size=3))
    text = " ".join(said for chapter in document.chapters for said in chapter.says)
    cells = [
        cell for chapter in document.chapters for plot in chapter.plots
        for row in plot.table.rows for cell in row
    ]  # fmt: skip
    assert "not about a whole year: only December has published figures" in text
    assert "not shown" in cells
    assert not [cell for cell in cells if cell in ("None", "nan")]
    topics = next(one for one in document.chapters if one.code == "topics")
    assert "Of the topics that may be shown, loneliness is" in topics.plots[0].sentence
    assert "trend" not in [plot.name for chapter in document.chapters for plot in chapter.plots]


async def test_page_file_and_command_show_the_published_year(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    reporting = await a_year(platform)
    page = await page_of(reporting, PAGE, "en", Role.PARTNER)
    assert "In 2016, people sought contact 335 times" in page
    assert "Of the topics that may be shown, loneliness is the most frequent, in" in page
    assert 'href="/reporting/annual-reports/2016"' in await page_of(
        reporting, "/reporting/annual-reports", "en", Role.COUNCIL
    )
    header = issuing.header_for(Role.PARTNER) | {"Accept-Language": "nl"}
    pdf = await reporting.client.get(f"{PAGE}/pdf", headers=header)
    assert pdf.headers["content-type"] == "application/pdf"
    assert "In 2016 is 335 keer contact gezocht" in words(pdf.content)
    assert "alleen van maart zijn cijfers gepubliceerd" in words(pdf.content)

    monkeypatch.setenv("DATABASE_URL", await platform.database_url("reporting"))
    file = tmp_path / "report.pdf"
    assert await command.write_file(["2016", "--out", str(file)], SITE.words) == 0
    assert file.read_bytes() == pdf.content
    assert await command.write_file(["2015", "--out", str(file)], SITE.words) == 2
    assert "no report of 2015 is published" in capsys.readouterr().out


async def test_a_year_that_is_not_published_is_refused(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    refused = await reporting.client.get(PAGE, headers={"Accept": "text/html"})
    assert refused.status_code == 404
