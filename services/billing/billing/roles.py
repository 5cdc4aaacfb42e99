"""Who may do what in billing: one row for each endpoint, and no endpoint without a row."""

from shared.roles import Role, RoleTable, may

WORK = may(Role.FINANCE)
COUNT = may(Role.FINANCE, Role.ANALYST, Role.OPERATOR)

ROLES: RoleTable = {
    "POST /v1/municipality-imports": WORK,
    "GET /v1/municipalities": WORK,
    "GET /v1/municipalities/{code}": WORK,
    "GET /v1/tariffs": WORK,
    "POST /v1/quotes": WORK,
    "POST /v1/contracts": WORK,
    "GET /v1/contracts": WORK,
    "GET /v1/contracts/{contract_id}": WORK,
    "POST /v1/settlements": WORK,
    "GET /v1/settlements": WORK,
    "GET /v1/settlements/{year}": WORK,
    "GET /v1/invoices": WORK,
    "GET /v1/invoices/{number}": WORK,
    "GET /v1/totals": COUNT,
}
