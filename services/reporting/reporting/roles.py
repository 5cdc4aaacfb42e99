"""Who may do what in reporting: one row for each endpoint, and no endpoint without a row."""

from shared.roles import ALL, RoleTable, may

# What is told of the whole country is told to partners too; no count below ten is in it. Which
# months a role may read is in rules/reading.py.
COUNTRY = may(analyst=ALL, coordinator=ALL, finance=ALL, partner=ALL)
LOCATION = may(analyst=ALL, coordinator=ALL)

ROLES: RoleTable = {
    "GET /v1/reports": COUNTRY,
    "GET /v1/reports/{month}": COUNTRY,
    "GET /v1/reports/{month}/locations/{location_id}": LOCATION,
    "GET /v1/locations": LOCATION,
    "GET /v1/locations/{location_id}": LOCATION,
    "GET /reporting/months": COUNTRY,
    "GET /reporting/months/{month}": COUNTRY,
    "GET /reporting/months/{month}/locations/{location_id}": LOCATION,
}
