"""Who a token says that somebody is, and at which locations: read, or refused, never guessed."""

from typing import Any
from uuid import uuid4

import pytest
from shared.claims import ClaimWrong, locations_in, person_in
from shared.roles import Role

from tests import issuing
from tests.http.asking import NO_ID, is_problem
from tests.http.conftest import Serve


def test_person_and_locations_are_read_where_the_settings_say() -> None:
    one, other = uuid4(), uuid4()
    claims = {
        "person": str(one),
        "sensoor": {"at": [str(one), str(other)], "text": f"{one} {other}"},
    }
    assert person_in(claims, "person") == one
    assert locations_in(claims, "sensoor.at") == locations_in(claims, "sensoor.text")
    assert locations_in(claims, "sensoor.at") == {one, other}
    for absent in ("locations", "sensoor.locations"):
        assert (person_in(claims, absent), locations_in(claims, absent)) == (None, None)
    # Present and empty is not absent: it names no location.
    for empty in ("", " ", []):
        assert locations_in({"locations": empty}, "locations") == frozenset()


ID = NO_ID
NOT_IDS: list[Any] = [0, True, 1.5, "everywhere", "*", f"{ID},{ID}", {"id": ID}, [[ID]]]


@pytest.mark.parametrize("wrong", NOT_IDS, ids=str)
async def test_a_claim_that_is_no_id_or_list_of_ids_is_refused_and_never_the_nation(
    serve: Serve, wrong: Any
) -> None:
    contacts = await serve("contacts")
    for claims in ({"person": wrong}, {"locations": wrong}, {"locations": [ID, wrong]}):
        token = issuing.issuer().token(Role.COORDINATOR, **claims)
        answer = await contacts.ask("GET", "/v1/contacts", token)
        is_problem(answer, 401, "token-claim-wrong")
        assert "everywhere" not in answer.text


def test_a_claim_of_null_or_on_a_way_that_leads_nowhere_is_wrong() -> None:
    for claims, path in (({"locations": None}, "locations"), ({"a": "text"}, "a.locations")):
        with pytest.raises(ClaimWrong):
            locations_in(claims, path)
        with pytest.raises(ClaimWrong):
            person_in(claims, path)


async def test_the_claims_have_the_names_of_the_settings(serve: Serve) -> None:
    names = {"oidc_person_claim": "sensoor.volunteer", "oidc_locations_claim": "sensoor.at"}
    contacts = await serve("contacts", **names)
    nested = {"volunteer": ID, "at": []}
    listener = issuing.issuer().token(Role.LISTENER, sensoor=nested)
    assert (await contacts.ask("GET", "/v1/contacts", listener)).status_code == 200
    for other in ({"person": ID}, {"sensoor": {"person": ID}}):
        answer = await contacts.ask(
            "GET", "/v1/contacts", issuing.issuer().token(Role.LISTENER, **other)
        )
        is_problem(answer, 403, "nothing-within-reach")
    coordinator = issuing.issuer().token(Role.COORDINATOR, sensoor=nested)
    answer = await contacts.ask("GET", "/v1/contacts", coordinator)
    is_problem(answer, 403, "nothing-within-reach")
