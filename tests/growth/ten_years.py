"""Ten years of the helpline, as rows: three million contacts with FULL=1 (`make faults`).

Without it a tenth of the rows, spread over the same ten years: which way a plan goes shows there as
well.

Ids are numbers, so that a test finds the newest of each; times go from ten years ago until now.
"""

import os

from tests.growth import published

CONTACTS = 3_000_000 if os.environ.get("FULL") else 300_000
MISSED = CONTACTS * 3 // 7
REFERRALS = CONTACTS // 50
DAYS = 3650
LOCATIONS, DAY_PARTS, VOLUNTEERS = 25, 6, 9000
SHIFTS = max(DAYS * LOCATIONS * DAY_PARTS * CONTACTS // 3_000_000, 20_000)
ACTIVE = 900  # of the volunteers; the others have left
# A seventh of 900 leave in a year and as many come: what reporting is told of 2,200 in all.
TOLD_STEPS = 9_000
# What is kept for less than ten years, or is fewer than ten thousand rows then, is not here.
STEPS, SESSIONS, HALF_DAYS, SWAPS = 6 * VOLUNTEERS, 5_000, 90_000, 36_000
# Many are asked for a hole; fewer show as well which way a plan goes.
OFFERS, PROPOSALS, PROPOSED = 100_000, 100, 50_000
# Of the last 48 hours, all that is kept (queue/forget_attempts.py).
ATTEMPTS = (CONTACTS + MISSED) * 2 // DAYS
# The outbox and the inbox are read by id only; fewer show as well which way a plan goes.
EVENTS = 100_000

# A number as an id, and the moment of the n-th of so many.
ID = "lpad(to_hex({n}), 32, '0')::uuid"
MOMENT = "now() - interval '3650 days' * (1 - {n}::float / {of})"
QUARTER = "date_bin('15 min', {moment}, 'epoch')"


def row_id(number: str) -> str:
    return ID.format(n=number)


def one_of(words: str, number: str = "n") -> str:
    listed = words.split()
    return f"(ARRAY[{', '.join(f'{word!r}' for word in listed)}])[1 + {number} % {len(listed)}]"


def _series(count: int) -> str:
    return f"generate_series(1, {count}) AS n"


# Exact for ninety days, then cut.
_STARTED = f"""CASE WHEN n > {CONTACTS} * 0.975 THEN {MOMENT.format(n="n", of=CONTACTS)}
    ELSE {QUARTER.format(moment=MOMENT.format(n="n", of=CONTACTS))} END"""
_OFFERED = f"""CASE WHEN n > {MISSED} * 0.975 THEN {MOMENT.format(n="n", of=MISSED)}
    ELSE {QUARTER.format(moment=MOMENT.format(n="n", of=MISSED))} END"""
_MADE = f"""CASE WHEN n > {REFERRALS} * 0.975 THEN {MOMENT.format(n="n", of=REFERRALS)}
    ELSE {QUARTER.format(moment=MOMENT.format(n="n", of=REFERRALS))} END"""
_PLUMBING = f"""
INSERT INTO outbox (event_id, subject, headers, data, recorded_at, sent_at)
SELECT {row_id("n")}, 'anything.was_told.v1', '{{}}', '{{}}', now(), now() FROM {_series(EVENTS)};
INSERT INTO inbox SELECT 'anybody', {row_id("n")}, now() FROM {_series(EVENTS)};
INSERT INTO idempotent_request
SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), decode(lpad(to_hex(n), 64, '0'), 'hex'), 201, '',
    now() - n * interval '20 s' FROM {_series(20_000)};
"""
_LOCATION, _VOLUNTEER = row_id(f"1 + n % {LOCATIONS}"), row_id(f"1 + n % {VOLUNTEERS}")
_SHIFT_STARTS = f"{QUARTER.format(moment=MOMENT.format(n='n', of=SHIFTS))} + interval '3 days'"

CONTACTS_ROWS = (
    f"""
ALTER TABLE referral SET UNLOGGED; ALTER TABLE contact SET UNLOGGED;
ALTER TABLE missed_attempt SET UNLOGGED;
INSERT INTO contact (contact_id, attempt_id, channel, line, line_location_id,
    answered_at_location_id, volunteer_id, started_at, ended_at, wait_seconds, kind, topics,
    outcome, heavy, duty_verified, version)
SELECT id, id, {one_of("telephone telephone telephone chat email")}, 'national', NULL,
    {_LOCATION}, {_VOLUNTEER}, started, started + interval '20 min', 5,
    {one_of("conversation conversation silent hang_up")}, ARRAY['loneliness'],
    'helped_by_talk', false, n % 1000 <> 0, 1
FROM (SELECT n, {row_id("n")} AS id, {_STARTED} AS started FROM {_series(CONTACTS)}) AS made;
INSERT INTO missed_attempt (attempt_id, channel, line, offered_at, waited_seconds, reason)
SELECT {row_id("n")}, 'telephone', 'national', {_OFFERED}, 30, 'abandoned' FROM {_series(MISSED)};
INSERT INTO referral (referral_id, copy_id, contact_id, attempt_id, partner, mode, urgency,
    made_at, answer_by, answered_at, answer, outcome, settled_at)
SELECT id, id, {row_id(f"n * {CONTACTS // REFERRALS}")}, CASE WHEN n % 4 > 0 THEN id END,
    '113online', CASE WHEN warm THEN 'warm_handover' ELSE 'information' END, 'normal', made,
    CASE WHEN warm THEN made END, CASE WHEN warm THEN made END,
    CASE WHEN warm THEN 'accepted' END, CASE WHEN warm THEN 'connected' END,
    CASE WHEN warm THEN made END
FROM (SELECT n, {row_id("n")} AS id, {_MADE} AS made, n % 3 = 0 AS warm
    FROM {_series(REFERRALS)}) AS referred;
INSERT INTO location SELECT {row_id("n")}, '1' FROM {_series(LOCATIONS)};
INSERT INTO listener SELECT {row_id("n")}, '1', {_LOCATION}, ARRAY['telephone', 'chat'],
    ARRAY['national'], 'listener' FROM {_series(VOLUNTEERS)};
INSERT INTO desk SELECT {row_id("n")}, {row_id("n")}, 'absent', now(), now(), 3
    FROM {_series(VOLUNTEERS)};
INSERT INTO attempt (attempt_id, channel, line, state, arrived_at, answered_at, answered_by,
    ended_at, contact_id, token_hash, seal)
SELECT id, 'chat', 'national', CASE WHEN answered THEN 'registered' ELSE 'abandoned' END, arrived,
    CASE WHEN answered THEN arrived END, CASE WHEN answered THEN {_VOLUNTEER} END, arrived, id,
    decode(lpad(to_hex(n), 8, '0'), 'hex'), ''
FROM (SELECT n, {row_id(f"{CONTACTS} - n")} AS id, now() - interval '48 hours' * n / {ATTEMPTS}
    AS arrived, n % 10 < 7 AS answered FROM {_series(ATTEMPTS)}) AS made;
INSERT INTO replica VALUES ({row_id("1")}, now(), true);
INSERT INTO closed_channel VALUES ('email', now());
INSERT INTO shift SELECT {row_id("n")}, {_SHIFT_STARTS}, {_SHIFT_STARTS} + interval '4 hours',
    false, '1', {_LOCATION}, ARRAY['telephone'], 3, 2 FROM {_series(SHIFTS)};
INSERT INTO place SELECT {row_id("n")}, {_VOLUNTEER}, true, '1', 'listener' FROM {_series(SHIFTS)};
"""
    + _PLUMBING
)

REPORTING_ROWS = (
    f"""
ALTER TABLE contact SET UNLOGGED; ALTER TABLE missed_attempt SET UNLOGGED;
INSERT INTO contact (sequence, contact_id, location_id, line_location_id, channel,
    started_quarter, wait_seconds, duration_minutes, kind, topics, outcome)
SELECT '1', {row_id("n")}, {_LOCATION}, NULL, {one_of("telephone telephone telephone chat email")},
    {QUARTER.format(moment=MOMENT.format(n="n", of=CONTACTS))}, n % 90, 20,
    {one_of("conversation conversation silent hang_up")}, ARRAY['loneliness'], 'helped_by_talk'
FROM {_series(CONTACTS)};
INSERT INTO missed_attempt (sequence, attempt_id, channel, offered_quarter, waited_seconds, reason)
SELECT '1', {row_id("n")}, 'telephone', {QUARTER.format(moment=MOMENT.format(n="n", of=MISSED))},
    n % 300, 'abandoned' FROM {_series(MISSED)};
INSERT INTO referral (sequence, referral_id, contact_id, partner, mode, made_quarter)
SELECT '1', {row_id("n")}, {row_id(f"n * {CONTACTS // REFERRALS}")}, '113online', 'information',
    {QUARTER.format(moment=MOMENT.format(n="n", of=REFERRALS))} FROM {_series(REFERRALS)};
INSERT INTO handover SELECT '2', {row_id("n")}, '113online',
    {one_of("connected declined timed_out")},
    {QUARTER.format(moment=MOMENT.format(n="n", of=REFERRALS))} FROM {_series(REFERRALS)};
INSERT INTO location SELECT '1', {row_id("n")}, 'Plaats ' || n, 'Gelderland'
FROM {_series(LOCATIONS)};
INSERT INTO volunteer SELECT '1', {row_id("n")}, {_LOCATION}, now() FROM {_series(VOLUNTEERS)};
INSERT INTO volunteer_step SELECT (n % 6)::text, {row_id("1 + n / 6")},
    {one_of("applied admitted suspended")}, {row_id(f"1 + n % {LOCATIONS}")}, 'listener',
    ARRAY['telephone'], {MOMENT.format(n="n", of=TOLD_STEPS)}
FROM generate_series(0, {TOLD_STEPS - 1}) AS n;
INSERT INTO attendance SELECT '1', {row_id("n")}, {row_id(f"1 + n % {ACTIVE}")}, 'intervision',
    NULL, 1, ({MOMENT.format(n="n", of=HALF_DAYS)})::date FROM {_series(HALF_DAYS)};
INSERT INTO evaluation SELECT '1', {row_id("n")}, {row_id(f"1 + n % {ACTIVE}")},
    ({MOMENT.format(n="n", of=VOLUNTEERS)})::date FROM {_series(VOLUNTEERS)};
INSERT INTO shift_risk SELECT '3', {row_id("n * 50")}, 72, 3, 2 FROM {_series(SHIFTS // 50)};
INSERT INTO shift SELECT '1', {row_id("n")}, {_LOCATION}, {_SHIFT_STARTS},
    {_SHIFT_STARTS} + interval '4 hours', 3, 2 FROM {_series(SHIFTS)};
INSERT INTO cancelled_shift SELECT '1', {row_id("n * 50")} FROM {_series(SHIFTS // 50)};
INSERT INTO shift_place SELECT '1', {row_id("n")}, {_VOLUNTEER}, true FROM {_series(SHIFTS)};
"""
    + _PLUMBING
)

_WORKS = row_id(f"1 + n % {ACTIVE}")
_HELD = f"({MOMENT.format(n=f'(1 + n / {HALF_DAYS // SESSIONS})', of=SESSIONS)})::date"
_SWAPPED = row_id(f"1 + n % {SHIFTS}")
_CLOSED = one_of("accepted declined lapsed withdrawn")
VOLUNTEERS_ROWS = (
    f"""
INSERT INTO location SELECT {row_id("n")}, 'Plaats ' || n, 'Gelderland' FROM {_series(LOCATIONS)};
INSERT INTO volunteer SELECT {row_id("n")}, {_LOCATION}, ARRAY['telephone'], ARRAY['national'],
    'listener', now(), ARRAY[1], NULL, NULL, now(), 1,
    CASE WHEN n <= {ACTIVE} THEN 'active' ELSE 'left' END, ARRAY['telephone'],
    ARRAY['telephone'] FROM {_series(VOLUNTEERS)};
INSERT INTO volunteer_step SELECT {row_id("1 + n / 6")}, n % 6, 'pause',
    CASE WHEN n / 6 >= {ACTIVE} AND n % 6 = 5 THEN 'left' ELSE 'active' END, current_date, now()
FROM generate_series(0, {STEPS - 1}) AS n;
INSERT INTO training SELECT {row_id("n")}, 1, current_date, ARRAY[{row_id("n")}]
FROM {_series(3000)};
INSERT INTO shift SELECT {row_id("n")}, {_LOCATION}, ({_SHIFT_STARTS})::date, 'morning',
    ARRAY['telephone'], {_SHIFT_STARTS}, {_SHIFT_STARTS} + interval '4 hours', 3,
    CASE WHEN n % 50 = 1 THEN 2 ELSE 3 END, CASE WHEN n % 50 = 0 THEN now() END, 1, 0, false,
    false, false, now() FROM {_series(SHIFTS)};
INSERT INTO place SELECT {row_id("n")}, {_WORKS}, 'listener', now() FROM {_series(SHIFTS)};
INSERT INTO risk SELECT {row_id("n")}, 72, {_SHIFT_STARTS} - interval '72 hours', 1, 1,
    CASE WHEN n > {SHIFTS} - 450 THEN now() + interval '1 hour' END, 9, 0
FROM {_series(SHIFTS)} WHERE n % 50 = 1;
INSERT INTO offer SELECT {row_id("n")}, {row_id(f"{SHIFTS} - n % {SHIFTS}")}, {_WORKS}, 'at_risk',
    {row_id("n")}, {_CLOSED}, made, made + interval '6 hours', made
FROM (SELECT n, {MOMENT.format(n="n", of=OFFERS)} AS made FROM {_series(OFFERS)}) AS made;
INSERT INTO swap SELECT {row_id("n")}, {_WORKS}, 'lapsed', at, at + interval '7 days', at
FROM (SELECT n, {MOMENT.format(n="n", of=SWAPS)} AS at FROM {_series(SWAPS)}) AS made;
INSERT INTO swap_leg SELECT {row_id("n")}, number,
    CASE WHEN number = 1 THEN {_WORKS} WHEN n % 3 = 0 THEN {row_id("1 + (n + 7) % 900")} END,
    CASE WHEN number = 1 THEN {_SWAPPED} END, CASE WHEN number = 2 THEN {_SWAPPED} END
FROM {_series(SWAPS)}, generate_series(1, 2) AS number;
INSERT INTO half_day_session SELECT {row_id("1 + n")}, {_LOCATION}, 'intervision',
    ({MOMENT.format(n="n", of=SESSIONS)})::date, 1, '{{}}'
FROM generate_series(0, {SESSIONS - 1}) AS n;
INSERT INTO half_day SELECT {_WORKS}, {row_id(f"1 + n / {HALF_DAYS // SESSIONS}")}, {row_id("n")},
    {_HELD}, 1 FROM generate_series(0, {HALF_DAYS - 1}) AS n;
INSERT INTO forecast_day SELECT current_date - n, channel, array_fill(1.0::float8, ARRAY[96]), '1'
FROM {_series(DAYS)}, unnest(ARRAY['telephone', 'chat', 'email']) AS channel;
"""
    # Of the last 90 days, of the last year and of the last 30 days: all that is kept.
    f"""
INSERT INTO roster_proposal SELECT {row_id("n")}, current_date, current_date,
    ARRAY[{row_id("2")}], 60, 'done', now(), now(), now(), NULL, now(), 1, 1, '[]', '[]', '[]'
FROM {_series(PROPOSALS)};
INSERT INTO proposed_place SELECT {row_id(f"1 + n % {PROPOSALS}")},
    {row_id(f"{SHIFTS} - n / {PROPOSALS}")}, {_WORKS}, 'proposed' FROM {_series(PROPOSED)};
INSERT INTO presence SELECT {row_id("n")}, {_WORKS}, {_LOCATION}, now(), now(), false, '1'
FROM generate_series({SHIFTS} * 9 / 10, {SHIFTS}) AS n;
INSERT INTO notice SELECT {row_id("n")}, {_WORKS}, 'shift_reminder', {row_id("n")}, now(), now(),
    'sent', 1, now(), now() FROM {_series(20_000)};
INSERT INTO after_care SELECT {row_id("n")}, {_WORKS}, current_date - n % 365, true, '1', {_WORKS},
    CASE WHEN n > 99 THEN current_date END FROM {_series(9000)};
""" + _PLUMBING
)

ROWS = {
    "contacts": CONTACTS_ROWS, "volunteers": VOLUNTEERS_ROWS,
    "reporting": REPORTING_ROWS + published.rows(published.LAST - DAYS // 365 + 1),
}  # fmt: skip
