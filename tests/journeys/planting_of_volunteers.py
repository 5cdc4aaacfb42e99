"""Bodies that are well formed for the addresses of volunteers."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.http.own_pages import BROWSER

# The same in all bodies: who asks with it as their own id names nobody else in a body.
ID = str(uuid4())
ENDED = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
BODIES_OF_VOLUNTEERS: dict[tuple[str, str, str], Any] = {
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
        "mostPerWeek": 2,
        "mostNightsPerMonth": 1,
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
