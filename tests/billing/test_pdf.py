"""A document as PDF: what it says, who can read it, and that it is always the same."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from billing.files.pdf import pdf
from billing.files.wording import euros
from billing.tables import Document
from pypdf import PdfReader

from tests.billing.documents import COURSE, KINDS, WITHOUT_CONTRACT, credit_of, document_of


def read(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(document)))


def words(document: Document) -> str:
    """Return what is read on all pages, with single spaces."""
    text = " ".join(page.extract_text() for page in read(document).pages)
    return re.sub(r"\s+", " ", text)


def structure(element: Any) -> set[str]:
    """Return the tags in a part of the tree that a screen reader follows."""
    element = element.get_object()
    if isinstance(element, list):
        return set().union(*(structure(one) for one in element))
    if not isinstance(element, dict):
        return set()
    return {str(element.get("/S"))} | (structure(element["/K"]) if "/K" in element else set())


@pytest.mark.parametrize("kind", ["year", "year for many", "credit of a course"])
def test_a_screen_reader_can_read_it(kind: str) -> None:
    reader = read(KINDS[kind]())
    catalogue: Any = reader.trailer["/Root"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    assert catalogue["/Lang"].startswith("nl")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata
    assert reader.metadata.title in ("Factuur 2016-00001", "Creditfactuur C2016-00001")
    assert structure(catalogue["/StructTreeRoot"]["/K"]) >= {"/H1", "/Table", "/TH", "/TR", "/TD"}


def test_every_kind_is_accessible_or_typst_would_refuse_it() -> None:
    assert all(pdf(make()).startswith(b"%PDF") for make in KINDS.values())


def test_the_same_document_gives_the_same_bytes_and_another_moment_others() -> None:
    document, again, later = document_of(), document_of(), document_of()
    later.issued_at += timedelta(seconds=1)
    assert pdf(document) == pdf(again) != pdf(later)


def test_a_yearly_invoice_says_what_the_tax_office_asks() -> None:
    text = words(document_of(order_reference="INK-2015/118"))
    for said in (
        "Factuur 2016-00001", "4 januari 2016", "3 februari 2016",
        "Stichting Voorbeeldlijn", "Voorbeeldplein 1 3511 AA Utrecht", "KvK 00000019",
        "NL123456782B90", "Gemeente Zutphen Postbus 1 7200 AA Zutphen", "FIN-2016",
        "INK-2015/118", "1 januari tot en met 31 december 2016", "46.997", "12.216,64",
        "12.216,644885", "artikel 11, lid 1, onderdeel f", "NL91 ABNA 0417 1643 00",
        "RF82 2016 0000 1", "3.810.000 / 14.656.935",
    ):  # fmt: skip
        assert said in text, said


def test_a_taxed_invoice_says_the_rate_the_tax_and_what_it_is_of() -> None:
    text = words(document_of(COURSE, **WITHOUT_CONTRACT))
    for said in (
        "Totaal zonder btw 1.250,00",
        "Btw 21% 262,50",
        "1.512,50",
        "GESPREKSVOERING",
        "12 april 2016",
        "NL100000009B01",
    ):
        assert said in text, said
    assert "Vrijgesteld" not in text


def test_a_credit_note_names_its_invoice_and_asks_no_payment() -> None:
    text = words(credit_of())
    assert "Creditfactuur C2016-00001" in text
    assert "in mindering gebracht op factuur 2016-00001" in text
    assert "Te betalen" not in text
    assert "Betalingskenmerk" not in text


def test_a_long_specification_says_on_each_page_what_its_columns_are_and_the_sum_so_far() -> None:
    document = KINDS["year for many"]()
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in read(document).pages]
    assert len(pages) > 3
    rows, so_far = 0, 0
    for page in pages:
        assert "Code Omschrijving Inwoners Exact Bedrag in euro" in page
        found = re.findall(r"GM\d{4} Gemeente \d+ [\d.]+ [\d.]+,\d{6} ([\d.]+),(\d\d)", page)
        rows += len(found)
        so_far += sum(int(whole.replace(".", "") + part) for whole, part in found)
        assert f"Tot en met dit blad {euros(Decimal(so_far) / 100)}" in page
    assert (rows, so_far) == (386, int(document.total * 100))
