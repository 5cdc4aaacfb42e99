"""A published report comes out of the streams again to the byte, and what was tampered is found."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader
from reporting.audits import command
from reporting.audits.audit_reports import Audited, audit_report, audit_reports
from reporting.audits.rules.differences import Difference, report_differences
from reporting.books import queries
from reporting.books.correct_due import correct_due
from reporting.books.correct_period import correct_period
from reporting.books.make_reports import Made
from reporting.books.periods import period_of
from reporting.books.rules.correction import NothingToCorrect

from shared import consumer
from tests.platform import Platform, Running
from tests.reporting.closing import closed
from tests.reporting.given import handled, missed
from tests.reporting.telling import Telling, some, told
from tests.reporting.test_as_seen import dead_letters, replay

MARCH = period_of("2016-03")
TOMORROW = datetime.now(UTC) + timedelta(days=1, hours=6)


async def audited(platform: Platform, reporting: Running, report: Made) -> list[str]:
    """Return the figures of a report that differ."""
    settings = platform.settings("reporting")
    one = await audit_report(reporting.database, settings, report.report_id)
    return [difference.figure for difference in one.differences]


async def all_audited(platform: Platform, reporting: Running) -> list[Audited]:
    settings = platform.settings("reporting")
    return [one async for one in audit_reports(reporting.database, settings)]


async def change(reporting: Running, statement: str) -> None:
    async with reporting.database.commit() as connection:
        await connection.execute(statement)


async def revisions(reporting: Running, period: str) -> list[dict[str, Any]]:
    async with reporting.database.read() as session:
        found = await queries.revisions(session, period_of(period), "country")
    return [json.loads(one.content) for one in found]


async def is_said_of_the_quarter(reporting: Running) -> None:
    """Check that JSON, page and PDF of the quarter tell that March was corrected, and where."""
    said, of_month = [
        (await reporting.client.get(f"/v1/reports/{period}")).json()["correctedSince"]
        for period in ("2016-Q1", "2016-03")
    ]
    assert [(one["month"], one["revision"], one["report"]) for one in said] == [
        ("2016-03", 1, "/v1/reports/2016-03"),
    ]  # fmt: skip
    assert datetime.fromisoformat(said[0]["publishedAt"]) == TOMORROW
    assert of_month == []
    page = (await reporting.client.get("/reporting/reports/2016-Q1")).text
    assert '<a href="/reporting/reports/2016-03">Maart 2016 is op ' in page
    assert "Sindsdien gecorrigeerd" in page
    page = (await reporting.client.get("/reporting/reports/2016-03")).text
    assert "Sindsdien gecorrigeerd" not in page
    pdf = await reporting.client.get("/reporting/reports/2016-Q1/pdf")
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "Maart 2016 is op" in " ".join(words.split())


async def one_is_set_aside(
    platform: Platform, telling: Telling, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """Publish an attempt that the table cannot take, until it is a dead letter."""
    monkeypatch.setattr(consumer, "DELAYS_SECONDS", (0.05, 0.1, 0.15, 0.2))
    broken = "ADD CONSTRAINT broken CHECK (waited_seconds <> 77)"
    await change(telling.reporting, f"ALTER TABLE missed_attempt {broken}")
    await platform.publish(missed(waited_seconds=77), aggregate_id=uuid4())
    (letter,) = await dead_letters(platform, 1)
    await change(telling.reporting, "ALTER TABLE missed_attempt DROP CONSTRAINT broken")
    return letter


async def test_a_month_its_correction_and_the_quarter_are_made_again_to_the_byte(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a month that is closed while one event is set aside, and its quarter
    telling = await told(platform, *some())
    reporting = telling.reporting
    letter = await one_is_set_aside(platform, telling, monkeypatch)
    await closed(reporting, "2016-03")
    [quarter] = await closed(reporting, "2016-Q1")
    # when it is replayed, and others become known late: nine attempts differ, then twenty
    assert await replay(platform, letter) == "handled"
    telling.count += 1
    await telling.tell(*(handled() for _ in range(8)))
    await correct_due(reporting.database, TOMORROW)
    assert len(await revisions(reporting, "2016-03")) == 1
    await telling.tell(*(handled() for _ in range(11)))
    await correct_due(reporting.database, TOMORROW)
    first, second = await revisions(reporting, "2016-03")
    # then the correction is one more revision, and what was published stays as it was
    assert (first["revision"], second["revision"]) == (0, 1)
    assert (first["attempts"], first["answered"]) == (96, 64)
    assert second["attempts"] in (None, 96 + 20)
    assert second["answered"] in (None, 64 + 19)
    # what grew by one is hidden, and does not follow from the rest
    assert (first["missed"]["total"], second["missed"]["total"]) == (32, None)
    assert None in (second["attempts"], second["answered"])
    [standing] = await revisions(reporting, "2016-Q1")
    assert standing["answered"] == 64
    async with reporting.database.read() as session:
        [told_of] = await queries.corrections(session, period_of("2016-Q1"))
        newest = await queries.published(session, MARCH)
    assert (told_of.period, told_of.revision, told_of.published_at) == (MARCH, 1, TOMORROW)
    assert json.loads(newest.content) == second
    await is_said_of_the_quarter(reporting)
    # and each comes out of the streams again, whatever was told since
    await telling.tell(handled())
    assert await audited(platform, reporting, quarter) == []
    found = await all_audited(platform, reporting)
    assert [(one.period, one.revision) for one in found if one.place == "country"] == [
        ("2016-03", 0), ("2016-Q1", 0), ("2016-03", 1),
    ]  # fmt: skip
    assert [one.differences for one in found] == [[]] * 3
    with pytest.raises(NothingToCorrect):
        await correct_period(reporting.database, MARCH, TOMORROW + timedelta(days=2))


async def test_what_was_tampered_is_found_by_its_figure(platform: Platform) -> None:
    # given a month that was closed when a row of the projections had been changed
    telling = await told(platform, *some())
    reporting = telling.reporting
    await change(reporting, "UPDATE contact SET topics = '{debts}' WHERE topics <> '{}'")
    [report] = await closed(reporting, "2016-03")
    figures = await audited(platform, reporting, report)
    assert {"topics.debts.count", "topics.loneliness.count"} <= set(figures)
    assert "answered" not in figures
    # and a content that was changed afterwards
    await change(reporting, """
        UPDATE published_report SET content =
            convert_to(replace(convert_from(content, 'UTF8'), '"answered":64', '"answered":65'),
                'UTF8')
    """)  # fmt: skip
    figures = await audited(platform, reporting, report)
    assert {"sha256", "answered"} <= set(figures)
    # and one that is gone
    await change(reporting, "DELETE FROM published_report")
    [one] = await all_audited(platform, reporting)
    assert one.differences == [Difference("report", "absent", "published")]
    with pytest.raises(queries.ReportNotPublished):
        await audited(platform, reporting, report)


async def test_the_command_says_what_differs_and_exits_with_1(
    platform: Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    telling = await told(platform, *some())
    [report] = await closed(telling.reporting, "2016-03")
    for name, value in (await platform.environment("reporting")).items():
        monkeypatch.setenv(name, value)
    assert await command.one([str(report.report_id)]) == 0
    await change(telling.reporting, "UPDATE published_report SET sha256 = 'another'")
    assert await command.one([str(report.report_id)]) == 1
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (said["period"], said["place"]) == ("2016-03", "country")
    assert said["differences"][0]["figure"] == "sha256"
    assert await command.one([str(UUID(int=1))]) == 2
    assert await command.one(["what"]) == 2
    connection = await platform.connect()
    await connection.jetstream().purge_stream("CONTACTS")
    await connection.close()
    assert await command.everything([]) == 2
    assert "the streams do not hold" in capsys.readouterr().out.splitlines()[-1]


def test_differences_are_named_by_figure() -> None:
    def written(**figures: Any) -> bytes:
        return json.dumps(figures).encode()

    one = written(topics=[{"name": "debts", "count": 10}], hours=[{"hour": 3, "missed": None}])
    other = written(topics=[{"name": "debts", "count": 11}], hours=[{"hour": 3, "missed": 12}])
    found = report_differences(one, "no hash", other)
    assert [(each.figure, each.stored, each.again) for each in found[1:]] == [
        ("hours.3.missed", None, 12), ("topics.debts.count", 10, 11),
    ]  # fmt: skip
    assert found[0].figure == "sha256"
    [again] = report_differences(one + b" ", found[0].again, one)[1:]
    assert again.figure == "content"
