"""What is not kept for ever is forgotten by its rule, and nothing younger."""

import pytest
from volunteers.main import RETENTION

PUT = {
    "absence": """
WITH place AS (INSERT INTO location (location_id, name, region)
    VALUES (gen_random_uuid(), 'Zutphen', 'Gelderland') RETURNING location_id),
person AS (INSERT INTO volunteer (volunteer_id, location_id, channels, lines, role, applied_at,
    modules_done, version) SELECT gen_random_uuid(), location_id, '{chat}', '{national}',
    'listener', now(), '{}', 1 FROM place RETURNING volunteer_id)
INSERT INTO absence (absence_id, volunteer_id, first_day, last_day, changed_at)
SELECT gen_random_uuid(), volunteer_id, current_date - 400, current_date - age, now()
FROM person, unnest(ARRAY[364, 367]) AS age
""",
    "after_care": """
INSERT INTO after_care (contact_id, volunteer_id, contact_day, heavy, sequence)
SELECT gen_random_uuid(), gen_random_uuid(), current_date - age, true, '1'
FROM unnest(ARRAY[364, 366]) AS age
""",
    "notice": """
INSERT INTO notice (notice_id, person_id, kind, about_id, due_at, expires_at, state, attempts,
    next_at)
SELECT gen_random_uuid(), gen_random_uuid(), 'offer', gen_random_uuid(), now() - age, now() - age,
    'sent', 1, now() - age
FROM unnest(ARRAY[interval '29 days', interval '31 days']) AS age
""",
    "roster_proposal": """
INSERT INTO roster_proposal (proposal_id, first_day, last_day, location_ids, seconds_most, state,
    asked_at, ended_at, progress, gaps, prices)
SELECT gen_random_uuid(), now() - age, now() - age, '{}', 60, 'done', now() - age, now() - age,
    '[]', '[]', '[]'
FROM unnest(ARRAY[interval '89 days', interval '91 days']) AS age
""",
    "presence": """
INSERT INTO presence (shift_id, volunteer_id, location_id, first_at, last_at, is_present, sequence)
SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now() - age, now() - age, false, '1'
FROM unnest(ARRAY[interval '364 days', interval '367 days']) AS age
""",
}


@pytest.mark.parametrize("table", PUT)
async def test_only_what_is_older_than_its_rule_is_forgotten(platform, table):
    database = await platform.database("volunteers")
    async with database.commit() as connection:
        await connection.execute(PUT[table])

        forgotten = [await rule(connection) for rule in RETENTION]

        assert sum(forgotten) == 1
        assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 1


async def test_who_waited_or_stood_by_is_forgotten_a_month_after_the_shift(platform):
    database = await platform.database("volunteers")
    async with database.commit() as connection:
        await connection.execute(
            "WITH place AS (INSERT INTO location (location_id, name, region)"
            " VALUES (gen_random_uuid(), 'Zutphen', 'Gelderland') RETURNING location_id),"
            " person AS (INSERT INTO volunteer (volunteer_id, location_id, channels, lines, role,"
            " applied_at, modules_done, version) SELECT gen_random_uuid(), location_id, '{chat}',"
            " '{national}', 'listener', now(), '{}', 1 FROM place RETURNING volunteer_id),"
            " old AS (INSERT INTO shift (shift_id, location_id, day, day_part, channels, starts_at,"
            " ends_at, needed, filled, version) SELECT gen_random_uuid(), location_id, now() - age,"
            " 'morning', '{chat}', now() - age, now() - age, 1, 0, 1 FROM place,"
            " unnest(ARRAY[interval '29 days', interval '31 days']) AS age RETURNING shift_id),"
            " waits AS (INSERT INTO waiting_place SELECT shift_id, volunteer_id, now(), false"
            " FROM old, person)"
            " INSERT INTO standby SELECT shift_id, volunteer_id, 'standby', now() FROM old, person"
        )

        forgotten = [await rule(connection) for rule in RETENTION]

        assert [each for each in forgotten if each] == [1, 1]
