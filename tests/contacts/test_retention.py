"""What is not kept for ever: exact times, and what answers to retries hold of them."""

from datetime import UTC, datetime, timedelta

from contacts.use_cases.cut_old_times import cut_old_times
from shared.retention import forget_old_requests

from tests.contacts.given import NOW, on_duty, registration
from tests.platform import Platform

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

    for _twice in range(2):
        async with contacts.database.commit() as connection:
            await cut_old_times(connection)

    found = (await contacts.client.get(f"/v1/contacts/{kept['contactId']}")).json()
    assert found["startedAt"] == "2016-03-07T20:00:00Z"
    assert found["endedAt"] == "2016-03-07T20:21:00Z"
    [attempt] = (await contacts.client.get("/v1/missed-attempts")).json()["items"]
    assert attempt["offeredAt"] == "2016-03-07T20:00:00Z"
    untouched = (await contacts.client.get(f"/v1/contacts/{new['contactId']}")).json()
    assert datetime.fromisoformat(untouched["startedAt"]) == NOW - timedelta(hours=2)


async def test_when_a_handover_was_settled_is_cut_after_ninety_days(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    contact = (await contacts.client.post("/v1/contacts", json=registration())).json()
    where = f"/v1/contacts/{contact['contactId']}/referrals"
    for partner in ("113online", "veiligthuis"):
        asked = {"partner": partner, "mode": "warm_handover"}
        assert (await contacts.client.post(where, json=asked)).status_code == 201
    async with contacts.database.commit() as connection:
        for partner, settled_at in (("113online", OLD), ("veiligthuis", NOW)):
            await connection.execute(
                "UPDATE referral SET settled_at = $2 WHERE partner = $1", partner, settled_at
            )

        await cut_old_times(connection)

    old, new = (await contacts.client.get(where)).json()["items"]
    assert old["settledAt"] == "2016-03-07T20:00:00Z"
    assert datetime.fromisoformat(new["settledAt"]) == NOW


async def test_answers_kept_for_retries_are_forgotten_after_a_week(platform: Platform) -> None:
    contacts = await platform.service("contacts")
    for key in ("old", "new"):
        await contacts.client.post(
            "/v1/contacts", json=registration(), headers={"Idempotency-Key": key}
        )
    async with contacts.database.commit() as connection:
        await connection.execute(
            "UPDATE idempotent_request SET made_at = now() - interval '8 days'"
            " WHERE key_hash = (SELECT min(key_hash) FROM idempotent_request)"
        )
        await forget_old_requests(connection)
        left = await connection.fetchval("SELECT count(*) FROM idempotent_request")
    assert left == 1
