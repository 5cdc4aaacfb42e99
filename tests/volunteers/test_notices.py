"""People are told by mail and push what is due, while its reason stands, in their language."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from py_vapid import Vapid
from volunteers.amsterdam import at_hour
from volunteers.notices.browsers import keep_browser
from volunteers.notices.by_mail import by_mail
from volunteers.notices.by_push import by_push, public_key
from volunteers.notices.rules import MOST_ATTEMPTS
from volunteers.notices.ways import Ways
from volunteers.shifts.remind_of_shifts import remind_of_shifts

from tests.billing.receivers import mail_server
from tests.platform import Platform, Running
from tests.volunteers import desk
from tests.volunteers.push_service import PushService, in_base64url, push_service
from tests.volunteers.telling import KEYS, describe, send, state, want, ways

SENDER = "rooster@sensoor.example"
CONTACT = "mailto:beheer@sensoor.example"


async def with_a_shift(service: Running, days: int = 1, **changes: object) -> tuple[str, str]:
    """Return a volunteer, whom a mail reaches, and the shift in the evening that is theirs."""
    location = await desk.a_location(service.client)
    (me,) = await desk.admitted(service.client, location)
    day = datetime.now(UTC).date() + timedelta(days=days)
    shift = await desk.a_shift(service.client, location, day=f"{day}", part="evening")
    await desk.post(service.client, f"/shifts/{shift}/places", volunteerId=me)
    await describe(service.database, me, **changes)
    async with service.database.commit() as connection:
        await connection.execute("DELETE FROM notice")  # that they were given the place
    return me, shift


def vapid_key() -> str:
    key = Vapid()
    key.generate_keys()
    number: int = key.private_key.private_numbers().private_value
    return in_base64url(number.to_bytes(32, "big"))


async def take(service: Running, me: str, taker: PushService) -> None:
    """Keep the browser of a push service of this machine, which no request could name."""
    async with service.database.commit() as connection:
        await keep_browser(connection, UUID(me), taker.browser, KEYS, datetime.now(UTC))


def pushing() -> Ways:
    return ways(push=by_push(vapid_key(), CONTACT))


async def test_a_reminder_is_mailed_once_in_the_language_of_the_person(platform: Platform) -> None:
    service = await platform.service("volunteers", role="api")
    me, shift = await with_a_shift(service, language="nl", reminder_hours=48)
    async with service.database.commit() as connection:
        await connection.execute("UPDATE place SET filled_at = now() - interval '9 days'")
    now = datetime.now(UTC)
    for _ in range(2):  # as two processes do
        await remind_of_shifts(service.database, now)
    async with mail_server() as mail:
        by = ways(mail=by_mail(mail.url, SENDER))
        assert await send(service.database, by) == 1
        assert await send(service.database, by) == 0
    (message,) = mail.mails
    assert (message["To"], message["From"]) == ("anna@example.org", f"Sensoor <{SENDER}>")
    assert message["Subject"] == "Uw dienst komt eraan"
    text = message.get_content()
    assert "Dag Anna," in text
    assert "20:00–24:00" in text
    assert "https://sensoor.example/volunteers/me/shifts" in text
    assert not [one for one in (me, shift, "Vries") if one in text]


async def test_nobody_is_reminded_who_just_took_the_place_or_wants_no_reminder(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers", role="api")
    await with_a_shift(service, reminder_hours=48)
    await with_a_shift(service, reminder_hours=0)
    await with_a_shift(service, days=5, reminder_hours=24)
    await remind_of_shifts(service.database, datetime.now(UTC))
    assert await send(service.database, ways()) == 0


async def test_a_notice_whose_reason_is_gone_is_told_to_nobody(platform: Platform) -> None:
    service = await platform.service("volunteers", role="api")
    me, shift = await with_a_shift(service)
    reminder = await want(service.database, me, "shift_reminder", shift)
    offer = await want(service.database, me, "offer", str(uuid4()))
    stranger = await want(service.database, str(uuid4()), "shift_reminder", shift)
    past = datetime.now(UTC)
    late = await want(service.database, me, "shift_changed", shift, expires_at=past)
    await desk.post(service.client, f"/shifts/{shift}/cancellation")
    async with mail_server() as mail:
        await send(service.database, ways(mail=by_mail(mail.url, SENDER)))
    assert [message["Subject"] for message in mail.mails] == ["A shift of yours is cancelled"]
    for notice, why in (
        (reminder, "its reason is gone"), (offer, "its reason is gone"), (late, "too late"),
        (stranger, "nobody is known by this id"),
    ):  # fmt: skip
        assert await state(service.database, notice) == ("dropped", why)


async def test_a_question_waits_for_the_morning_and_what_lapses_or_is_ones_own_does_not(
    platform: Platform,
) -> None:
    """Given people who are asked for a shift of the day after tomorrow, at eleven at night."""
    service = await platform.service("volunteers", role="api")
    me, shift = await with_a_shift(service, days=2)
    day = datetime.now(UTC).date() + timedelta(days=1)
    night, morning = at_hour(day, 23), at_hour(day + timedelta(days=1), 7)
    open_shift = await desk.a_shift(
        service.client, await desk.a_location(service.client), day=f"{day + timedelta(days=2)}"
    )
    kept = {"due_at": night, "next_at": night, "expires_at": night + timedelta(days=1)}
    question = await want(service.database, me, "place_free", open_shift, **kept)
    lapses = {**kept, "due_at": night - timedelta(minutes=1), "expires_at": morning}
    urgent = await want(service.database, me, "place_free", open_shift, **lapses)
    own = await want(service.database, me, "shift_reminder", shift, **kept)
    async with mail_server() as mail:
        by = ways(mail=by_mail(mail.url, SENDER))
        await send(service.database, by, night)
        for notice in (urgent, own):
            assert await state(service.database, notice) == ("sent", None)
        assert await state(service.database, question) == ("waiting", "quiet hours")
        assert await send(service.database, by, morning - timedelta(seconds=1)) == 0
        assert await send(service.database, by, morning) == 1
    assert await state(service.database, question) == ("sent", None)
    assert len(mail.mails) == 3


async def test_what_a_mail_server_refuses_is_tried_again_and_has_failed_at_last(
    platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    service = await platform.service("volunteers", role="api")
    me, shift = await with_a_shift(service)
    now = datetime.now(UTC)
    notice = await want(
        service.database, me, "shift_reminder", shift, expires_at=now + timedelta(days=1)
    )
    async with mail_server() as mail:
        mail.answers = ["451 no anna@example.org here"] * MOST_ATTEMPTS
        by = ways(mail=by_mail(mail.url, SENDER))
        assert await send(service.database, by, now) == 1
        assert await send(service.database, by, now) == 0  # not before its delay has passed
        for hours in range(1, MOST_ATTEMPTS):
            assert await send(service.database, by, now + timedelta(hours=3 * hours)) == 1
    assert await state(service.database, notice) == ("failed", "the mail server answered 451")
    assert not [one for one in ("anna", "Anna", "Vries") if one in caplog.text]


async def test_a_way_that_is_not_set_is_waited_for(platform: Platform) -> None:
    service = await platform.service("volunteers", role="api")
    me, shift = await with_a_shift(service)
    now = datetime.now(UTC)
    notice = await want(service.database, me, "shift_reminder", shift)
    for minutes in range(0, 50, 10):
        assert await send(service.database, ways(), now + timedelta(minutes=minutes)) == 1
    assert await state(service.database, notice) == ("waiting", "SMTP_URL is not set")
    async with mail_server() as mail:
        by = ways(mail=by_mail(mail.url, SENDER))
        await send(service.database, by, now + timedelta(minutes=50))
    assert len(mail.mails) == 1


async def test_two_processes_send_each_notice_once(platform: Platform) -> None:
    service = await platform.service("volunteers", role="api")
    other = await platform.database("volunteers")
    me, shift = await with_a_shift(service)
    now = datetime.now(UTC)
    for minutes in range(6):
        due = now - timedelta(minutes=minutes + 1)
        await want(service.database, me, "shift_reminder", shift, due_at=due, next_at=due)
    async with mail_server() as mail:
        by = ways(mail=by_mail(mail.url, SENDER))
        tried = await asyncio.gather(*(send(one, by) for one in (service.database, other) * 2))
    assert sum(tried) == len(mail.mails) == 6
    assert len({message["Message-ID"] for message in mail.mails}) == 6


async def test_a_push_message_carries_a_kind_and_a_path_and_nothing_else(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers", role="api")
    me, shift = await with_a_shift(service, by_mail=False, by_push=True)
    notice = await want(service.database, me, "shift_reminder", shift)
    async with push_service() as taker:
        await take(service, me, taker)
        assert await send(service.database, pushing()) == 1
    assert taker.messages == [{"kind": "shift_reminder", "path": "/volunteers/me/shifts"}]
    assert (await state(service.database, notice))[0] == "sent"
    (headers,) = taker.headers
    assert 3000 < int(headers["ttl"]) <= 3600
    assert headers["authorization"].startswith("vapid t=")
    # What the service of the browser sees tells neither who it is nor what it is about.
    seen = f"{headers} {taker.sealed}"
    assert not [one for one in (me, shift, "Anna", "anna@", "reminder") if one in seen]
    async with service.database.commit() as connection:
        row = await connection.fetchrow("SELECT * FROM push_subscription")
    assert row is not None
    assert b"secret-of-browser" not in row["sealed"]


async def test_a_browser_that_is_gone_is_forgotten_and_one_way_is_enough(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers", role="api")
    me, shift = await with_a_shift(service, by_push=True)
    notice = await want(service.database, me, "shift_reminder", shift)
    async with push_service() as taker, mail_server() as mail:
        taker.answers = [410]
        await take(service, me, taker)
        by = ways(push=by_push(vapid_key(), CONTACT), mail=by_mail(mail.url, SENDER))
        await send(service.database, by)
    assert (await state(service.database, notice))[0] == "sent"
    assert len(mail.mails) == 1
    async with service.database.commit() as connection:
        assert await connection.fetchval("SELECT count(*) FROM push_subscription") == 0


async def test_a_push_service_that_is_away_is_tried_again(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers", role="api")
    me, shift = await with_a_shift(service, by_mail=False, by_push=True)
    notice = await want(service.database, me, "shift_reminder", shift)
    by = pushing()
    async with push_service() as taker:
        taker.answers = [503]
        await take(service, me, taker)
        await send(service.database, by)
        assert await state(service.database, notice) == (
            "waiting", "the push service answered 503",
        )  # fmt: skip
    await send(service.database, by, datetime.now(UTC) + timedelta(minutes=1))
    assert (await state(service.database, notice))[1] == "no push service: ConnectionError"


def test_the_public_key_is_the_point_that_browsers_subscribe_with() -> None:
    assert len(public_key(vapid_key())) == 87
