"""Who may do what in volunteers: one row for each endpoint, and no endpoint without a row."""

from shared.roles import Role, RoleTable, may

# A listener sees when and where shifts are, not who is in them.
PLAN = may(Role.COORDINATOR)
TRAIN = may(Role.TRAINER)
KNOW = may(Role.COORDINATOR, Role.TRAINER)
LOOK = may(Role.LISTENER, Role.COORDINATOR, Role.TRAINER)
COUNT = may(Role.COORDINATOR, Role.ANALYST, Role.OPERATOR)

ROLES: RoleTable = {
    "POST /v1/locations": PLAN,
    "GET /v1/locations": LOOK,
    "GET /v1/locations/{location_id}": LOOK,
    "POST /v1/volunteers": PLAN,
    "GET /v1/volunteers": KNOW,
    "GET /v1/volunteers/{volunteer_id}": KNOW,
    "POST /v1/volunteers/{volunteer_id}/mentor-sign-off": TRAIN,
    "POST /v1/trainings": TRAIN,
    "GET /v1/trainings": KNOW,
    "GET /v1/trainings/{training_id}": KNOW,
    "POST /v1/shifts": PLAN,
    "GET /v1/shifts": LOOK,
    "GET /v1/shifts/{shift_id}": KNOW,
    "POST /v1/shifts/{shift_id}/places": PLAN,
    "DELETE /v1/shifts/{shift_id}/places/{volunteer_id}": PLAN,
    "POST /v1/shifts/{shift_id}/cancellation": PLAN,
    "GET /v1/totals": COUNT,
}
