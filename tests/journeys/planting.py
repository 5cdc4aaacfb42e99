"""Markers of a help seeker, planted wherever a request takes text."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.journeys.planting_of_care import BODIES_OF_CARE
from tests.journeys.planting_of_channels import BODIES_OF_CHANNELS
from tests.journeys.planting_of_volunteers import BODIES_OF_VOLUNTEERS, ID

MARKERS = {
    "telephone number": "0612345678",
    "telephone number with country": "+31 6 12345678",
    "e-mail address": "truus.zoekt.hulp@example.org",
    "IP address": "203.0.113.77",
    "free text": "Vrije tekst: ik heet Truus, bel 06-87654321!",
}
# What is looked for: every marker, and what of the free text would be enough to know her.
TRACES = [*MARKERS.values(), "Truus", "87654321", "12345678"]

NOW = datetime.now(UTC)
ENDED = (NOW - timedelta(minutes=5)).isoformat()
STARTED = (NOW - timedelta(minutes=25)).isoformat()

CONTACT = {
    "channel": "telephone",
    "line": "national",
    "answeredAtLocationId": ID,
    "volunteerId": ID,
    "startedAt": STARTED,
    "endedAt": ENDED,
    "waitSeconds": 3,
    "kind": "conversation",
    "topics": ["loneliness"],
    "outcome": "helped_by_talk",
    "divertedFrom": None,
    "heavy": False,
}
TARIFF = {
    "periods": [{"firstYear": 2019, "lastYear": 2022, "yearlyBudget": 3600000}],
    "referencePopulation": 14800000,
    "minimumParticipationPercent": 70,
    "excluded": ["GM0363"],
    "rounding": "cent",
    "partOfYear": "whole_year",
    "excludedJoin": "refused",
}
# An invented municipality.
PARTY = {
    "validFrom": "2016-01-01",
    "name": "Gemeente Verzonnen",
    "street": "Postbus 1",
    "postalCode": "1234 AB",
    "city": "Verzonnen",
    "country": "NL",
    "kvk": "99999901",
    "endpointScheme": "0106",
    "endpointId": "99999901",
    "buyerReference": "VERZONNEN-1",
    "email": "crediteuren@gemeente.example",
    "route": "email",
}
# A body that is well formed for each address that takes one; a new address needs a row here.
BODIES: dict[tuple[str, str, str], Any] = {
    **BODIES_OF_CARE,
    ("contacts", "post", "/v1/contacts"): CONTACT,
    ("contacts", "put", "/v1/contacts/{contact_id}"): CONTACT,
    ("contacts", "post", "/v1/missed-attempts"): {
        "channel": "chat",
        "line": "national",
        "offeredAt": STARTED,
        "waitedSeconds": 40,
        "reason": "abandoned",
    },
    ("contacts", "post", "/v1/contacts/{contact_id}/referrals"): {
        "partner": "113online",
        "mode": "information",
        "urgency": "low",
    },
    ("contacts", "put", "/v1/desk"): {"shiftId": ID, "state": "present", "mostChats": 3},
    ("contacts", "put", "/v1/desk/attempts/{attempt_id}/registration"): {
        "kind": "conversation",
        "topics": ["loneliness"],
        "outcome": "helped_by_talk",
        "divertedFrom": "113online",
        "heavy": False,
    },
    ("contacts", "post", "/v1/desk/attempts/{attempt_id}/referrals"): {
        "partner": "113online",
        "mode": "information",
        "urgency": "low",
    },
    ("contacts", "put", "/v1/clock"): {"shows": STARTED, "rate": 2},
    ("billing", "post", "/v1/municipality-imports"): {
        "asOf": "2017-01-01",
        "municipalities": [
            {"code": "GM9999", "name": "Dorp", "province": "Drenthe", "inhabitants": 10}
        ],
    },
    ("billing", "post", "/v1/tariffs"): {"version": "2019-2022", **TARIFF},
    ("billing", "put", "/v1/tariffs/{version}"): TARIFF,
    ("billing", "post", "/v1/quotes"): {
        "inhabitants": 47000,
        "participation": "100%",
        "year": 2015,
    },
    ("billing", "put", "/v1/parties/{party}"): PARTY,
    ("billing", "post", "/v1/party-imports"): {"party": "GM9999", **PARTY},
    ("billing", "put", "/v1/course-prices/{course}"): {
        "validFrom": "2016-01-01",
        "price": "1250.00",
    },
    ("billing", "post", "/v1/contracts"): {
        "payer": "GM9999",
        "beneficiaries": ["GM9999"],
        "signedOn": "2016-12-01",
        "from": "2017-01-01",
        "until": "2018-12-31",
        "tariffVersion": "2015-2018",
        "vat": "exempt",
        "orderReference": "PO-2017/42",
        "breakDates": ["2017-12-31"],
    },
    ("billing", "post", "/v1/contracts/{contract_id}/end"): {
        "on": "2017-12-31",
        "reason": "agreed",
    },
    ("billing", "post", "/v1/contracts/{contract_id}/opt-outs"): {
        "code": "GM9999",
        "on": "2017-12-31",
    },
    ("billing", "post", "/v1/reorganisations"): {
        "on": "2018-01-01",
        "moves": [{"from": "GM9999", "to": "GM9998", "share": {"numerator": 1, "denominator": 1}}],
        "municipalities": [{"code": "GM9998", "name": "Nieuwdorp", "province": "Drenthe"}],
    },
    ("billing", "post", "/v1/municipalities/{code}/figure-corrections"): {
        "asOf": "2016-01-01",
        "inhabitants": 11,
    },
    ("billing", "post", "/v1/settlements"): {"year": 2016},
    ("billing", "post", "/v1/invoice-rounds"): {"year": 2016},
    ("billing", "post", "/v1/invoices/{number}/credit-notes"): {
        "lines": [{"line": 1, "amount": "12.50"}]
    },
    ("billing", "post", "/v1/course-invoices"): {"client": "ORG-SCHOOL"},
    # No XML at all: what is none is refused without a word of it.
    ("billing", "post", "/v1/bank-statements"): {"Document": "CAMT.053"},
    ("billing", "post", "/v1/bank-entries/{bank_entry_id}/allocations"): {
        "number": "2016-00001",
        "amount": "12.50",
    },
    ("billing", "post", "/v1/reminders"): {"numbers": ["2016-00001"]},
    **BODIES_OF_VOLUNTEERS,
    **BODIES_OF_CHANNELS,
}


def headers(marker: str) -> dict[str, str]:
    """Return headers in which a client may carry something of the caller."""
    return {
        "User-Agent": marker,
        "X-Forwarded-For": marker,
        "Forwarded": f"for={marker}",
        "From": marker,
        "Referer": f"https://chat.example/{marker}",
        "Cookie": f"caller={marker}",
        "X-Request-Id": marker,
        "baggage": f"caller={marker}",
        "tracestate": f"caller={marker}",
        "traceparent": f"00-{'0612345678':0>32}-{'12345678':0>16}-01",
        "Idempotency-Key": f"{marker} {uuid4()}",
        "If-Match": marker,
    }


def planted(body: Any, marker: str) -> Iterator[Any]:
    """Yield the body with the marker in the place of one text after another, and as a name."""
    for path in _texts(body):
        changed = deepcopy(body)
        inner = changed
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = marker
        yield changed
    yield {**body, marker: marker}


def _texts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        if isinstance(inner, (dict, list)):
            yield from _texts(inner, (*path, key))
        elif isinstance(inner, str) or inner is None:
            yield (*path, key)
