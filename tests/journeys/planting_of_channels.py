"""Bodies of contacts that nothing is wrong with: our numbers, accident lines, cool-downs."""

from typing import Any

BODIES_OF_CHANNELS: dict[tuple[str, str, str], Any] = {
    # A number that is ours is known to all: none is planted here.
    ("contacts", "put", "/v1/lines"): {"lines": []},
    ("contacts", "post", "/v1/cool-downs/{cool_down_id}/review"): {"review": "upheld"},
    ("contacts", "post", "/v1/surge-lines"): {
        "region": "Gelderland",
        "kind": "accident",
        "listenersWanted": 4,
    },
    ("contacts", "put", "/v1/surge-lines/{line_id}"): {
        "kind": "disaster",
        "listenersWanted": 5,
    },
    ("contacts", "put", "/v1/surges/{surge_id}"): {"listenersWanted": 6},
}
