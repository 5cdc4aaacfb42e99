"""Days with many attempts and shifts, as rows: events of so many would take a minute."""

from datetime import date, datetime, timedelta

from shared.database import Database

ATTEMPTS = """
INSERT INTO contact (sequence, contact_id, location_id, line_location_id, channel,
    started_quarter, wait_seconds, duration_minutes, kind, topics, outcome)
SELECT '1', gen_random_uuid(), $2, NULL, $4, $1, (place % 4) * 15, 20,
    'conversation', ARRAY['loneliness'],
    'helped_by_talk'
FROM generate_series(1, $3) AS place
"""
MISSED = """
INSERT INTO missed_attempt (sequence, attempt_id, line_location_id, channel, offered_quarter,
    reason)
SELECT '1', gen_random_uuid(), NULL, 'telephone', $1, $3 FROM generate_series(1, $2)
"""
SHIFT = """
INSERT INTO shift (sequence, shift_id, location_id, starts_at, ends_at, needed, filled)
VALUES ('1', gen_random_uuid(), $1, $2, $3, $4, $5)
"""
FORECAST = """
INSERT INTO forecast (day, channel, made_on, version, hours, expected, low, high)
VALUES ($1, 'telephone', $2, 1, $3, 240, 200, 280) ON CONFLICT DO NOTHING
"""
CALLS = """
INSERT INTO contact (sequence, contact_id, location_id, channel, started_quarter, duration_minutes,
    kind, topics, outcome, redial, misuse_kind)
SELECT '1', gen_random_uuid(), gen_random_uuid(), 'telephone', $1, 5, $4, '{}', 'no_conversation',
    $3, $5
FROM generate_series(1, $2)
"""
MISSED_CALLS = """
INSERT INTO missed_attempt (sequence, attempt_id, channel, offered_quarter, reason, redial,
    cooled_down)
SELECT '1', gen_random_uuid(), 'telephone', $1, $4, $3, $5 FROM generate_series(1, $2)
"""
Answered = tuple[datetime, object, int, str]
Missed = tuple[datetime, int, str]
Shift = tuple[object, datetime, datetime, int, int]


async def given_rows(
    database: Database,
    answered: list[Answered] | None = None,
    missed: list[Missed] | None = None,
    shifts: list[Shift] | None = None,
) -> None:
    """Put attempts and shifts into the projections: (quarter, location, how many, channel)."""
    async with database.commit() as connection:
        await connection.executemany(ATTEMPTS, answered or [])
        await connection.executemany(MISSED, missed or [])
        await connection.executemany(SHIFT, shifts or [])


async def given_calls(
    database: Database,
    answered: list[tuple[datetime, int, bool | None, str, str | None]],
    missed: list[tuple[datetime, int, bool | None, str, bool | None]],
) -> None:
    """Put calls into the projections: (quarter, how many, redial, kind, kind of misuse), and of
    those that were missed (quarter, how many, redial, reason, cooled down).
    """
    async with database.commit() as connection:
        await connection.executemany(CALLS, answered)
        await connection.executemany(MISSED_CALLS, missed)


async def given_forecast(
    database: Database, day: date, an_hour: float, days_before: int = 0
) -> None:
    """Let a day have a forecast, made so many days before: so many attempts in each hour."""
    async with database.commit() as connection:
        await connection.execute(FORECAST, day, day - timedelta(days=days_before), [an_hour] * 24)
