"""A body that is well formed for each address of care that takes one."""

from typing import Any

from tests.journeys.planting_of_volunteers import ID

BODIES_OF_CARE: dict[tuple[str, str, str], Any] = {
    ("volunteers", "post", "/v1/supervisors"): {
        "locationId": ID,
        "competencies": ["evaluation"],
        "firstDay": "2016-01-01",
    },
    ("volunteers", "put", "/v1/supervisors/{supervisor_id}"): {
        "competencies": ["evaluation"],
        "firstDay": "2016-01-01",
        "lastDay": "2016-12-31",
    },
    ("volunteers", "post", "/v1/supervisors/{supervisor_id}/certificates"): {
        "kind": "supervisor",
        "issuedOn": "2016-01-01",
        "lastDay": "2020-12-31",
    },
    ("volunteers", "post", "/v1/evaluations"): {
        "volunteerId": ID,
        "supervisorId": ID,
        "plannedOn": "2016-09-01",
    },
    ("volunteers", "put", "/v1/evaluations/{evaluation_id}/reflection"): {"reflection": "-"},
    ("volunteers", "post", "/v1/evaluations/{evaluation_id}/holding"): {
        "heldOn": "2016-09-01",
        "agreed": "-",
    },
    ("volunteers", "post", "/v1/half-day-sessions"): {
        "locationId": ID,
        "kind": "intervision",
        "on": "2016-09-01",
        "halfDays": 1,
        "volunteerIds": [ID],
    },
    ("volunteers", "post", "/v1/half-day-sessions/{session_id}/attendance"): {"volunteerIds": [ID]},
    ("volunteers", "post", "/v1/after-care/{contact_id}/call"): {"calledOn": "2016-03-08"},
}
