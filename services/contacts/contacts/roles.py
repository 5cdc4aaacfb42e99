"""Who may do what in contacts: one row for each endpoint, and no endpoint without a row."""

from shared.roles import Role, RoleTable, may

# Who answers the line registers; a coordinator sees what a listener sees, and changes nothing.
REGISTER = may(Role.LISTENER)
SEE = may(Role.LISTENER, Role.COORDINATOR)
# Exact numbers of closed months; an analyst reads reports, from which small numbers are kept.
COUNT = may(Role.COORDINATOR, Role.OPERATOR)

ROLES: RoleTable = {
    "POST /v1/contacts": REGISTER,
    "PUT /v1/contacts/{contact_id}": REGISTER,
    "GET /v1/contacts/{contact_id}": SEE,
    "GET /v1/contacts": SEE,
    "POST /v1/missed-attempts": REGISTER,
    "GET /v1/missed-attempts": SEE,
    "POST /v1/contacts/{contact_id}/referrals": REGISTER,
    "GET /v1/contacts/{contact_id}/referrals": SEE,
    "GET /v1/totals": COUNT,
}
