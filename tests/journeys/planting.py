"""Markers of a help seeker, planted wherever a request takes text."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.http.own_pages import BROWSER
from tests.journeys.planting_of_care import BODIES_OF_CARE

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
ID = str(uuid4())

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
    ("volunteers", "post", "/v1/locations"): {"name": "Ergens", "region": "Drenthe"},
    ("volunteers", "post", "/v1/institutions"): {
        "name": "Oost",
        "form": "foundation",
        "firstDay": "2016-01-01",
    },
    ("volunteers", "post", "/v1/institutions/{institution_id}/merger"): {
        "intoId": ID,
        "onDay": "2026-01-01",
    },
    ("volunteers", "post", "/v1/location-changes"): {
        "kind": "merge",
        "locationId": ID,
        "intoId": ID,
        "onDay": "2026-01-01",
    },
    # No CSV at all: what is none is refused without a word of it.
    ("volunteers", "post", "/v1/imports/volunteers"): {"reference": "V-1"},
    ("volunteers", "post", "/v1/imports/shifts"): {"location": "Ergens"},
    ("volunteers", "post", "/v1/volunteers"): {
        "locationId": ID,
        "channels": ["telephone"],
        "lines": ["national"],
        "role": "listener",
    },
    ("volunteers", "post", "/v1/volunteers/{volunteer_id}/selection-interviews"): {
        "heldOn": "2016-01-01",
        "outcome": "accepted",
        "scores": {
            "listening": 3,
            "empathy": 3,
            "selfReflection": 3,
            "boundaries": 3,
            "openness": 3,
            "resilience": 3,
            "clarity": 3,
            "cooperation": 3,
        },
    },
    ("volunteers", "post", "/v1/volunteers/{volunteer_id}/mentor-sign-off"): {
        "mentorId": ID,
        "channels": ["telephone"],
    },
    ("volunteers", "put", "/v1/volunteers/{volunteer_id}/mentor"): {"mentorId": ID},
    ("volunteers", "post", "/v1/volunteers/{volunteer_id}/pause"): {"until": "2099-12-31"},
    ("volunteers", "post", "/v1/cohorts"): {
        "locationId": ID,
        "firstDay": "2016-01-01",
        "lastDay": "2016-04-01",
        "places": 12,
    },
    ("volunteers", "post", "/v1/cohorts/{cohort_id}/volunteers"): {"volunteerIds": [ID]},
    ("volunteers", "post", "/v1/mandates"): {
        "subject": "iemand",
        "role": "listener",
        "volunteerId": ID,
        "firstDay": "2016-01-01",
        "lastDay": "2016-12-31",
    },
    ("volunteers", "put", "/v1/people/{person_id}"): {
        "name": "Iemand Verzonnen",
        "email": "iemand@verzonnen.example",
        "phone": "+31 6 98765432",
        "street": "Dorpsstraat 1",
        "postalCode": "1234 AB",
        "city": "Verzonnen",
        "language": "nl",
        "reminderHours": 12,
    },
    ("volunteers", "post", "/v1/trainings"): {
        "module": 1,
        "volunteerIds": [ID],
        "heldOn": "2016-01-01",
    },
    ("volunteers", "post", "/v1/course-deliveries"): {
        "course": "listening-1",
        "client": "ORG-SCHOOL-1",
        "on": "2016-03-04",
    },
    ("volunteers", "post", "/v1/shifts"): {
        "locationId": ID,
        "date": "2026-01-01",
        "dayPart": "night",
        "channels": ["telephone"],
        "needed": 1,
    },
    ("volunteers", "post", "/v1/shifts/{shift_id}/places"): {
        "volunteerId": ID,
        "filledAt": ENDED,
    },
    ("volunteers", "post", "/v1/shifts/{shift_id}/asking"): {"volunteerIds": [ID]},
    ("volunteers", "post", "/v1/shift-plans"): {
        "from": "2016-02-01",
        "until": "2016-02-02",
        "preview": False,
    },
    ("volunteers", "put", "/v1/volunteers/{volunteer_id}/availability"): {
        "wishes": [1] * 42,
        "mostAWeek": 2,
        "mostNightsAMonth": 1,
        "fromHome": False,
    },
    ("volunteers", "post", "/v1/volunteers/{volunteer_id}/absences"): {
        "firstDay": "2026-12-24",
        "lastDay": "2027-01-02",
    },
    ("volunteers", "post", "/v1/swaps"): {
        "legs": [{"volunteerId": ID, "gives": ID}, {"volunteerId": None, "takes": ID}]
    },
    ("volunteers", "post", "/v1/fixed-shifts"): {
        "volunteerId": ID,
        "locationId": ID,
        "channels": ["chat"],
        "dayPart": "night",
        "everyWeeks": 2,
        "firstDay": "2026-11-02",
        "lastDay": None,
    },
    ("volunteers", "post", "/v1/roster-proposals"): {
        "firstDay": "2027-01-04",
        "lastDay": "2027-01-04",
        "locationIds": [ID],
        "seconds": 1,
    },
    ("volunteers", "post", "/v1/roster-proposals/{proposal_id}/acceptance"): {
        "places": [{"shiftId": ID, "volunteerId": ID}]
    },
    ("volunteers", "post", "/v1/shifts/{shift_id}/waiting"): {"fromHome": True},
    ("volunteers", "post", "/v1/shifts/{shift_id}/standby"): {"kind": "stay_on"},
    ("volunteers", "post", "/v1/push-subscriptions"): BROWSER,
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
