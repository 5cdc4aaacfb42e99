"""Who may do what in billing, with whose records: one row for each endpoint.

Finance works nationally: no record here belongs to one volunteer or one location.
"""

from shared.roles import ALL, RoleTable, may

WORK = may(finance=ALL)

ROLES: RoleTable = {
    "POST /v1/municipality-imports": WORK,
    "GET /v1/municipalities": WORK,
    "GET /v1/municipalities/{code}": WORK,
    "POST /v1/tariffs": WORK,
    "GET /v1/tariffs": WORK,
    "GET /v1/tariffs/{version}": WORK,
    "PUT /v1/tariffs/{version}": WORK,
    "POST /v1/tariffs/{version}/publication": WORK,
    "POST /v1/quotes": WORK,
    "POST /v1/contracts": WORK,
    "GET /v1/contracts": WORK,
    "GET /v1/contracts/{contract_id}": WORK,
    "POST /v1/settlements": WORK,
    "GET /v1/settlements": WORK,
    "GET /v1/settlements/{year}": WORK,
    "GET /v1/invoices": WORK,
    "GET /v1/invoices/{number}": WORK,
    "POST /v1/invoices/{number}/credit-notes": WORK,
    "GET /v1/credit-notes": WORK,
    "GET /v1/credit-notes/{number}": WORK,
    "POST /v1/invoice-rounds": WORK,
    "GET /v1/invoice-rounds": WORK,
    "GET /v1/invoice-rounds/preview": WORK,
    "GET /v1/invoice-rounds/{round_id}": WORK,
    "POST /v1/course-invoices": WORK,
    "GET /billing": WORK,
    "GET /billing/municipalities": WORK,
    "GET /billing/municipalities/{code}": WORK,
    "GET /billing/open": WORK,
    "POST /v1/bank-statements": WORK,
    "GET /v1/bank-statements": WORK,
    "GET /v1/bank-entries": WORK,
    "POST /v1/bank-entries/{bank_entry_id}/allocations": WORK,
    "GET /v1/open-items": WORK,
    "GET /billing/contracts": WORK,
    "GET /billing/rounds": WORK,
    "POST /billing/rounds": WORK,
    "POST /billing/settlements": WORK,
    "GET /billing/rounds/{round_id}": WORK,
    "GET /billing/rounds/{round_id}/live": WORK,
    "GET /billing/invoices/{number}": WORK,
    "POST /billing/invoices/{number}/credit-notes": WORK,
    "GET /v1/totals": may(finance=ALL, analyst=ALL, operator=ALL),
}
