"""Nothing is read as what it is not: each field of each command takes its own JSON type only."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from shared.http import Command
from shared.roles import Role

from tests import issuing
from tests.http.asking import NO_ID, SERVICES, Served, is_problem
from tests.http.conftest import Serve
from tests.journeys.planting import BODIES, ID

LAX = [0, 1, -1, 1457381071, 1.0, 1.5, 1e300, True, False, "", "0", "1", "1457381071", "1e3",
       "true", "off", "2016", "20160101", [], {}, [0], {"0": 0}]  # fmt: skip
# Any text may stand there: what is sealed, hashed, or a payer's own number.
FREE = {
    "orderReference",
    "phone",
    "street",
    "postalCode",
    "city",
    "subject",
    "reflection",
    "agreed",
}
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value in a body."""
    if place:
        yield place
    inside = isinstance(value, (dict, list))
    for key in value if isinstance(value, dict) else range(len(value) if inside else 0):
        yield from places(value[key], (*place, key))


def changed(body: Any, place: tuple[Any, ...], value: Any) -> Any:
    body = inner = deepcopy(body)
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return body


def kind(value: Any) -> str:
    """Return the JSON type of a value; a whole number is one of its own."""
    return {str: "text", bool: "boolean", int: "whole", float: "number"}.get(
        type(value), "nothing" if value is None else type(value).__name__
    )


def is_wrong(value: Any, right: Any, field: Any) -> bool:
    """Say whether a value can be nothing that the field takes: of another type, or no such text.

    Every text of the bodies is a word, an id, a day, a moment or a code, and no lax value is one;
    but a name, or the code of a course, may be any letters, and some fields are FREE. How a
    participation is said (0.85, "85%") is a matter of rules.
    """
    if field == "participation":
        return isinstance(value, (bool, list, dict))
    if isinstance(value, str):
        letters = field in {"name", "course"} and value.isalpha()
        return not (letters or field in FREE)
    return right is None or kind(value) != kind(right)


async def kept(served: Served) -> dict[str, int]:
    """Count the rows of every table."""
    async with served.app.state.database.commit() as connection:
        return {
            name: await connection.fetchval(f'SELECT count(*) FROM public."{name}"')
            for (name,) in await connection.fetch(TABLES)
        }


@pytest.mark.parametrize("service", SERVICES)
async def test_a_field_of_another_type_is_bad_input_and_nothing_is_kept(
    serve: Serve, service: str
) -> None:
    served = await serve(service)
    header = issuing.header_for(*Role, person=ID)
    before, taken = await kept(served), []
    for (of, method, path), body in BODIES.items():
        if of != service:
            continue
        address = re.sub(r"\{\w+\}", NO_ID, path)
        for place in places(body):
            right = body
            for key in place:
                right = right[key]
            for value in LAX:
                if not is_wrong(value, right, place[-1]):
                    continue
                answer = await served.client.request(
                    method, address, json=changed(body, place, value),
                    headers=header | {"If-Match": '"1"'},
                )  # fmt: skip
                refused = answer.status_code == 400 and answer.json()["type"].startswith("urn:")
                if not refused:
                    taken.append((path, place, value, answer.status_code))
    assert not taken
    assert before
    assert await kept(served) == before


COMMANDS = [
    (service, thing)
    for service in SERVICES
    for room in walk_packages(import_module(service).__path__, f"{service}.")
    if room.name.endswith(".commands")
    for thing in vars(import_module(room.name)).values()
    if isinstance(thing, type) and issubclass(thing, Command) and thing is not Command
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text()
    | st.from_regex(r"-?[0-9]{1,12}(\.[0-9]+)?", fullmatch=True) | st.sampled_from(LAX),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


# What only forms of pages send.
FORMS: dict[str, list[dict[str, Any]]] = {
    "billing": [
        {"search": "GM0301"},
        {"sha256": "5f" * 32},
    ],
    "volunteers": [
        {"sha256": "5f" * 32},
    ],
    # Numbers of ours, and what the telephone exchange signs.
    "contacts": [
        {
            "number": "0900123",
            "kind": "partner",
            "organisation": "113online",
            "hours": "1-5 09:00-17:30",
            "closedDays": ["2016-12-25"],
            "heardOutside": "closed",
        },
        {"kind": "disaster", "number": "0900456", "listenersWanted": 5},
        {"callId": str(UUID(int=1)), "number": "0900123", "caller": "5f" * 32},
        {"happened": "hung_up", "extension": "201", "by": "caller", "n": 2},
        {"callIds": [str(UUID(int=1))]},
        {},
    ],
}


def parts(body: Any) -> Iterator[dict[str, Any]]:
    """Yield a body, and all objects within it."""
    if isinstance(body, dict):
        yield body
    for inner in body.values() if isinstance(body, dict) else body:
        if isinstance(inner, (dict, list)):
            yield from parts(inner)


@cache
def schema_of(command: type[BaseModel]) -> Any:
    """Return what says whether a body is as the schema of a command says."""
    return jsonschema_rs.validator_for(command.model_json_schema(), validate_formats=True)


@cache
def body_of(service: str, command: type[BaseModel]) -> dict[str, Any]:
    """Return a body that is right, of a command or of a part of one; it is not to be changed."""
    known = {field.alias or name for name, field in command.model_fields.items()}
    bodies = [part for (of, _, _), body in BODIES.items() if of == service for part in parts(body)]
    bodies += FORMS.get(service, ())
    return next(body for body in bodies if set(body) <= known and command_takes(command, body))


def command_takes(command: type[BaseModel], body: Any) -> bool:
    try:
        command.model_validate(body)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("service", "command"), COMMANDS, ids=lambda one: getattr(one, "__name__", one)
)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_what_a_command_takes_is_what_its_schema_says(
    service: str, command: type[BaseModel], data: st.DataObject
) -> None:
    schema, body = schema_of(command), body_of(service, command)
    assert schema.is_valid(body)
    field = data.draw(st.sampled_from(sorted(body) or ["unknown"]))
    sent = body | {field: data.draw(ANYTHING)}
    if command_takes(command, json.loads(json.dumps(sent))):
        assert schema.is_valid(sent)


async def test_zero_is_no_day_false_no_number_and_a_separator_no_letter(serve: Serve) -> None:
    billing, contacts, volunteers = [
        await serve(service) for service in ("billing", "contacts", "volunteers")
    ]
    header = issuing.header_for()
    figures = BODIES["billing", "post", "/v1/municipality-imports"]
    missed = BODIES["contacts", "post", "/v1/missed-attempts"]
    imports = "/v1/municipality-imports"
    for day in (0, "0", "1970", "00:00", "2016-1-1", "2016-01-01T00:00:00Z"):
        answer = await billing.client.post(imports, json=figures | {"asOf": day}, headers=header)
        is_problem(answer, 400, "bad-input")
    for wait in (False, "3", 3.0):
        answer = await contacts.client.post(
            "/v1/missed-attempts", json=missed | {"waitedSeconds": wait}, headers=header
        )
        is_problem(answer, 400, "bad-input")
    for sign in "\u2028\u2029\x85\x0b\x0c\x1c\u200b\u00a0\u202e\t\n":
        name = f"Zut{sign}phen"
        [city] = figures["municipalities"]
        sent = figures | {"municipalities": [city | {"name": name}]}
        answer = await billing.client.post(imports, json=sent, headers=header)
        is_problem(answer, 400, "bad-input")
        location = {"name": name, "region": "Gelderland"}
        answer = await volunteers.client.post("/v1/locations", json=location, headers=header)
        is_problem(answer, 400, "location-name-not-allowed")
        content = f"code,name,province,inhabitants\nGM0301,{name},Gelderland,46997\n".encode()
        answer = await billing.client.post(
            f"{imports}?asOf=2016-01-01", content=content,
            headers=header | {"Content-Type": "text/csv"},
        )  # fmt: skip
        is_problem(answer, 400, "csv-wrong")


@pytest.mark.parametrize(
    ("service", "address"),
    [
        ("contacts", "/v1/contacts?limit=true"), ("contacts", "/v1/contacts?limit=1_0"),
        ("contacts", "/v1/contacts?limit=1.0"), ("contacts", "/v1/contacts?limit=%2B1"),
        ("contacts", "/v1/contacts?limit=%D9%A3"), ("contacts", "/v1/contacts?dutyVerified=yes"),
        ("contacts", "/v1/contacts?dutyVerified=0"), ("contacts", "/v1/contacts?cursor=1"),
        ("volunteers", "/v1/shifts?from=0"), ("volunteers", "/v1/shifts?until=1457381071"),
        ("volunteers", "/v1/shifts?open=1"), ("billing", "/v1/municipalities?asOf=0"),
        ("billing", "/v1/invoices?year=2016.0"), ("billing", "/v1/settlements/2016.0"),
    ],
)  # fmt: skip
async def test_a_query_is_written_in_one_way(serve: Serve, service: str, address: str) -> None:
    served = await serve(service)
    answer = await served.client.get(address, headers=issuing.header_for())
    is_problem(answer, 400, "bad-input")
