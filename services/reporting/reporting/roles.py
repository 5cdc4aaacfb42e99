"""Who may do what in reporting: one row for each endpoint; an endpoint without a row is refused."""

from shared.roles import ALL, RoleTable, may

# Partners and councils read national and regional reports too: no count below ten is in them.
# Which periods a role reads is in reports/rules/reading.py.
PUBLIC = may(analyst=ALL, coordinator=ALL, council=ALL, finance=ALL, partner=ALL)
LOCATION = may(analyst=ALL, coordinator=ALL)
# A council reads of any municipality: inhabitants, price and contracts are public.
MUNICIPALITY = may(analyst=ALL, coordinator=ALL, council=ALL, finance=ALL)
# What the VNG judges by: councils pay, partners do not.
FUNDERS = may(analyst=ALL, coordinator=ALL, council=ALL, finance=ALL)
# Who rosters, and who analyses.
FORECAST = may(analyst=ALL, coordinator=ALL)
# The day that runs, rounded; a council sees closed days only (dashboard/rules/seen.py).
TODAY = may(analyst=ALL, coordinator=ALL)

ROLES: RoleTable = {
    "GET /v1/reports": PUBLIC,
    "GET /v1/report-definitions": PUBLIC,
    "GET /v1/reports/{period}": PUBLIC,
    "GET /v1/reports/{period}/pdf": PUBLIC,
    "GET /v1/reports/{period}/csv": PUBLIC,
    "GET /v1/reports/{period}/regions/{region}": PUBLIC,
    "GET /v1/reports/{period}/regions/{region}/pdf": PUBLIC,
    "GET /v1/reports/{period}/regions/{region}/csv": PUBLIC,
    "GET /v1/reports/{period}/locations/{location_id}": LOCATION,
    "GET /v1/reports/{period}/locations/{location_id}/pdf": LOCATION,
    "GET /v1/reports/{period}/locations/{location_id}/csv": LOCATION,
    "GET /v1/reports/{period}/municipalities": MUNICIPALITY,
    "GET /v1/reports/{period}/municipalities/{code}": MUNICIPALITY,
    "GET /v1/reports/{period}/municipalities/{code}/pdf": MUNICIPALITY,
    "GET /v1/reports/{period}/municipalities/{code}/csv": MUNICIPALITY,
    "GET /v1/reports/{year}/municipalities/{code}/letter": MUNICIPALITY,
    "GET /v1/locations": LOCATION,
    "GET /v1/locations/{location_id}": LOCATION,
    "GET /reporting/reports": PUBLIC,
    "GET /reporting/reports/{period}": PUBLIC,
    "GET /reporting/reports/{period}/pdf": PUBLIC,
    "GET /reporting/reports/{period}/csv": PUBLIC,
    "GET /reporting/reports/{period}/regions/{region}": PUBLIC,
    "GET /reporting/reports/{period}/regions/{region}/pdf": PUBLIC,
    "GET /reporting/reports/{period}/regions/{region}/csv": PUBLIC,
    "GET /reporting/reports/{period}/locations/{location_id}": LOCATION,
    "GET /reporting/reports/{period}/locations/{location_id}/pdf": LOCATION,
    "GET /reporting/reports/{period}/locations/{location_id}/csv": LOCATION,
    "GET /reporting/reports/{period}/municipalities": MUNICIPALITY,
    "GET /reporting/reports/{period}/municipalities/{code}": MUNICIPALITY,
    "GET /reporting/reports/{period}/municipalities/{code}/pdf": MUNICIPALITY,
    "GET /reporting/reports/{period}/municipalities/{code}/csv": MUNICIPALITY,
    "GET /reporting/reports/{year}/municipalities/{code}/letter": MUNICIPALITY,
    "GET /v1/accountability/{year}": FUNDERS,
    "GET /v1/accountability/{year}/pdf": FUNDERS,
    "GET /v1/accountability/{year}/csv": FUNDERS,
    "GET /reporting/accountability": FUNDERS,
    "GET /reporting/accountability/{year}": FUNDERS,
    "GET /reporting/accountability/{year}/pdf": FUNDERS,
    "GET /reporting/accountability/{year}/csv": FUNDERS,
    "GET /reporting/annual-reports": PUBLIC,
    "GET /reporting/annual-reports/{year}": PUBLIC,
    "GET /reporting/annual-reports/{year}/pdf": PUBLIC,
    "GET /v1/forecasts": FORECAST,
    "GET /reporting/forecasts": FORECAST,
    "GET /v1/operations/{date}": TODAY,
    "GET /reporting/dashboard": may(analyst=ALL, coordinator=ALL, council=ALL),
    "GET /reporting/dashboard/live": TODAY,
    "GET /reporting/operations": TODAY,
    "GET /reporting/operations/csv": TODAY,
}
