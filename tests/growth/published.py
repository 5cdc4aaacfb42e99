"""Years of published reports, as rows: each month, quarter and year of each place."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from reporting.books.assemble_report import Heading, Shown, assemble_report
from reporting.books.make_reports import canonical
from reporting.books.periods import period_of
from reporting.counting.read_amounts import Amounts
from reporting.counting.rules.month_table import COUNTED, COUNTRY
from shared.month import month_at

LAST = month_at(datetime.now(UTC)).year - 1  # the newest year that has ended
REGION, LOCATION = "Gelderland", UUID(int=1)
PLACES = (COUNTRY, REGION, str(LOCATION))


def _content() -> str:
    """Return the JSON of a report in which every count is shown."""
    counts = {(figure, name): 1_000 for figure, names in COUNTED.items() for name in names}
    totals = ("attempts", "answered", "missed", "referrals", "handovers")
    counts |= {("totals", name): 4_000 for name in totals}
    at = datetime(LAST, 1, 8, tzinfo=UTC)
    heading = Heading(period_of(str(LAST)), COUNTRY, 0, at, at)
    report = assemble_report(heading, None, Shown(counts), 9_000, Amounts({}, None, 0, Decimal(0)))
    return canonical(report).decode().replace("'", "''")


def rows(first: int, places: Sequence[str] = PLACES) -> str:
    """Return statements for the years from `first` on.

    Each row has the same counts, only its name tells it apart.
    """
    return f"""
INSERT INTO municipality (sequence, code, as_of, name, province, inhabitants, excluded)
SELECT '1', 'GM0301', make_date(year, 1, 1), 'Zutphen', '{REGION}', 47000, false
FROM generate_series({first}, {LAST}) AS year;
INSERT INTO published_report (report_id, period, kind, begins, place, revision, published_at,
    content, sha256)
SELECT md5(name || place)::uuid, name, kind, begins::date, place, 0, begins + interval '14 months',
    convert_to(('{_content()}'::jsonb || jsonb_build_object('period', name,
        'month', CASE WHEN kind = 'month' THEN name END))::text, 'UTF8'), ''
FROM (
    SELECT 'month' AS kind, to_char(begins, 'YYYY-MM') AS name, begins
    FROM generate_series('{first}-01-01', '{LAST}-12-01', interval '1 month') AS begins
    UNION ALL SELECT 'quarter', to_char(begins, 'YYYY-"Q"Q'), begins
    FROM generate_series('{first}-01-01', '{LAST}-12-01', interval '3 months') AS begins
    UNION ALL SELECT 'year', to_char(begins, 'YYYY'), begins
    FROM generate_series('{first}-01-01', '{LAST}-12-01', interval '1 year') AS begins
) AS period, unnest(ARRAY['{"', '".join(places)}']) AS place;
"""
