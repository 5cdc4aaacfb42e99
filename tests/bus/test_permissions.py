"""Who may do what, as derived from the code: nobody's share touches another's."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sensoor import bus_accounts
from sensoor.bus_keys import SENSOOR, BusKeys
from sensoor.services import handlers
from shared.events.catalogue import EVENTS, PARTNERS, published_by, stream_subjects
from shared.events.envelope import publisher_of

KEYS = BusKeys(Path("nowhere"), "a root for names only")
MAY = {table.service: bus_accounts.service_permissions(table) for table in handlers()}
OPERATOR = "_INBOX_operator.>"


def overlap(one: str, other: str) -> bool:
    """Whether some subject matches both patterns."""
    ours, theirs = one.split("."), other.split(".")
    for mine, yours in zip(ours, theirs, strict=False):
        if ">" in (mine, yours):
            return True
        if mine != yours and "*" not in (mine, yours):
            return False
    return len(ours) == len(theirs)


def who_publishes(subject: str) -> list[str]:
    return [name for name, may in MAY.items() if any(overlap(p, subject) for p in publishes(may))]


def publishes(may: dict[str, Any]) -> list[str]:
    return list(may["pub"]["allow"])


def test_overlapping_is_what_the_broker_calls_matching() -> None:
    assert overlap("a.>", "a.b.c")
    assert overlap("a.*.c", "a.b.*")
    assert not overlap("a.*", "a.b.c")
    assert not overlap("a.b", "a.c")
    assert not overlap("a", "a.>")


@pytest.mark.parametrize(("one", "other"), list(permutations(MAY, 2)))
def test_no_two_services_publish_the_same_subject(one: str, other: str) -> None:
    shared = {
        (mine, yours) for mine in publishes(MAY[one]) for yours in publishes(MAY[other])
        if overlap(mine, yours)
    }  # fmt: skip
    # Reading a stored message is not tied to who reads it, and all answer the operator.
    assert not [
        (mine, yours) for mine, yours in shared - {(OPERATOR, OPERATOR)}
        if mine != yours or not mine.startswith(("$JS.API.DIRECT.GET.", "$JS.API.STREAM.INFO."))
    ]  # fmt: skip


@pytest.mark.parametrize("service", MAY)
def test_a_service_publishes_each_of_its_events_and_no_other(service: str) -> None:
    may = publishes(MAY[service])
    for event in EVENTS:
        granted = any(overlap(subject, event.subject) for subject in may)
        assert granted is (publisher_of(event.subject) == service), event.subject


def test_nobody_of_ours_answers_for_a_partner_and_contacts_alone_makes_copies() -> None:
    for partner in PARTNERS:
        for answer in published_by(partner):
            assert who_publishes(answer.subject) == []
        for copied in stream_subjects()[f"PARTNER_{partner.upper()}"]:
            assert who_publishes(copied) == ["contacts"]


@pytest.mark.parametrize("service", MAY)
def test_a_wildcard_is_for_acknowledging_and_for_inboxes_only(service: str) -> None:
    for subject in publishes(MAY[service]):
        if {"*", ">"} & set(subject.split(".")):
            assert subject == OPERATOR or subject.startswith("$JS.ACK.")
            assert subject == OPERATOR or f".{service}_" in subject
    wide = [s for s in MAY[service]["sub"]["allow"] if {"*", ">"} & set(s.split("."))]
    assert wide == [f"_INBOX_{service}.>"]
    assert set(MAY[service]) == {"pub", "sub"}


@pytest.mark.parametrize("role", ["operator", "provisioner"])
def test_people_publish_no_event(role: str) -> None:
    may = getattr(bus_accounts, f"{role}_permissions")()
    for event in EVENTS:
        assert not any(overlap(subject, event.subject) for subject in publishes(may))
        assert not any(overlap(subject, event.subject) for subject in may["sub"]["allow"])


def test_an_account_of_a_partner_takes_over_nothing_of_another() -> None:
    us, them = PARTNERS
    ours, theirs = (
        [str(one["subject"]) for one in bus_accounts.partner_account(KEYS, partner)["imports"]]
        for partner in (us, them)
    )
    assert not [(a, b) for a in ours for b in theirs if overlap(a, b)]
    shared = bus_accounts.sensoor_account(KEYS, handlers())["exports"]
    assert {str(one["subject"]) for one in shared} == {*ours, *theirs}
    assert all(one["type"] == "service" for one in shared)


def test_every_role_of_the_account_is_scoped_by_a_key_of_its_own() -> None:
    scopes = bus_accounts.sensoor_account(KEYS, handlers())["signing_keys"]
    assert {scope["role"] for scope in scopes} == {*MAY, "operator", "provisioner"}
    assert len({scope["key"] for scope in scopes}) == len(scopes)
    for scope in scopes:
        assert scope["key"] == KEYS.role(SENSOOR, scope["role"]).public
        assert scope["template"]["pub"]["allow"]
        assert scope["template"]["sub"]["allow"]


def test_a_secret_is_in_no_text_of_the_keys() -> None:
    assert KEYS.root not in repr(KEYS)
    assert KEYS.operator.seed not in repr(KEYS.operator)
