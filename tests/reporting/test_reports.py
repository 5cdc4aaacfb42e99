"""A month's report as JSON, from events to the answer."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from shared.events.envelope import Event
from shared.events.volunteers import ShiftCancelled, ShiftFilled, ShiftReleased

from tests.platform import Platform, Running
from tests.reporting.closing import closed
from tests.reporting.given import (
    ALMELO,
    NOON,
    ZUTPHEN,
    credit_note,
    handled,
    invoice,
    location,
    missed,
    others,
    referral,
    settled,
    shift,
)


def times(count: int, make: Any, **said: Any) -> list[Event]:
    return [make(**said) for _ in range(count)]


async def told(platform: Platform, *events: Event) -> Running:
    """Start reporting and tell it the events, the newest version of each aggregate last."""
    reporting = await platform.service("reporting")
    for version, event in enumerate(events, start=1):
        aggregate = getattr(event, "shift_id", None) or uuid4()
        await platform.publish(event, aggregate_id=aggregate, version=version)
    await platform.handled("reporting", len(events))
    return reporting


async def published(
    platform: Platform, *events: Event, periods: tuple[str, ...] = ("2016-03",)
) -> Running:
    """Start reporting, tell it the events, and close the periods."""
    reporting = await told(platform, *events)
    await closed(reporting, *periods)
    return reporting


async def get(reporting: Running, path: str) -> dict[str, Any]:
    answer = await reporting.client.get(path)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def cell(cells: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in cells if one["name"] == name)


async def test_a_national_month_counts_attempts_and_conversations_apart(
    platform: Platform,
) -> None:
    reporting = await published(
        platform,
        *others(),
        *times(20, handled, topics=["loneliness", "debts"]),
        *times(10, handled, topics=["debts"], duration_minutes=50),
        *times(12, handled, kind="hang_up", topics=[], outcome="no_conversation"),
        *times(3, handled, kind="test"),
        *times(11, missed, reason="no_listener"),
        *times(10, missed),
    )
    report = await get(reporting, "/v1/reports/2016-03")
    assert report["attempts"] == 66 + 33
    assert report["answered"] == 66
    assert report["conversations"] == 42
    assert report["missed"] == {"total": 33, "abandoned": 10, "noListener": 11, "closed": 12}
    assert report["answerRate"] == 0.759
    assert report["minutes"] == 20 * 20 + 10 * 50 + 12 * 20
    assert report["averageMinutes"] == 27.1
    telephone = {"name": "telephone", "count": 30, "share": 0.714}
    assert cell(report["channelMix"], "telephone") == telephone
    assert cell(report["channelMix"], "chat")["count"] is None
    assert cell(report["topics"], "debts")["count"] == 30
    assert cell(report["topics"], "suicidal_thoughts")["count"] is None
    assert cell(report["kinds"], "hang_up")["count"] == 12
    assert report["hours"][12] == {"hour": 12, "answered": 42, "missed": 21}
    assert "not shown" in report["suppression"]["note"]
    assert (report["closed"], report["countedUntil"]) == (True, "2016-03-31T22:00:00Z")


async def test_what_is_hidden_does_not_follow_from_the_rest_of_the_report(
    platform: Platform,
) -> None:
    reporting = await published(
        platform,
        *others(),
        *times(40, handled),
        *times(15, handled, channel="chat"),
        *times(20, missed),
    )
    report = await get(reporting, "/v1/reports/2016-03")
    assert report["conversations"] == 67
    # six mails would be what is left of the conversations
    shown = {one["name"]: one["count"] for one in report["channelMix"]}
    assert shown == {"telephone": 40, "chat": None, "email": None}


async def test_what_is_hidden_at_a_location_does_not_follow_from_the_country(
    platform: Platform,
) -> None:
    there = {"answered_at_location_id": ALMELO}
    reporting = await published(
        platform,
        location(),
        location(ALMELO, "Almelo"),
        *others(),
        *times(20, missed),
        *times(40, handled, topics=["debts"]),
        *times(30, handled, **there),
        *times(4, handled, topics=["debts"], **there),
    )
    national = await get(reporting, "/v1/reports/2016-03")
    assert cell(national["topics"], "debts")["count"] == 44
    for place in (ZUTPHEN, ALMELO):
        report = await get(reporting, f"/v1/reports/2016-03/locations/{place}")
        assert cell(report["topics"], "debts")["count"] is None


async def test_a_location_counts_what_it_answered_and_what_its_own_number_missed(
    platform: Platform,
) -> None:
    own = [{"line": "local", "line_location_id": place} for place in (ZUTPHEN, ALMELO)]
    reporting = await published(
        platform,
        location(),
        location(ALMELO, "Almelo"),
        *others(),
        *times(35, handled),
        *times(32, handled, answered_at_location_id=ALMELO, **own[0]),
        *times(32, handled, **own[1]),
        *(
            one
            for line in own
            for count, reason in ((30, "abandoned"), (31, "no_listener"), (33, "closed"))
            for one in times(count, missed, reason=reason, **line)
        ),
        *times(30, missed),
    )
    report = await get(reporting, f"/v1/reports/2016-03/locations/{ZUTPHEN}")
    assert report["location"]["name"] == "Zutphen"
    assert report["answered"] == 35 + 24 + 32
    assert report["lineAnswered"] == 32
    assert report["missed"]["total"] == 94
    assert report["attempts"] == 126
    assert report["answerRate"] == 0.344
    assert report["participation"] is None
    assert report["invoiced"] is None


async def test_referrals_of_a_location_are_those_of_its_contacts(platform: Platform) -> None:
    contacts = [handled() for _ in range(34)]
    made = [
        referral(contact_id=contact.contact_id, mode=mode, partner=partner)
        for contact, (mode, partner) in zip(
            contacts,
            11 * [("warm_handover", "113online")]
            + 12 * [("information", "113online")]
            + 11 * [("emergency", "veiligthuis")],
            strict=True,
        )
    ]
    of_nobody_here = [
        *times(14, referral),
        *times(14, referral, mode="information"),
        *times(14, referral, mode="emergency", partner="veiligthuis"),
    ]
    reporting = await published(platform, location(), *contacts, *made, *of_nobody_here)
    national = await get(reporting, "/v1/reports/2016-03")
    assert national["referrals"]["total"] == 34 + 42
    here = await get(reporting, f"/v1/reports/2016-03/locations/{ZUTPHEN}")
    assert here["referrals"]["total"] == 34
    assert cell(here["referrals"]["byMode"], "warm_handover")["count"] == 11


async def test_a_referral_that_is_told_before_its_contact_counts_where_the_contact_was(
    platform: Platform,
) -> None:
    contacts = [handled(channel="chat") for _ in range(11)]
    made = [referral(contact_id=contact.contact_id, channel="chat") for contact in contacts]
    reporting = await published(platform, location(), *made, *contacts)
    here = await get(reporting, f"/v1/reports/2016-03/locations/{ZUTPHEN}")
    assert here["referrals"]["total"] == 11


async def test_hours_covered_and_who_covered_them_leave_out_what_was_given_back_or_cancelled(
    platform: Platform,
) -> None:
    taken, given_back, cancelled = (shift(ShiftFilled) for _ in range(3))
    released = given_back.model_dump() | {"filled": 0}
    over_the_end = shift(ShiftFilled, starts_at=datetime(2016, 3, 31, 20, tzinfo=UTC))
    reporting = await published(
        platform,
        taken,
        given_back,
        ShiftReleased(**released),
        cancelled,
        shift(ShiftCancelled, shift_id=cancelled.shift_id),
        over_the_end,
        periods=("2016-03", "2016-04"),
    )
    report = await get(reporting, "/v1/reports/2016-03")
    assert report["hoursCovered"] == 4 + 2
    assert report["volunteersOnDuty"] == 2
    assert (await get(reporting, "/v1/reports/2016-04"))["hoursCovered"] == 2


async def test_participation_and_invoices_are_those_of_the_months_year(
    platform: Platform,
) -> None:
    reporting = await published(
        platform, settled(), invoice(), invoice(number="2016-0002"), invoice(period=2017),
        credit_note(), invoice(number="2016-0003", reason="course", contract_id=None),
        periods=("2016-03", "2018-01"),
    )  # fmt: skip
    report = await get(reporting, "/v1/reports/2016-03")
    assert report["participation"]["share"] == 1.0
    assert report["participation"]["budget"] == "3810000.00"
    assert report["participation"]["pricePerInhabitant"] == "0.260"
    assert report["invoiced"] == {"year": 2016, "invoices": 2, "total": "24333.00"}
    later = await get(reporting, "/v1/reports/2018-01")
    assert later["participation"] is None
    assert later["invoiced"] == {"year": 2018, "invoices": 0, "total": "0.00"}


async def test_a_correction_changes_the_report(platform: Platform) -> None:
    contacts = [handled() for _ in range(14)]
    changes = [
        type(contact).model_validate(contact.model_dump() | {"channel": "email"})
        for contact in contacts
    ]
    reporting = await published(
        platform, *others(), *times(20, missed), *times(5, handled), *contacts, *changes
    )
    mix = (await get(reporting, "/v1/reports/2016-03"))["channelMix"]
    assert cell(mix, "email")["count"] == 14 + 6
    assert cell(mix, "telephone")["count"] is None


@pytest.mark.parametrize("month", ["2016-13", "2016-3", "march", "0016-03", "2016-03-01"])
async def test_a_month_that_is_none_is_refused(platform: Platform, month: str) -> None:
    reporting = await platform.service("reporting")
    answer = await reporting.client.get(f"/v1/reports/{month}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_location_that_nobody_opened_is_not_found(platform: Platform) -> None:
    reporting = await platform.service("reporting")
    unknown = UUID(int=7)
    for path in (f"/v1/locations/{unknown}", f"/v1/reports/2016-03/locations/{unknown}"):
        answer = await reporting.client.get(path)
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:hulpopafstand:problem:location-not-found"


async def test_locations_are_listed_page_by_page(platform: Platform) -> None:
    reporting = await told(platform, *(location(UUID(int=n), f"Plaats {n}") for n in range(1, 6)))
    seen, cursor = [], ""
    while True:
        page = await get(reporting, f"/v1/locations?limit=2{cursor}")
        seen += [one["name"] for one in page["items"]]
        if page["nextCursor"] is None:
            break
        cursor = f"&cursor={page['nextCursor']}"
    assert seen == [f"Plaats {n}" for n in range(1, 6)]
    one = await get(reporting, f"/v1/locations/{UUID(int=3)}")
    assert one == {"locationId": str(UUID(int=3)), "name": "Plaats 3", "region": "Gelderland"}


async def test_a_contact_at_noon_stands_at_noon_in_summer_and_in_winter(
    platform: Platform,
) -> None:
    in_july = datetime(2016, 7, 1, 10, tzinfo=UTC)
    beside = [start + timedelta(hours=later) for start in (NOON, in_july) for later in range(1, 6)]
    reporting = await published(
        platform,
        *times(10, handled),
        *times(10, handled, started_quarter=in_july),
        *(handled(started_quarter=quarter) for quarter in beside for _ in range(2)),
        *times(20, missed),
        *times(20, missed, offered_quarter=in_july),
        periods=("2016-03", "2016-07"),
    )
    for month in ("2016-03", "2016-07"):
        hours = (await get(reporting, f"/v1/reports/{month}"))["hours"]
        assert hours[12]["answered"] == 10, NOON
