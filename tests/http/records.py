"""What somebody has in each service, and how each operation asks for it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from shared.roles import Role

from tests import issuing
from tests.contacts.given import registration
from tests.http import own_pages
from tests.http.asking import Served
from tests.http.records_of_care import cases_of_care
from tests.http.records_of_volunteers import cases_of_volunteers, made

ANYBODY = issuing.header_for()
Ids = dict[str, str]


@dataclass
class Somebody:
    """A volunteer of a location, and the records that are theirs."""

    location: UUID
    person: UUID = field(default_factory=uuid4)
    ids: Ids = field(default_factory=dict)

    def header(self, *roles: Role) -> dict[str, str]:
        return issuing.header_for(*roles, person=self.person, locations=(self.location,))


@dataclass(frozen=True)
class Case:
    """How an operation asks for a record: a body or a form, a query and headers.

    `lists` names the id that a list must hide. `refused` is how somebody else's record is refused:
    an offer moves from one listener to the next, which is no matter of permission. With `own` there
    is no way to name somebody else's.
    """

    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    lists: str | None = None
    query: str = ""
    form: dict[str, Any] | None = None
    refused: tuple[int, str] = (403, "beyond-reach")
    own: bool = False


async def open_location(volunteers: Served, name: str) -> UUID:
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in uuid4().hex)
    body = {"name": f"{name} {letters}", "region": "Gelderland"}
    posted = volunteers.client.post("/v1/locations", json=body, headers=ANYBODY)
    return UUID((await made(await posted))["locationId"])


async def with_contacts(contacts: Served, one: Somebody) -> None:
    """Register a contact of theirs with a referral, and a missed attempt of their local line."""
    header = one.header(Role.LISTENER)
    posted = contacts.client.post("/v1/contacts", json=contact_of(one), headers=header)
    one.ids["contact_id"] = (await made(await posted))["contactId"]
    path = f"/v1/contacts/{one.ids['contact_id']}/referrals"
    await made(await contacts.client.post(path, json=REFERRAL, headers=header))
    posted = contacts.client.post("/v1/missed-attempts", json=missed_at(one), headers=header)
    one.ids["missed_id"] = (await made(await posted))["attemptId"]
    one.ids["cool_down_id"] = str(await cooled_down(contacts, one))
    one.ids |= {"attempt_id": str(await offered_to(contacts, one)), "referral_id": str(uuid4())}


async def offered_to(contacts: Served, one: Somebody) -> UUID:
    """Offer an attempt to them; return it."""
    attempt_id = uuid4()
    async with contacts.app.state.database.commit() as connection:
        await connection.execute(OFFER, attempt_id, one.person, uuid4())
    return attempt_id


async def cooled_down(contacts: Served, one: Somebody) -> UUID:
    """Let a cool-down be asked for by them at their location; return it."""
    cool_down_id = uuid4()
    async with contacts.app.state.database.commit() as connection:
        await connection.execute(COOL_DOWN, cool_down_id, uuid4(), one.person, one.location)
    return cool_down_id


def contact_of(one: Somebody) -> dict[str, Any]:
    ids = {"volunteerId": str(one.person), "answeredAtLocationId": str(one.location)}
    return registration(channel="chat", **ids)


def missed_at(one: Somebody) -> dict[str, Any]:
    return {
        "channel": "telephone", "line": "local", "lineLocationId": str(one.location),
        "offeredAt": "2016-03-07T20:04:31Z", "waitedSeconds": 95, "reason": "abandoned",
    }  # fmt: skip


OFFER = """
INSERT INTO attempt (attempt_id, channel, line, state, arrived_at, offered_to, offered_at,
    contact_id, token_hash, seal)
VALUES ($1, 'chat', 'national', 'offered', now(), $2, now(), $3, '', '')
"""
# What was offered is a chat, and no letter; letters of others: tests/contacts/test_letters.py.
NO_LETTER = (409, "not-your-letter")
LETTER_ASKED: tuple[tuple[str, str, dict[str, str] | None], ...] = (
    ("GET", "", None), ("POST", "/take", {}), ("POST", "/release", {}), ("POST", "/draft", {}),
    ("POST", "/answer", {}), ("POST", "/review", {"do": "send"}),
    ("POST", "/registration", {"kind": "silent", "outcome": "no_conversation"}),
)  # fmt: skip
COOL_DOWN = """
INSERT INTO cool_down (cool_down_id, attempt_id, reason, asked_by, location_id, set_at, until)
VALUES ($1, $2, 'prank', $3, $4, now(), now() + interval '1 hour')
"""
OFFER_GONE, NOT_YOURS = (409, "offer-gone"), (409, "not-your-chat")
DESK_STATE = {"shiftId": str(uuid4()), "state": "present"}
CHAT = {"kind": "silent", "outcome": "no_conversation"}
REFERRAL = {"partner": "113online", "mode": "information"}
SOCKET = "WS /contacts/desk/socket"  # asked over a socket, in tests/contacts/test_chat_attacks.py
# For whoever acts for the nation; nobody's location is asked for (tests of each room).
OF_THE_NATION = (
    "POST /v1/locations", "POST /contacts/board/{channel}/closing",
    "POST /contacts/board/{channel}/opening",
    "POST /v1/surge-lines", "PUT /v1/surge-lines/{line_id}", "DELETE /v1/surge-lines/{line_id}",
    "POST /contacts/surges", "POST /contacts/surges/lines/{line_id}/removal",
    "POST /v1/institutions", "POST /v1/institutions/{institution_id}/merger",
    "POST /v1/location-changes", "DELETE /v1/location-changes/{change_id}",
    "POST /volunteers/organisation",
    "POST /volunteers/organisation/changes/{change_id}/withdrawal",
    # A file says whose records it brings: row by row, in the tests of imports.
    "POST /v1/imports/volunteers", "POST /v1/imports/shifts", "GET /volunteers/imports",
    "POST /volunteers/imports",
)  # fmt: skip
VEILIG_THUIS = {"partner": "veiligthuis", "mode": "information"}


def case(operation: str, of: Somebody) -> Case:
    """Return how an operation asks for a record of `of`; a new row that limits needs one here."""
    if (own := own_pages.asked(operation, of)) is not None:
        return Case(**own)
    return {
        "POST /v1/contacts": lambda: Case(contact_of(of)),
        "PUT /v1/contacts/{contact_id}": lambda: Case(contact_of(of), {"If-Match": '"1"'}),
        "GET /v1/contacts/{contact_id}": Case,
        "GET /v1/contacts": lambda: Case(lists="contact_id"),
        "GET /contacts/duty": lambda: Case(lists="location_id"),
        "GET /contacts/duty/live": lambda: Case(lists="location_id"),
        "GET /contacts/board": lambda: Case(lists="location_id"),
        "GET /contacts/board/live": lambda: Case(lists="location_id"),
        "GET /v1/cool-downs": lambda: Case(lists="cool_down_id"),
        "GET /contacts/cool-downs": lambda: Case(lists="cool_down_id"),
        "POST /v1/cool-downs/{cool_down_id}/review": lambda: Case({"review": "upheld"}),
        "POST /contacts/cool-downs/{cool_down_id}/review": lambda: Case(form={"review": "upheld"}),
        "GET /contacts/surges": lambda: Case(own=True),
        "GET /v1/missed-attempts": lambda: Case(lists="missed_id"),
        "GET /contacts/letters/work": lambda: Case(own=True),
        **{
            f"{ask} /contacts/letters/work/{{attempt_id}}{what}": lambda form=form: Case(
                form=form, refused=NO_LETTER
            )
            for ask, what, form in LETTER_ASKED
        },
        "GET /v1/desk": lambda: Case(lists="attempt_id"),
        "GET /contacts/desk": lambda: Case(own=True),
        "PUT /v1/desk": lambda: Case(DESK_STATE, own=True),
        "POST /v1/desk/attempts/{attempt_id}/answer": lambda: Case(refused=OFFER_GONE),
        "POST /v1/desk/attempts/{attempt_id}/pass": lambda: Case(refused=OFFER_GONE),
        "POST /v1/desk/attempts/{attempt_id}/end": lambda: Case(refused=NOT_YOURS),
        "PUT /v1/desk/attempts/{attempt_id}/registration": lambda: Case(CHAT, refused=NOT_YOURS),
        "POST /v1/desk/attempts/{attempt_id}/referrals": lambda: Case(REFERRAL, refused=NOT_YOURS),
        "POST /v1/desk/attempts/{attempt_id}/referrals/{referral_id}/connect": lambda: Case(
            refused=NOT_YOURS
        ),
        "DELETE /v1/desk": lambda: Case(own=True),
        "POST /v1/contacts/{contact_id}/referrals": lambda: Case(VEILIG_THUIS),
        "GET /v1/contacts/{contact_id}/referrals": Case,
        **cases_of_volunteers(of, Case),
        **cases_of_care(of, Case),
    }[operation]()
