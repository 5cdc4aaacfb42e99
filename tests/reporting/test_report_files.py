"""A report as PDF, CSV and JSON, of each place: the same figures, and what they count."""

import csv
import io
from typing import Any

from pypdf import PdfReader
from reporting.books.views import Report
from reporting.reports.figures import figures
from shared.roles import Role

from tests import issuing
from tests.billing.test_pdf import structure
from tests.platform import Platform, Running
from tests.reporting.given import ZUTPHEN
from tests.reporting.test_reports import get
from tests.reporting.years import a_year

YEAR = "/v1/reports/2016"


async def content(reporting: Running, path: str, role: Role = Role.ANALYST) -> bytes:
    answer = await reporting.client.get(path, headers=issuing.header_for(role))
    assert answer.status_code == 200, answer.text
    return answer.content


def rows_of(told: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(told.decode("utf-8-sig")), delimiter=";"))


async def test_page_pdf_csv_and_json_tell_the_same_of_each_place(platform: Platform) -> None:
    reporting = await a_year(platform)
    for place in ("", "/regions/Gelderland", f"/locations/{ZUTPHEN}"):
        path = f"{YEAR}{place}"
        report = await get(reporting, path)
        rows = rows_of(await content(reporting, f"{path}/csv?language=en"))
        told = {(row["figure"], row["name"]): (row["value"], row["share"]) for row in rows}
        assert told == {
            (one.key, one.name): tuple(
                "" if value is None else str(value) for value in (one.value, one.share)
            )
            for one in figures(Report.model_validate(report))
        }
        assert told["topics", "loneliness"][0] == str(report["topics"][0]["count"])
        assert all(row["definition"] for row in rows)
        pdf = await content(reporting, f"{path}/pdf?language=en")
        assert pdf == await content(reporting, f"{path}/pdf?language=en")
        reader = PdfReader(io.BytesIO(pdf))
        text = " ".join(page.extract_text() for page in reader.pages)
        assert f"{report['conversations']}" in text
        assert "Conversations in which the topic came up" in text
        root: Any = reader.trailer["/Root"]
        assert {"/Table", "/Figure"} <= structure(root["/StructTreeRoot"]["/K"])
        page = f"/reporting/reports/2016{place}"
        assert (await content(reporting, f"{page}/pdf")).startswith(b"%PDF")
        assert (await content(reporting, f"{page}/csv")).startswith(b"\xef\xbb\xbf")


async def test_the_json_leads_to_what_each_figure_counts(platform: Platform) -> None:
    reporting = await a_year(platform)
    answer = await reporting.client.get(YEAR)
    assert answer.headers["link"] == '</v1/report-definitions>; rel="describedby"'
    said = {}
    for language in ("nl", "en"):
        told = await reporting.client.get(f"/v1/report-definitions?language={language}")
        said[language] = {one["figure"]: one["definition"] for one in told.json()}
    assert said["nl"].keys() == said["en"].keys()
    assert not said["nl"].items() & said["en"].items()
    counted = {row["figure"] for row in rows_of(await content(reporting, f"{YEAR}/csv"))}
    assert counted <= said["en"].keys()


async def test_who_may_not_read_locations_gets_no_file_of_them(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    for kind in ("pdf", "csv"):
        for base in ("/v1/reports", "/reporting/reports"):
            answer = await reporting.client.get(
                f"{base}/2016/locations/{ZUTPHEN}/{kind}", headers=issuing.header_for(Role.PARTNER)
            )
            assert answer.status_code == 403
