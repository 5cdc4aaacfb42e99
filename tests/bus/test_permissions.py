"""Who may do what, as derived from the code: nobody's share touches another's."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sensoor.bus import accounts as bus_accounts
from sensoor.bus.keys import SENSOOR, BusKeys
from sensoor.services import handlers
from shared.bus import API
from shared.events.catalogue import EVENTS, PARTNERS, published_by, stream_subjects
from shared.events.envelope import publisher_of

KEYS = BusKeys(Path("nowhere"), "a root for names only")
ACCOUNTS = bus_accounts.accounts(KEYS, handlers())
MAY = {table.service: bus_accounts.service_permissions(table) for table in handlers()}
OWN = {table.service: tuple(table.own_subjects) for table in handlers()}
READS = (f"{API}.DIRECT.GET.", f"{API}.STREAM.INFO.")


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
    # Reading a stored message is not tied to who reads it.
    assert not [
        (mine, yours) for mine, yours in shared if mine != yours or not mine.startswith(READS)
    ]


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
def test_a_wildcard_is_for_acknowledging_inboxes_and_own_subjects_only(service: str) -> None:
    own = set(OWN[service])
    for subject in set(publishes(MAY[service])) - own:
        if {"*", ">"} & set(subject.split(".")):
            assert subject.startswith("$JS.ACK.")
            assert f".{service}_" in subject
    wide = [s for s in MAY[service]["sub"]["allow"] if {"*", ">"} & set(s.split("."))]
    assert set(wide) - own == {f"_INBOX_{service}.>"}
    assert set(MAY[service]) == {"pub", "sub", "resp"}
    assert MAY[service]["resp"]["max"] == 1


def test_the_processes_of_contacts_alone_have_subjects_of_their_own() -> None:
    assert {service: own for service, own in OWN.items() if own} == {
        "contacts": ("chat.>", "queue.changed")
    }
    kept = [one for subjects in stream_subjects().values() for one in subjects]
    crossing = [one["local_subject"] for found in guests().values() for one in found["imports"]]
    crossing += [one["subject"] for found in ACCOUNTS.values() for one in found.get("exports", [])]
    for subject in OWN["contacts"]:
        assert who_publishes(subject) == ["contacts"]
        assert not [one for one in (*kept, *crossing) if overlap(one, subject)]


PEOPLE = [bus_accounts.operator_permissions(handlers()), bus_accounts.provisioner_permissions()]


@pytest.mark.parametrize("may", PEOPLE, ids=["operator", "provisioner"])
def test_people_publish_no_event(may: dict[str, Any]) -> None:
    for event in EVENTS:
        assert not any(overlap(subject, event.subject) for subject in publishes(may))
        assert not any(overlap(subject, event.subject) for subject in may["sub"]["allow"])


def test_an_operator_makes_no_call_that_changes_anything_and_none_with_a_wildcard() -> None:
    changing = ("CREATE", "UPDATE", "DELETE", "PURGE", "RESET", "PAUSE", "MSG", "SNAPSHOT")
    for subject in publishes(PEOPLE[0]):
        assert not {"*", ">", *changing} & set(subject.split(".")), subject


def guests() -> dict[str, dict[str, Any]]:
    """Return every account but that of the streams."""
    partners = {
        bus_accounts.partner_account_name(one): bus_accounts.partner_account(KEYS, one)
        for one in PARTNERS
    }
    return {name: one for name, one in {**ACCOUNTS, **partners}.items() if name != SENSOOR}


@pytest.mark.parametrize("name", guests())
def test_an_account_holds_what_its_user_may_do_and_no_more(name: str) -> None:
    """What the broker sends to any subject of an account gets no further than its user would."""
    found = guests()[name]
    may = found["signing_keys"][0]["template"]
    taken = {one["local_subject"] for one in found["imports"] if one["type"] == "service"}
    heard = {one["local_subject"] for one in found["imports"] if one["type"] == "stream"}
    offered = {one["subject"] for one in found.get("exports", []) if one["type"] == "stream"}
    own = set(OWN.get(str(found["signing_keys"][0]["role"]), ()))
    assert set(publishes(may)) == taken | offered | own
    assert heard <= set(may["sub"]["allow"])


def test_what_is_taken_over_is_offered_by_who_it_is_taken_from_and_nothing_else_is() -> None:
    by_key = {KEYS.account(name).public: name for name in ACCOUNTS}
    taken = {(by_key[one["account"]], one["subject"], one["type"])
             for found in guests().values() for one in found["imports"]}  # fmt: skip
    offered = {(name, one["subject"], one["type"])
               for name, found in ACCOUNTS.items() for one in found.get("exports", [])}  # fmt: skip
    unheard = {(name, one, how) for name, one, how in offered if one.startswith("drained.")}
    assert taken <= offered
    assert offered - taken <= unheard


def test_an_account_of_a_partner_takes_over_nothing_of_another() -> None:
    ours, theirs = (
        [str(one["subject"]) for one in bus_accounts.partner_account(KEYS, partner)["imports"]]
        for partner in PARTNERS
    )
    assert not [(a, b) for a in ours for b in theirs if overlap(a, b)]


def test_every_account_has_one_role_with_a_key_of_its_own_and_one_alone_has_streams() -> None:
    roles = {name: found["signing_keys"] for name, found in {**ACCOUNTS, **guests()}.items()}
    assert all(len(scopes) == 1 for scopes in roles.values())
    assert len({scopes[0]["key"] for scopes in roles.values()}) == len(roles)
    assert roles[SENSOOR][0]["role"] == "provisioner"
    for name, (scope,) in roles.items():
        assert scope["key"] == KEYS.role(name, scope["role"]).public
        assert scope["template"]["pub"]["allow"]
        assert scope["template"]["sub"]["allow"]
    assert not [name for name, found in guests().items() if found["limits"].get("disk_storage")]


def test_a_secret_is_in_no_text_of_the_keys() -> None:
    assert KEYS.root not in repr(KEYS)
    assert KEYS.operator.seed not in repr(KEYS.operator)
