"""Exact times and topics are shown to nobody but who registered them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from contacts.registration import queries
from contacts.registration.correct_contact import ContactNotFound
from contacts.registration.rules import quarter
from contacts.registration.views import ContactView, as_seen_within
from hypothesis import given
from hypothesis import strategies as st
from shared.reach import Reach
from shared.roles import Role

from tests import issuing
from tests.contacts.given import registration
from tests.http.asking import Served
from tests.http.conftest import Serve

MORNING = datetime(2016, 3, 7, 20, 4, 31, tzinfo=UTC)
EXACT = {
    "startedAt": "2016-03-07T20:04:31Z", "endedAt": "2016-03-07T20:25:11Z", "waitSeconds": 95,
    "topics": ["loneliness", "debts"],
}  # fmt: skip
CUT = {
    "startedAt": "2016-03-07T20:00:00Z", "endedAt": "2016-03-07T20:21:00Z", "waitSeconds": 60,
    "topics": None,
}  # fmt: skip
OF_HANDOVER = ("answerBy", "answeredAt", "settledAt")
OTHERS = (
    (Role.COORDINATOR,), (Role.COORDINATOR, Role.LISTENER), tuple(Role),
)  # fmt: skip


async def post(contacts: Served, path: str, body: dict[str, Any], by: dict[str, str]) -> Any:
    answer = await contacts.client.post(path, json=body, headers=by)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def get(contacts: Served, path: str, by: dict[str, str]) -> Any:
    answer = await contacts.client.get(path, headers=by)
    assert answer.status_code == 200, answer.text
    return answer.json()


def shown(contact: dict[str, Any]) -> dict[str, Any]:
    return {name: contact[name] for name in EXACT}


async def test_who_registered_a_contact_sees_it_exactly_and_all_others_by_the_quarter_hour(
    serve: Serve,
) -> None:
    contacts, person, location = await serve("contacts"), uuid4(), uuid4()
    listener = issuing.header_for(Role.LISTENER, person=person)
    ids = {"volunteerId": str(person), "answeredAtLocationId": str(location)}
    made = await post(contacts, "/v1/contacts", registration(**EXACT, **ids), listener)
    path = f"/v1/contacts/{made['contactId']}"
    referral = {"partner": "113online", "mode": "warm_handover"}
    given_back = await post(contacts, f"{path}/referrals", referral, listener)
    assert given_back["madeAt"] == EXACT["endedAt"]
    async with contacts.app.state.database.commit() as connection:
        settled = (
            "UPDATE referral SET answer_by = $1, answer = 'accepted', answered_at = $1,"
            " outcome = 'connected', settled_at = $1 WHERE referral_id = $2"
        )
        await connection.execute(settled, MORNING, UUID(given_back["referralId"]))

    assert shown(made) == EXACT
    assert shown(await get(contacts, path, listener)) == EXACT
    [own] = (await get(contacts, "/v1/contacts", listener))["items"]
    assert shown(own) == EXACT
    [referred] = (await get(contacts, f"{path}/referrals", listener))["items"]
    assert referred["madeAt"] == EXACT["endedAt"]
    assert [referred[name] for name in OF_HANDOVER] == [EXACT["startedAt"]] * 3
    for roles in OTHERS:
        by = issuing.header_for(*roles, person=uuid4(), locations=(location,))
        assert shown(await get(contacts, path, by)) == CUT
        [listed] = (await get(contacts, "/v1/contacts", by))["items"]
        assert shown(listed) == CUT
        assert (listed["kind"], listed["heavy"]) == (made["kind"], made["heavy"])
        [referred] = (await get(contacts, f"{path}/referrals", by))["items"]
        assert referred["madeAt"] == "2016-03-07T20:15:00Z"
        assert [referred[name] for name in OF_HANDOVER] == [CUT["startedAt"]] * 3


async def test_a_missed_attempt_is_exact_in_the_answer_to_its_registration_only(
    serve: Serve,
) -> None:
    contacts, location = await serve("contacts"), uuid4()
    body = {
        "channel": "telephone", "line": "local", "lineLocationId": str(location),
        "offeredAt": EXACT["startedAt"], "waitedSeconds": 95, "reason": "abandoned",
    }  # fmt: skip
    listener = issuing.header_for(Role.LISTENER)
    made = await post(contacts, "/v1/missed-attempts", body, listener)
    assert (made["offeredAt"], made["waitedSeconds"]) == (EXACT["startedAt"], 95)
    assert (await contacts.client.get("/v1/missed-attempts", headers=listener)).status_code == 403
    by = issuing.header_for(*Role, locations=(location,))
    [listed] = (await get(contacts, "/v1/missed-attempts", by))["items"]
    assert (listed["offeredAt"], listed["waitedSeconds"]) == (CUT["startedAt"], 60)


async def test_others_see_a_contact_once_its_quarter_hour_is_over_and_its_registrant_at_once(
    serve: Serve,
) -> None:
    """Who looks every second learns no more than the quarter hour."""
    contacts, person, location = await serve("contacts"), uuid4(), uuid4()
    listener = issuing.header_for(Role.LISTENER, person=person)
    ids = {"volunteerId": str(person), "answeredAtLocationId": str(location)}
    made = await post(contacts, "/v1/contacts", registration(**EXACT, **ids), listener)
    contact_id = UUID(made["contactId"])
    own, others = Reach(person=person), Reach(locations=frozenset({location}))
    ended = datetime.fromisoformat(EXACT["endedAt"])
    over = quarter(ended) + timedelta(minutes=15)
    for reach, now, seen in (
        (own, ended, True), (others, ended, False),
        (others, over - timedelta(microseconds=1), False), (others, over, True),
    ):  # fmt: skip
        async with contacts.app.state.database.read() as session:
            page = await queries.list_contacts(
                session, reach, now, cursor=None, limit=10, duty_verified=None
            )
            assert [item.contact_id for item in page.items] == [contact_id] * seen
            if seen:
                await queries.find_contact(session, contact_id, reach, now)
            else:
                with pytest.raises(ContactNotFound):
                    await queries.find_contact(session, contact_id, reach, now)


async def test_a_cursor_counts_nothing(serve: Serve) -> None:
    contacts, person = await serve("contacts"), uuid4()
    listener = issuing.header_for(Role.LISTENER, person=person)
    for _ in range(2):
        body = registration(**EXACT, channel="chat", volunteerId=str(person))
        made = await post(contacts, "/v1/contacts", body, listener)
    page = await get(contacts, "/v1/contacts?limit=1", listener)
    assert page["nextCursor"] == page["items"][0]["contactId"] != made["contactId"]
    last = await get(contacts, f"/v1/contacts?limit=1&cursor={page['nextCursor']}", listener)
    assert [item["contactId"] for item in last["items"]] == [made["contactId"]]
    assert last["nextCursor"] is None


@given(
    second=st.integers(0, 899),
    seconds=st.integers(0, 86_400),
    wait=st.integers(0, 2_592_000),
)
def test_what_others_see_tells_no_second(second: int, seconds: int, wait: int) -> None:
    started = datetime(2016, 3, 7, 20, tzinfo=UTC) + timedelta(seconds=second)
    given = registration(startedAt=started, endedAt=started + timedelta(seconds=seconds))
    more = {"contactId": uuid4(), "attemptId": uuid4(), "lineLocationId": None, "version": 1}
    more |= {"divertedFrom": None, "heavy": True, "dutyVerified": True, "waitSeconds": wait}
    more |= {"redial": None, "misuseKind": None, "surgeId": None}
    contact = ContactView.model_validate(given | more)
    seen = as_seen_within(Reach(everything=True), contact)
    assert seen.started_at == datetime(2016, 3, 7, 20, tzinfo=UTC)
    assert (seen.ended_at - seen.started_at).total_seconds() % 60 == 0
    assert seen.wait_seconds % 60 == 0
    assert seen.topics is None
