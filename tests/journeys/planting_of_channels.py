"""Bodies of contacts that nothing is wrong with: our numbers, accident lines, cool-downs."""

from typing import Any

BODIES_OF_CHANNELS: dict[tuple[str, str, str], Any] = {
    ("contacts", "put", "/v1/lines"): {
        "lines": [
            {
                "number": "0900123",
                "kind": "partner",
                "organisation": "113online",
                "hours": "1-5 09:00-17:30",
                "closedDays": ["2016-12-25"],
                "heardOutside": "closed",
            }
        ]
    },
    ("contacts", "post", "/v1/cool-downs/{cool_down_id}/review"): {"review": "upheld"},
    ("contacts", "post", "/v1/surge-lines"): {
        "region": "Gelderland",
        "kind": "accident",
        "number": "0900456",
        "listenersWanted": 4,
    },
    ("contacts", "put", "/v1/surge-lines/{line_id}"): {
        "kind": "disaster",
        "number": "0900456",
        "listenersWanted": 5,
    },
    ("contacts", "put", "/v1/surges/{surge_id}"): {"listenersWanted": 6},
}
