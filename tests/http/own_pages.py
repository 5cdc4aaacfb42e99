"""How the endpoints of a volunteer's own pages, calendar and devices are asked, for `records`."""

from collections.abc import Callable, Mapping
from typing import Any

Asked = Mapping[str, Any]
BROWSER = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
    "p256dh": "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",  # noqa: E501
    "auth": "AAAAAAAAAAAAAAAAAAAAAA",
}
ME = "/volunteers/me"
WEEK = {
    "wishes": ["1"] * 42, "mostPerWeek": "2", "mostNightsPerMonth": "1", "fromHome": "false",
    "version": "0",
}  # fmt: skip
FIXED = {"weekday": "0", "dayPart": "night", "everyWeeks": "2", "fromDay": "2027-02-01"}
# Nobody else's record can be named by these, or it is refused by a rule of its own.
OWN: Mapping[str, Callable[[Any], Asked]] = {
    f"GET {ME}": lambda _: {},
    f"GET {ME}/shifts": lambda _: {},
    f"POST {ME}/shifts/{{shift_id}}/release": lambda _: {"form": {}},
    f"GET {ME}/open": lambda _: {},
    f"POST {ME}/open/{{shift_id}}": lambda _: {"form": {}},
    f"POST {ME}/open/{{shift_id}}/waiting": lambda _: {"form": {}},
    f"POST {ME}/open/{{shift_id}}/waiting-no-more": lambda _: {"form": {}},
    f"POST {ME}/open/{{shift_id}}/standby": lambda _: {"form": {"kind": "standby"}},
    f"POST {ME}/open/{{shift_id}}/standby-no-more": lambda _: {"form": {}},
    f"GET {ME}/swaps": lambda _: {},
    f"POST {ME}/swaps": lambda of: {"form": {"gives": of.ids["coming_id"]}},
    f"POST {ME}/swaps/{{swap_id}}/agreement": lambda _: {"form": {}},
    f"GET {ME}/training": lambda _: {},
    f"GET {ME}/when": lambda _: {},
    f"POST {ME}/when": lambda _: {"form": WEEK},
    f"POST {ME}/when/absences": lambda _: {
        "form": {"firstDay": "2027-02-01", "lastDay": "2027-02-09"}
    },
    f"POST {ME}/when/absences/{{absence_id}}/end": lambda _: {"form": {}},
    f"POST {ME}/when/fixed": lambda _: {"form": FIXED},
    f"POST {ME}/when/pause": lambda _: {"form": {}},
    f"POST {ME}/when/resumption": lambda _: {"form": {}},
    f"GET {ME}/leaving": lambda _: {},
    f"POST {ME}/leaving": lambda _: {"form": {}},
    f"POST {ME}/leaving/erasure": lambda _: {"form": {}},
    f"GET {ME}/data/everything.json": lambda _: {},
    f"GET {ME}/data": lambda _: {},
    f"POST {ME}/data": lambda _: {"form": {"name": "Anna", "version": "0", "reminderHours": "24"}},
    f"POST {ME}/data/calendar": lambda _: {"form": {}},
    f"POST {ME}/data/calendar-end": lambda _: {"form": {}},
    f"POST {ME}/data/push": lambda _: {"form": BROWSER},
    f"POST {ME}/data/push-end": lambda _: {"form": {}},
    f"GET {ME}/shifts/kept": lambda _: {},
    "GET /v1/push-subscriptions": lambda _: {},
    "POST /v1/push-subscriptions": lambda _: {"body": BROWSER},
    "DELETE /v1/push-subscriptions": lambda _: {},
}
BY_ID = (
    f"POST {ME}/offers/{{offer_id}}/acceptance",
    f"POST {ME}/offers/{{offer_id}}/refusal",
    f"POST {ME}/swaps/{{swap_id}}/refusal",
    f"POST {ME}/swaps/{{swap_id}}/withdrawal",
    f"POST {ME}/when/fixed/{{fixed_id}}/end",
    "POST /v1/volunteers/{volunteer_id}/calendar",
    "DELETE /v1/volunteers/{volunteer_id}/calendar",
    "POST /v1/locations/{location_id}/calendar",
    "DELETE /v1/locations/{location_id}/calendar",
)


def asked(operation: str, of: Any) -> Asked | None:
    """Return how an operation of these is asked for, or None for one of other pages."""
    if operation in BY_ID:
        return {"form": {}} if operation.startswith(f"POST {ME}") else {}
    return {"own": True, **OWN[operation](of)} if operation in OWN else None
