"""Who may do what in reporting: one row for each endpoint; an endpoint without a row is refused."""

from shared.roles import ALL, RoleTable, may

# Partners and councils read national reports too: no count below ten is in them. Which months a
# role reads is in month_report/rules/reading.py.
COUNTRY = may(analyst=ALL, coordinator=ALL, council=ALL, finance=ALL, partner=ALL)
LOCATION = may(analyst=ALL, coordinator=ALL)
# The day that runs, rounded; a council sees closed days only (dashboard/rules/seen.py).
TODAY = may(analyst=ALL, coordinator=ALL)

ROLES: RoleTable = {
    "GET /v1/reports": COUNTRY,
    "GET /v1/reports/{month}": COUNTRY,
    "GET /v1/reports/{month}/locations/{location_id}": LOCATION,
    "GET /v1/operations/{date}": TODAY,
    "GET /v1/locations": LOCATION,
    "GET /v1/locations/{location_id}": LOCATION,
    "GET /reporting/months": COUNTRY,
    "GET /reporting/months/{month}": COUNTRY,
    "GET /reporting/months/{month}/locations/{location_id}": LOCATION,
    "GET /reporting/dashboard": may(analyst=ALL, coordinator=ALL, council=ALL),
    "GET /reporting/dashboard/live": TODAY,
    "GET /reporting/operations": TODAY,
    "GET /reporting/operations.csv": TODAY,
}
