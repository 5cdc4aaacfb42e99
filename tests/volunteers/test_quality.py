"""The quality file of a year: every norm with what was counted for it, as API, page and PDF."""

import io
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from shared.roles import Role
from volunteers.quality.norms import NORMS
from volunteers.quality.queries import quality_file
from volunteers.quality.rules import Evidence, verdict

from tests.billing.test_pdf import structure
from tests.volunteers import caring
from tests.volunteers.people import browser_of, words

YEAR = 2025
UNTIL = date(2026, 3, 1)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 100))
def test_a_norm_is_kept_where_the_share_is_what_is_asked(kept, more, percent):
    of, least = kept + more, Fraction(percent, 100)
    said = verdict(Evidence(kept, of), least)
    assert said == ("no_evidence" if not of else "kept" if kept >= least * of else "not_kept")
    assert verdict(Evidence(kept), None) == "counted"


GIVEN = """
INSERT INTO selection_interview VALUES ('{admitted}', '2024-05-01', '{{2,2,2,2,2,2,2,2}}',
    'accepted', now());
INSERT INTO evaluation (evaluation_id, volunteer_id, due_on, held_on, version) VALUES
    (gen_random_uuid(), '{old}', '2025-02-01', '2025-02-20', 1),
    (gen_random_uuid(), '{old}', '2025-03-01', '2025-05-01', 1),
    (gen_random_uuid(), '{left}', '2025-03-01', NULL, 1);
INSERT INTO half_day_session SELECT gen_random_uuid(), '{location}', 'intervision', day, 2, '{{}}'
    FROM unnest('{{2025-01-10,2025-04-10,2025-07-10,2025-10-10,2026-01-10}}'::date[]) day;
INSERT INTO half_day SELECT '{old}', session_id, gen_random_uuid(), on_day, 2
    FROM half_day_session;
INSERT INTO shift (shift_id, location_id, day, day_part, channels, starts_at, ends_at, needed,
    filled, version, cancelled_at)
SELECT gen_random_uuid(), '{location}', '2025-06-01', part, '{{chat}}', '2025-06-01', '2025-06-02',
    4, filled, 1, cancelled_at
FROM (VALUES ('night', 3, NULL::timestamptz), ('evening', 4, NULL), ('morning', 0, now()))
    AS one (part, filled, cancelled_at);
INSERT INTO course_delivery VALUES
    (gen_random_uuid(), 'listening-1', 'ORG-SCHOOL-1', '2025-09-01', now());
"""


async def given_year(database):
    """Put a year into the database of which each norm counts something."""
    location = await caring.a_location(database)
    admitted_at = caring.LONG_AGO.replace(year=YEAR)
    ids = {
        "location": location,
        "old": await caring.a_volunteer(database, location),
        "left": await caring.a_volunteer(database, location, state="left"),
        "admitted": await caring.a_volunteer(database, location, admitted_at=admitted_at),
        "unselected": await caring.a_volunteer(database, location, admitted_at=admitted_at),
    }
    await caring.a_supervisor(database, location)
    await caring.a_supervisor(database, location, certified_until=date(2024, 12, 31))
    async with database.commit() as connection:
        await connection.execute(GIVEN.format(**ids))
    return ids


async def test_each_norm_is_counted_out_of_what_is_kept(platform):
    database = await platform.database("volunteers")
    await given_year(database)

    async with database.read() as session:
        file = await quality_file(session, YEAR, UNTIL)

    found = {norm.code: (norm.kept, norm.of, norm.verdict) for norm in file.norms}
    assert found == {
        "1.1": (1, 2, "not_kept"),
        "1.2": (2, 2, "kept"),
        "1.3": (2, 2, "kept"),
        "2.1": (0, 3, "not_kept"),  # eight of ten; the two of this year began in March
        "2.2": (1, 1, "kept"),
        "3.1": (1, 2, "not_kept"),
        "3.2": (1, 2, "not_kept"),
        "4.1": (0, 0, "no_evidence"),
        "5.1": (7, 8, "not_kept"),
        "5.2": (3, 4, "not_kept"),
        "6.1": (1, None, "counted"),
    }
    assert (file.until, len(NORMS)) == (date(YEAR, 12, 31), len(found))


async def test_page_and_pdf_say_the_same_in_both_languages_and_name_nobody(platform):
    service = await platform.service("volunteers")
    ids = await given_year(service.database)

    for language, title, evidence in (
        ("en", "Quality file 2025", "7 of 8: places filled"),
        ("nl", "Kwaliteitsdossier 2025", "7 van 8"),
    ):
        browser = browser_of(service, Role.TRAINER, language=language)
        said = words(await browser.get(f"/volunteers/quality/{YEAR}"))
        answer = await browser.get(f"/volunteers/quality/{YEAR}/pdf")
        assert answer.headers["content-type"] == "application/pdf"
        reader = PdfReader(io.BytesIO(answer.content))
        printed = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        root: Any = reader.trailer["/Root"]
        assert structure(root["/StructTreeRoot"]["/K"]) >= {"/H1", "/Table", "/TH", "/TD"}
        for text in (said, printed):
            assert title in text
            assert evidence in text
            assert not [one for one in ids.values() if f"{one}"[:8] in text]
    answer = await service.client.get(f"/v1/quality-files/{YEAR}/pdf?language=en")
    assert answer.content.startswith(b"%PDF")
    listed = (await caring.said(await service.client.get(f"/v1/quality-files/{YEAR}")))["norms"]
    assert [norm["code"] for norm in listed] == [norm.code for norm in NORMS]
