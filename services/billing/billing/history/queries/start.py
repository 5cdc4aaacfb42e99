"""What the start of the finance desk shows: who takes part, and what waits for a person."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from shared.database import Connection

from billing.history.views import Participation, ToDo
from billing.reminders.propose_reminders import propose_reminders

SETTLED = """
SELECT s.participants, s.participating AS inhabitants, s.eligible, s.budget,
    t.minimum_participation
FROM settlement s JOIN tariff t ON t.version = s.tariff_version WHERE s.year = $1
"""
OFFERED = """
SELECT t.version, t.minimum_participation, p.yearly_budget AS budget
FROM tariff t JOIN tariff_period p ON p.tariff_version = t.version
WHERE t.published_at IS NOT NULL AND $1 BETWEEN p.first_year AND p.last_year
"""
# By the newest figures on the day, corrected where they were.
NOW = """
WITH figure AS (
    SELECT DISTINCT ON (code) code, inhabitants FROM (
        SELECT code, as_of, 0 AS correction, inhabitants FROM municipality_figure
        UNION ALL SELECT code, as_of, correction, inhabitants FROM figure_correction
    ) known WHERE as_of <= $1 ORDER BY code, as_of DESC, correction DESC
), of_day AS (
    SELECT f.code, f.inhabitants FROM figure f JOIN municipality m USING (code)
    WHERE (m.abolished_on IS NULL OR m.abolished_on > $1)
        AND NOT EXISTS (SELECT FROM tariff_exclusion x WHERE x.code = f.code
                        AND x.tariff_version = $2)
)
SELECT (SELECT count(*) FROM of_day) AS municipalities,
    (SELECT coalesce(sum(inhabitants), 0) FROM of_day) AS eligible,
    count(DISTINCT b.code) AS participants,
    coalesce(sum(round(b.part_until * d.inhabitants / b.part_of)
        - round(b.part_from * d.inhabitants / b.part_of)), 0)::bigint AS inhabitants
FROM contract_beneficiary b JOIN of_day d USING (code)
WHERE $1 BETWEEN b.first_day AND b.last_day
"""
PRICED = """
SELECT DISTINCT generate_series(p.first_year, p.last_year) AS year
FROM tariff t JOIN tariff_period p ON p.tariff_version = t.version
WHERE t.published_at IS NOT NULL ORDER BY year
"""
# Owed, and neither billed nor looked at in a round that is over.
DRAFTS = """
SELECT o.year, count(*) FROM invoice_obligation o
WHERE NOT EXISTS (
    SELECT FROM document d WHERE d.contract_id = o.contract_id AND d.year = o.year
) AND NOT EXISTS (
    SELECT FROM invoice_run_item i JOIN invoice_run r USING (run_id)
    WHERE i.contract_id = o.contract_id AND r.year = o.year
)
GROUP BY o.year ORDER BY o.year
"""
REFUSED = """
SELECT r.run_id, r.year, count(*) FROM invoice_run r
JOIN invoice_run_item i USING (run_id)
WHERE i.state = 'refused' AND r.run_id = (
    SELECT run_id FROM invoice_run WHERE year = r.year ORDER BY started_at DESC LIMIT 1
)
GROUP BY r.run_id, r.year ORDER BY r.year
"""
RUNNING = """
SELECT r.run_id, r.year, count(i.*) FROM invoice_run r
LEFT JOIN invoice_run_item i ON i.run_id = r.run_id AND i.state = 'open'
WHERE r.finished_at IS NULL GROUP BY r.run_id, r.year ORDER BY r.year
"""
MONEY = """
WITH invoice AS (
    SELECT d.total
        - (SELECT coalesce(sum(c.total), 0) FROM document c WHERE c.credits = d.number)
        - (SELECT coalesce(sum(a.amount), 0) FROM allocation a WHERE a.number = d.number) AS open
    FROM document d WHERE d.kind = 'invoice'
)
SELECT count(*) AS open, coalesce(sum(open), 0) AS open_amount,
    (SELECT count(*) FROM bank_entry WHERE open <> 0) AS bank_entries,
    (SELECT coalesce(sum(open), 0) FROM bank_entry WHERE open <> 0) AS bank_amount,
    (SELECT count(*) FROM delivery WHERE state = 'failed') AS failed
FROM invoice WHERE open > 0
"""


async def priced_years(connection: Connection) -> list[int]:
    """Return the years that a published tariff prices."""
    return [row["year"] for row in await connection.fetch(PRICED)]


async def participation_of(connection: Connection, year: int) -> Participation:
    """Return who takes part in a year: as it was settled, or as of its 1 January by what is known.

    The number of municipalities is that of the offer, with figures by then.
    """
    settled = await connection.fetchrow(SETTLED, year)
    offer = await connection.fetchrow(OFFERED, year)
    now = await connection.fetchrow(NOW, date(year, 1, 1), offer["version"] if offer else "")
    assert now is not None
    counts = settled or now
    known = settled or offer
    return Participation(
        year=year,
        settled=settled is not None,
        participants=counts["participants"],
        municipalities=now["municipalities"],
        inhabitants=int(counts["inhabitants"]),
        eligible=int(counts["eligible"]),
        budget=known["budget"] if known else None,
        offered=Fraction(known["minimum_participation"], 100) if known else None,
    )


async def what_waits(connection: Connection, today: date) -> ToDo:
    """Return what waits for a person; raises `RateMissing`."""
    money = await connection.fetchrow(MONEY)
    assert money is not None
    reminders = (await propose_reminders(connection, today)).reminders
    return ToDo(
        drafts=[tuple(row) for row in await connection.fetch(DRAFTS)],
        refused=[tuple(row) for row in await connection.fetch(REFUSED)],
        running=[tuple(row) for row in await connection.fetch(RUNNING)],
        reminders=len(reminders),
        reminders_amount=sum((each.open for each in reminders), Decimal("0.00")),
        **money,
    )
