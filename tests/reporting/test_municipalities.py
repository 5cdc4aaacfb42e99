"""What can be said of one municipality, and its year letter."""

import csv
import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from reporting.municipalities import write_year_letters
from shared.roles import Role

from tests import issuing
from tests.platform import Platform, Running
from tests.reporting.given import contract, municipality
from tests.reporting.test_pages import page_of
from tests.reporting.test_reports import get
from tests.reporting.years import a_year

BASE = "/v1/reports/2016/municipalities"
PAGE = "/reporting/reports/2016/municipalities"


async def some_municipalities(platform: Platform) -> Running:
    """Zutphen pays for itself, the VNG for Lochem; Amsterdam is apart, Urk takes no part."""
    return await a_year(
        platform,
        municipality(),
        municipality(code="GM0262", name="Lochem", inhabitants=33_000),
        municipality(code="GM0363", name="Amsterdam", province="Noord-Holland",
                     inhabitants=834_713, excluded=True),
        municipality(code="GM0184", name="Urk", province="Flevoland", inhabitants=20_000),
        contract(), contract(payer="VNG", beneficiaries=["GM0262", "GM0363"]),
    )  # fmt: skip


def text_of(pdf: bytes) -> str:
    reader = PdfReader(io.BytesIO(pdf))
    return " ".join(page.extract_text() for page in reader.pages).replace("\n", " ")


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def test_what_is_known_is_said_apart_from_what_was_observed(platform: Platform) -> None:
    reporting = await some_municipalities(platform)
    zutphen = await get(reporting, f"{BASE}/GM0301")
    assert (zutphen["takesPart"], zutphen["payer"]) == (True, "GM0301")
    assert zutphen["contribution"] == "12216.64"
    assert zutphen["shareOfInhabitants"] == round(46_997 / 934_710, 6)
    assert zutphen["origin"] == "unknown"
    assert zutphen["region"]["region"] == "Gelderland"
    assert zutphen["nation"]["conversations"] == 252
    lochem = await get(reporting, f"{BASE}/GM0262")
    assert (lochem["payer"], lochem["invoiced"]) == ("VNG", None)
    amsterdam = await get(reporting, f"{BASE}/GM0363")
    assert (amsterdam["excluded"], amsterdam["takesPart"], amsterdam["contribution"]) == (
        True, False, None,
    )  # fmt: skip
    urk = await get(reporting, f"{BASE}/GM0184")
    assert (urk["takesPart"], urk["region"]) == (False, None)

    page = await page_of(reporting, f"{PAGE}/GM0301", "en", Role.COUNCIL)
    assert "Origin unknown" in page
    assert "Its contribution for the year is €\u00a012,216.64" in page
    assert page.index("What is known") < page.index("What was observed: Gelderland")
    assert "arrangement of their own" in await page_of(reporting, f"{PAGE}/GM0363", "en")
    assert "No location in Flevoland" in await page_of(reporting, f"{PAGE}/GM0184", "en")
    assert f"{PAGE}/GM0262" in await page_of(reporting, PAGE)
    assert PAGE in await page_of(reporting, "/reporting/reports/2016")

    told = (await reporting.client.get(f"{BASE}/GM0301/csv")).content.decode("utf-8-sig")
    places = {row["place"] for row in csv.DictReader(io.StringIO(told), delimiter=";")}
    assert places == {"Zutphen", "Gelderland", "Nederland"}
    assert "Herkomst onbekend" in text_of(
        (await reporting.client.get(f"{BASE}/GM0301/pdf")).content
    )


async def test_a_letter_thanks_who_takes_part_and_is_honest_to_who_does_not(
    platform: Platform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporting = await some_municipalities(platform)
    letters = {
        code: (await reporting.client.get(f"{BASE}/{code}/letter?language=en")).content
        for code in ("GM0301", "GM0184", "GM0363")
    }
    assert "Thank you for taking part in 2016" in text_of(letters["GM0301"])
    assert "252" in text_of(letters["GM0301"])
    assert len(PdfReader(io.BytesIO(letters["GM0301"])).pages) <= 2
    for code in ("GM0184", "GM0363"):
        assert "Thank you" not in text_of(letters[code])
    assert "arrangement of their own" in text_of(letters["GM0363"])
    answer = await reporting.client.get(
        f"{BASE}/GM0301/letter", headers=issuing.header_for(Role.PARTNER)
    )
    assert answer.status_code == 403

    monkeypatch.setenv("DATABASE_URL", reporting.database.url)
    words = reporting.app.state.site.words
    assert await write_year_letters.write_files(
        ["2016", "--language", "en", "--out", f"{tmp_path}"], words
    ) == 0  # fmt: skip
    written = contents(tmp_path)
    assert len(written) == 3  # none to Amsterdam
    assert written["sensoor-letter-2016-GM0301.pdf"] == letters["GM0301"]
    assert await write_year_letters.write_files(
        ["2015", "--out", f"{tmp_path}"], words
    ) == 2  # fmt: skip


async def test_an_unknown_municipality_or_an_open_period_is_refused(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    answer = await reporting.client.get(f"{BASE}/GM9999")
    assert answer.json()["type"] == "urn:hulpopafstand:problem:municipality-not-found"
    answer = await reporting.client.get("/v1/reports/2098/municipalities/GM0301")
    assert answer.json()["type"] == "urn:hulpopafstand:problem:period-not-closed"
