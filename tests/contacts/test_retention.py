"""What is not kept for ever: exact times, and what answers to retries hold of them."""

import asyncio
from datetime import UTC, datetime, timedelta

from contacts.registration.cut_old_times import cut_old_times
from shared.events.contacts import ContactHandled
from shared.events.envelope import Envelope
from shared.retention import ROWS_A_COMMIT, forget_old_requests

from tests.contacts.given import NOW, on_duty, registration
from tests.platform import Platform
from tests.waiting import eventually

OLD = datetime(2016, 3, 7, 20, 4, 31, tzinfo=UTC)


async def test_exact_times_are_cut_after_ninety_days_to_what_the_bus_was_told(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    old = registration(
        startedAt=OLD.isoformat(), endedAt=(OLD + timedelta(minutes=20, seconds=40)).isoformat()
    )
    missed = {
        "channel": "telephone",
        "line": "national",
        "offeredAt": OLD.isoformat(),
        "waitedSeconds": 5,
        "reason": "abandoned",
    }
    kept = (await contacts.client.post("/v1/contacts", json=old)).json()
    await contacts.client.post("/v1/missed-attempts", json=missed)
    await on_duty(platform)
    new = (await contacts.client.post("/v1/contacts", json=registration())).json()

    for changed in (2, 0):
        async with contacts.database.commit() as connection:
            assert await cut_old_times(connection) == changed

    found = (await contacts.client.get(f"/v1/contacts/{kept['contactId']}")).json()
    assert found["startedAt"] == "2016-03-07T20:00:00Z"
    assert found["endedAt"] == "2016-03-07T20:21:00Z"
    [attempt] = (await contacts.client.get("/v1/missed-attempts")).json()["items"]
    assert attempt["offeredAt"] == "2016-03-07T20:00:00Z"
    untouched = (await contacts.client.get(f"/v1/contacts/{new['contactId']}")).json()
    assert datetime.fromisoformat(untouched["startedAt"]) == NOW - timedelta(hours=2)


async def test_the_end_is_cut_too_where_the_start_lies_on_a_quarter_hour(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    start = OLD.replace(minute=15, second=0)
    lengths = (19.999, 89.99, 90.0, 1200.0, 1229.9, 1230.0, 1277.123)
    ends = [(start + timedelta(seconds=seconds)).isoformat() for seconds in lengths]
    bodies = [
        registration(channel="chat", startedAt=start.isoformat(), endedAt=end) for end in ends
    ]
    # Each waits a second for volunteers, which does not run here.
    answers = await asyncio.gather(
        *(contacts.client.post("/v1/contacts", json=body) for body in bodies)
    )
    ids = [answer.json()["contactId"] for answer in answers]
    made = dict(zip(ids, lengths, strict=True))
    told = {
        str(event.data.contact_id): event.data.duration_minutes
        for event in await eventually(lambda: all_told(platform, len(made)))
    }
    async with contacts.database.commit() as connection:
        await cut_old_times(connection)
        assert await cut_old_times(connection) == 0
    for contact_id, seconds in made.items():
        found = (await contacts.client.get(f"/v1/contacts/{contact_id}")).json()
        minutes = told[contact_id]
        ended_at = datetime.fromisoformat(found["endedAt"])
        assert (found["startedAt"], ended_at) == (
            "2016-03-07T20:15:00Z", start + timedelta(minutes=minutes)
        ), seconds  # fmt: skip


async def test_times_are_cut_in_batches_until_none_is_left(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    async with contacts.database.commit() as connection:
        await connection.execute(
            "INSERT INTO missed_attempt (attempt_id, channel, line, offered_at, waited_seconds,"
            " reason) SELECT gen_random_uuid(), 'chat', 'national', $1::timestamptz + n * interval"
            " '7 s', 1, 'closed' FROM generate_series(1, 12000) AS n",
            OLD,
        )
    changed = []
    while not changed or changed[-1]:
        async with contacts.database.commit() as connection:
            changed.append(await cut_old_times(connection))
    assert max(changed) == ROWS_A_COMMIT
    async with contacts.database.commit() as connection:
        left = await connection.fetchval(
            "SELECT count(*) FROM missed_attempt"
            " WHERE offered_at <> date_bin('15 min', offered_at, 'epoch')"
        )
    assert left == 0


async def all_told(platform: Platform, count: int) -> list[Envelope[ContactHandled]]:
    told = await platform.published(ContactHandled)
    return told if len(told) == count else []


async def test_when_a_handover_was_answered_and_settled_is_cut_after_ninety_days(
    platform: Platform,
) -> None:
    contacts = await platform.service("contacts")
    contact = (await contacts.client.post("/v1/contacts", json=registration())).json()
    where = f"/v1/contacts/{contact['contactId']}/referrals"
    for partner in ("113online", "veiligthuis"):
        asked = {"partner": partner, "mode": "warm_handover"}
        assert (await contacts.client.post(where, json=asked)).status_code == 201
    async with contacts.database.commit() as connection:
        for partner, moment in (("113online", OLD), ("veiligthuis", NOW)):
            await connection.execute(
                "UPDATE referral SET answer_by = $2, answer = 'accepted', answered_at = $2,"
                " outcome = 'connected', settled_at = $2 WHERE partner = $1",
                partner, moment,
            )  # fmt: skip

        assert await cut_old_times(connection) == 3
        assert await cut_old_times(connection) == 0

    old, new = (await contacts.client.get(where)).json()["items"]
    for time in ("answerBy", "answeredAt", "settledAt"):
        assert old[time] == "2016-03-07T20:00:00Z"
        assert datetime.fromisoformat(new[time]) == NOW


async def test_answers_kept_for_retries_are_forgotten_after_a_week(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    for key in ("old", "new"):
        await contacts.client.post(
            "/v1/contacts", json=registration(channel="chat"), headers={"Idempotency-Key": key}
        )
    async with contacts.database.commit() as connection:
        await connection.execute(
            "UPDATE idempotent_request SET made_at = now() - interval '8 days'"
            " WHERE key_hash = (SELECT min(key_hash) FROM idempotent_request)"
        )
        await forget_old_requests(connection)
        left = await connection.fetchval("SELECT count(*) FROM idempotent_request")
    assert left == 1
