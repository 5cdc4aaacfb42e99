"""A change that a reader or a publisher of the frozen version cannot take is refused.

Refused are a field that is removed, renamed, of another type, newly required or no longer always
there, and a vocabulary that is narrowed or widened: a reader that knows its words and no others
cannot take a new one (docs/decisions/0003). Only a new optional field stays in the version.
"""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from shared.events.billing import InvoiceIssued
from shared.events.contacts import ContactHandled
from shared.events.envelope import Event

from tests.contracts.samples import SCHEMAS, events, frozen, schema

Json = dict[str, Any]


def breaks(frozen: Json, now: Json) -> list[str]:
    """Return what in the schema of now a reader or a publisher of the frozen one cannot take."""
    others = sorted({*frozen, *now} - {"properties", "$defs"})
    found = [f"{name} changed" for name in others if frozen.get(name) != now.get(name)]
    properties = frozen.get("properties", {})
    for name, was in properties.items():
        found += [] if now.get("properties", {}).get(name) == was else [f"{name} changed"]
    for name, part in frozen.get("$defs", {}).items():
        found += [f"{name}.{why}" for why in breaks(part, now.get("$defs", {}).get(name, {}))]
    return found


@pytest.mark.parametrize("event", events(), ids=lambda event: event.subject)
def test_the_schema_is_the_frozen_one_but_for_new_optional_fields(event: type[Event]) -> None:
    why = "it must be a new version; a new event is frozen by python -m tests.contracts.freeze"
    assert breaks(frozen(SCHEMAS, event), schema(event)) == [], why


def _remove(now: Json) -> None:
    del now["properties"]["heavy"]


def _rename(now: Json) -> None:
    now["properties"]["burden"] = now["properties"].pop("heavy")


def _retype(now: Json) -> None:
    now["properties"]["durationMinutes"]["type"] = "string"


def _reformat(now: Json) -> None:
    now["properties"]["startedQuarter"]["format"] = "date"


def _no_null_any_more(now: Json) -> None:
    now["properties"]["lineLocationId"]["anyOf"].pop()


def _one_instead_of_many(now: Json) -> None:
    now["properties"]["topics"] = now["properties"]["topics"]["items"]


def _narrow(now: Json) -> None:
    now["properties"]["channel"]["enum"].remove("chat")


def _widen(now: Json) -> None:
    now["properties"]["channel"]["enum"].append("video")


def _widen_within_a_list(now: Json) -> None:
    now["properties"]["topics"]["items"]["enum"].append("weather")


def _require_a_new_field(now: Json) -> None:
    now["properties"]["added"] = {"type": "integer"}
    now["required"].append("added")


def _require_what_was_optional(now: Json) -> None:
    now["required"].append("noted")


def _leave_out_what_was_always_there(now: Json) -> None:
    now["required"].remove("heavy")


def _refuse_unknown_fields(now: Json) -> None:
    now["additionalProperties"] = False


@pytest.mark.parametrize(
    "change",
    [
        _remove, _rename, _retype, _reformat, _no_null_any_more, _one_instead_of_many, _narrow,
        _widen, _widen_within_a_list, _require_a_new_field, _require_what_was_optional,
        _leave_out_what_was_always_there, _refuse_unknown_fields,
    ],
)  # fmt: skip
def test_a_breaking_change_is_refused(change: Callable[[Json], None]) -> None:
    was = schema(ContactHandled)
    was["properties"]["noted"] = {"type": "integer", "default": 0}
    now = copy.deepcopy(was)
    change(now)
    assert breaks(was, now)


def test_a_breaking_change_within_a_part_is_refused() -> None:
    was = schema(InvoiceIssued)
    now = copy.deepcopy(was)
    now["$defs"]["InvoiceLine"]["properties"]["inhabitants"]["type"] = "string"
    assert breaks(was, now)


def test_a_new_optional_field_is_no_breaking_change() -> None:
    was = schema(InvoiceIssued)
    now = copy.deepcopy(was)
    now["properties"]["added"] = {"type": "integer", "default": 0}
    now["$defs"]["InvoiceLine"]["properties"]["added"] = {"type": "integer", "default": 0}
    now["$defs"]["Added"] = {"type": "object", "properties": {}}
    assert breaks(was, now) == []
