"""Thirty years of the helpline in reporting: twelve million events, as rows of the projections.

Eight million contacts, and four million attempts that nobody answered; times go until now. An id
is a hash, so that a primary key grows in all places at once, as it does of random ids. Each
place has all its reports of this century: no earlier period has a name.
"""

from reporting.counting.rules.month_table import COUNTRY

from tests.growth import published
from tests.growth.ten_years import DAY_PARTS, LOCATIONS, one_of, row_id

EVENTS = 12_000_000
CONTACTS, MISSED = EVENTS * 2 // 3, EVENTS // 3
YEARS = 30
DAYS = YEARS * 365
SHIFTS = DAYS * LOCATIONS * DAY_PARTS
PLACES = (COUNTRY, published.REGION,
          *(f"00000000-0000-0000-0000-{n:012x}" for n in range(1, LOCATIONS + 1)))  # fmt: skip
FIRST = max(2000, published.LAST - YEARS + 1)
REPORTS = (published.LAST - FIRST + 1) * (12 + 4 + 1) * len(PLACES)


def _quarter(number: str, of: int) -> str:
    since = f"interval '{DAYS} days' * (1 - {number}::float / {of})"
    return f"date_bin('15 min', now() - {since}, 'epoch')"


_LOCATION = row_id(f"1 + n % {LOCATIONS}")
_STARTS = f"{_quarter('n', SHIFTS)} + interval '3 days'"
_CHANNEL = one_of("telephone telephone telephone chat email")
_TOPICS = "(ARRAY['{loneliness}', '{debts,family}', '{other}'])[1 + n % 3]::text[]"

ROWS = (
    f"""
ALTER TABLE contact SET UNLOGGED; ALTER TABLE missed_attempt SET UNLOGGED;
ALTER TABLE shift SET UNLOGGED; ALTER TABLE shift_place SET UNLOGGED;
INSERT INTO location SELECT '1', {row_id("n")}, 'Plaats ' || n, '{published.REGION}'
FROM generate_series(1, {LOCATIONS}) AS n;
INSERT INTO contact (sequence, contact_id, location_id, line_location_id, channel,
    started_quarter, wait_seconds, duration_minutes, kind, topics, outcome)
SELECT '1', md5('contact ' || n)::uuid, {_LOCATION}, NULL, {_CHANNEL},
    {_quarter("n", CONTACTS)}, n % 90, 5 + n % 40,
    {one_of("conversation conversation silent hang_up")}, {_TOPICS}, 'helped_by_talk'
FROM generate_series(1, {CONTACTS}) AS n;
INSERT INTO missed_attempt (sequence, attempt_id, channel, offered_quarter, waited_seconds, reason)
SELECT '1', md5('missed ' || n)::uuid, 'telephone', {_quarter("n", MISSED)}, n % 300,
    {one_of("abandoned no_listener")}
FROM generate_series(1, {MISSED}) AS n;
INSERT INTO shift SELECT '1', md5('shift ' || n)::uuid, {_LOCATION}, {_STARTS},
    {_STARTS} + interval '4 hours', 3, 2 FROM generate_series(1, {SHIFTS}) AS n;
INSERT INTO shift_place SELECT '1', md5('shift ' || n)::uuid, {row_id("1 + n % 9000")}, true
FROM generate_series(1, {SHIFTS}) AS n;
"""
    + published.rows(FIRST, PLACES)
    + """
INSERT INTO closing (number, period, revision, closed_at, seen, counts, hidden)
SELECT row_number() OVER (ORDER BY published_at, period), period, 0, published_at, '{}', NULL, '[]'
FROM published_report WHERE place = 'country';
"""
)
