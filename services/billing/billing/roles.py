"""Who may do what in billing, with whose records: one row for each endpoint.

Finance works nationally: no record here belongs to one volunteer or one location.
"""

from shared.roles import ALL, RoleTable, may

WORK = may(finance=ALL)

ROLES: RoleTable = {
    "POST /v1/municipality-imports": WORK,
    "GET /v1/municipalities": WORK,
    "GET /v1/municipalities/{code}": WORK,
    "POST /v1/municipalities/{code}/figure-corrections": WORK,
    "POST /v1/tariffs": WORK,
    "GET /v1/tariffs": WORK,
    "GET /v1/tariffs/{version}": WORK,
    "PUT /v1/tariffs/{version}": WORK,
    "POST /v1/tariffs/{version}/publication": WORK,
    "POST /v1/quotes": WORK,
    "POST /v1/contracts": WORK,
    "GET /v1/contracts": WORK,
    "GET /v1/contracts/{contract_id}": WORK,
    "POST /v1/contracts/{contract_id}/end": WORK,
    "POST /v1/contracts/{contract_id}/opt-outs": WORK,
    "POST /v1/reorganisations": WORK,
    "GET /v1/reorganisations": WORK,
    "POST /v1/settlements": WORK,
    "GET /v1/settlements": WORK,
    "GET /v1/settlements/{year}": WORK,
    "GET /v1/invoices": WORK,
    "GET /v1/invoices/{number}": WORK,
    "GET /billing/contracts": WORK,
    "GET /v1/totals": may(finance=ALL, analyst=ALL, operator=ALL),
}
