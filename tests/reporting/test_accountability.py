"""The account of a year to the VNG: each criterion with its evidence, in four formats."""

import csv
import io
import re
from datetime import UTC, datetime
from typing import Any

from pypdf import PdfReader
from shared.roles import Role

from tests import issuing
from tests.billing.test_pdf import structure
from tests.platform import Platform
from tests.reporting.test_pages import page_of
from tests.reporting.test_reports import get
from tests.reporting.years import a_year, close_year

PATH = "/v1/accountability/2016"


def figures(account: dict[str, Any]) -> dict[str, Any]:
    return {
        one["code"]: (one["value"], one["said"])
        for criterion in account["criteria"]
        for one in criterion["figures"]
    }


async def test_each_criterion_has_its_evidence_as_far_as_it_is_published(
    platform: Platform,
) -> None:
    reporting = await a_year(platform, close=False)
    account = await get(reporting, f"{PATH}?language=en")
    found = figures(account)
    assert account["revision"] is None
    assert "not published yet" in " ".join(account["opening"])
    assert not {code for code in found if code.startswith("effectiveness")}
    assert set(found) >= {"method.staffed", "volunteer_policy.admitted", "price.budget"}
    assert found["price.a_conversation"] == (None, "not shown")

    last = datetime.now(UTC).year - 1
    assert f"VNG, {last}" in await page_of(reporting, "/reporting/accountability", "en")
    await close_year(reporting)
    assert "VNG, 2016" in await page_of(reporting, "/reporting/accountability", "en")
    account = await get(reporting, f"{PATH}?language=en")
    assert [one["code"] for one in account["criteria"]] == [
        "method", "effectiveness", "volunteer_policy", "price", "quality_file",
    ]  # fmt: skip
    assert (account["until"], account["ended"], account["revision"]) == ("2016-12-31", True, 0)
    found = figures(account)
    assert "Of the twelve months of the year, figures of 1 are published." in account["opening"]
    for code, said in {
        "volunteer_policy.applied": (2, "2"),
        "volunteer_policy.withdrew": (1, "1"),
        "volunteer_policy.admitted": (1, "1"),
        "volunteer_policy.left": (1, "1"),
        "volunteer_policy.after": (3, "3"),
        "volunteer_policy.modules": (1, "1"),
        "volunteer_policy.half_days": (26, "26"),
        "volunteer_policy.norm_kept": (0.667, "66.7% (2 of 3)"),
        "volunteer_policy.evaluations": (2, "2"),
        "volunteer_policy.evaluated": (0.5, "50.0% (2 of 4)"),
        "volunteer_policy.coverage": (0.4, "40.0% (8 of 20)"),
        "method.staffed": (0.001, "0.1% (6 of 8,784)"),
        "method.attempts": (335, "335"),
        "effectiveness.conversations": (252, "252"),
        "effectiveness.referrals": (24, "24"),
        "price.budget": ("3810000.00", "€\u00a03,810,000.00"),
        "price.price": ("0.260", "€\u00a00.260"),
        "price.invoiced": ("12216.50", "€\u00a012,216.50"),
        "price.a_conversation": (None, "not shown"),  # of a month a year's budget is not
    }.items():
        assert found[code] == said, code
    assert account["criteria"][3]["notes"] == [
        "The price per inhabitant is €\u00a03,810,000 / 14,656,935, printed as €\u00a00.260."
    ]
    assert account["criteria"][4]["link"]["address"].endswith("/volunteers/quality/2016")
    assert all(one["definition"] for each in account["criteria"] for one in each["figures"])


async def test_page_csv_and_pdf_say_the_same_in_both_languages(platform: Platform) -> None:
    reporting = await a_year(platform)
    for language, said, role in (
        ("nl", "Vrijwilligersbeleid", Role.COUNCIL),
        ("en", "Volunteer policy", Role.FINANCE),
    ):
        account = await get(reporting, f"{PATH}?language={language}")
        page = await page_of(reporting, "/reporting/accountability/2016", language, role)
        header = issuing.header_for(role) | {"Accept-Language": language}
        pdf = await reporting.client.get("/reporting/accountability/2016/pdf", headers=header)
        rows = await reporting.client.get("/reporting/accountability/2016/csv", headers=header)
        reader = PdfReader(io.BytesIO(pdf.content))
        text = re.sub(r"\s+", " ", " ".join(one.extract_text() for one in reader.pages))
        table = {row["code"]: row for row in csv.DictReader(io.StringIO(rows.text))}
        assert said in page
        assert said in text
        for code, (_, written) in figures(account).items():
            assert written in page
            assert written.replace("\u00a0", " ") in text.replace("\u00a0", " ")
            assert table[code]["said"] == written
        catalogue: Any = reader.trailer["/Root"]
        assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
        assert catalogue["/Lang"].startswith(language)
        assert structure(catalogue["/StructTreeRoot"]["/K"]) >= {"/H1", "/Table", "/TH", "/TD"}


async def test_a_partner_gets_no_account(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    refused = await reporting.client.get(PATH, headers=issuing.header_for(Role.PARTNER))
    assert refused.status_code == 403
