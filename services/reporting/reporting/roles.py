"""Who may do what in reporting: one row for each endpoint; an endpoint without a row is refused."""

from shared.roles import ALL, RoleTable, may

# Partners and councils read national and regional reports too: no count below ten is in them.
# Which periods a role reads is in reports/rules/reading.py.
PUBLIC = may(analyst=ALL, coordinator=ALL, council=ALL, finance=ALL, partner=ALL)
LOCATION = may(analyst=ALL, coordinator=ALL)
# What the VNG judges by: councils pay, partners do not.
FUNDERS = may(analyst=ALL, coordinator=ALL, council=ALL, finance=ALL)

ROLES: RoleTable = {
    "GET /v1/reports": PUBLIC,
    "GET /v1/reports/{period}": PUBLIC,
    "GET /v1/reports/{period}/regions/{region}": PUBLIC,
    "GET /v1/reports/{period}/locations/{location_id}": LOCATION,
    "GET /v1/locations": LOCATION,
    "GET /v1/locations/{location_id}": LOCATION,
    "GET /reporting/reports": PUBLIC,
    "GET /reporting/reports/{period}": PUBLIC,
    "GET /reporting/reports/{period}/regions/{region}": PUBLIC,
    "GET /reporting/reports/{period}/locations/{location_id}": LOCATION,
    "GET /v1/accountability/{year}": FUNDERS,
    "GET /v1/accountability/{year}/pdf": FUNDERS,
    "GET /v1/accountability/{year}/csv": FUNDERS,
    "GET /reporting/accountability": FUNDERS,
    "GET /reporting/accountability/{year}": FUNDERS,
    "GET /reporting/accountability/{year}.pdf": FUNDERS,
    "GET /reporting/accountability/{year}.csv": FUNDERS,
    "GET /reporting/annual-reports": PUBLIC,
    "GET /reporting/annual-reports/{year}": PUBLIC,
    "GET /reporting/annual-reports/{year}.pdf": PUBLIC,
}
