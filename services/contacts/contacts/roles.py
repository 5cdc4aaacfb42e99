"""Who may do what in contacts, with whose records: every endpoint has one row.

A contact is a record of the volunteer who registered it, and of the location where it was
answered. An attempt that nobody answered belongs to no volunteer.
"""

from shared.roles import ALL, OWN, OWN_LOCATIONS, RoleTable, may

# Who answers the line registers. A coordinator looks after the people and the shifts of a
# location: sees neither topics nor exact times (registration/views.py), and corrects nothing. What
# happened outside the queue is imported by either.
ROLES: RoleTable = {
    "POST /v1/contacts": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "PUT /v1/contacts/{contact_id}": may(listener=OWN),
    "GET /v1/contacts/{contact_id}": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "GET /v1/contacts": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/missed-attempts": may(listener=ALL, coordinator=ALL),
    "GET /v1/missed-attempts": may(coordinator=OWN_LOCATIONS),
    "POST /v1/contacts/{contact_id}/referrals": may(listener=OWN),
    "GET /v1/contacts/{contact_id}/referrals": may(listener=OWN, coordinator=OWN_LOCATIONS),
    # The desk is the listener's own; a chat is whose it was offered to, or who answered it.
    "GET /contacts/desk": may(listener=OWN),
    "GET /v1/desk": may(listener=OWN),
    "PUT /v1/desk": may(listener=OWN),
    "DELETE /v1/desk": may(listener=OWN),
    "POST /v1/desk/attempts/{attempt_id}/answer": may(listener=OWN),
    "POST /v1/desk/attempts/{attempt_id}/pass": may(listener=OWN),
    "POST /v1/desk/attempts/{attempt_id}/end": may(listener=OWN),
    "PUT /v1/desk/attempts/{attempt_id}/registration": may(listener=OWN),
    "POST /v1/desk/attempts/{attempt_id}/referrals": may(listener=OWN),
    "POST /v1/desk/attempts/{attempt_id}/referrals/{referral_id}/connect": may(listener=OWN),
    "WS /contacts/desk/socket": may(listener=OWN),
    # A mentor, too, is a listener by role: reviews those of the own location, and never an own one.
    "GET /v1/cool-downs": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /v1/cool-downs/{cool_down_id}/review": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "GET /contacts/cool-downs": may(listener=OWN, coordinator=OWN_LOCATIONS),
    "POST /contacts/cool-downs/{cool_down_id}/review": may(listener=OWN, coordinator=OWN_LOCATIONS),
    # Set in development only (SETTABLE_CLOCK).
    "GET /v1/clock": may(operator=ALL),
    "PUT /v1/clock": may(operator=ALL),
    "DELETE /v1/clock": may(operator=ALL),
    # Who fills shifts sees where nobody is on duty. A listener does not: it would show where
    # somebody is alone at night, and own shifts are shown by volunteers.
    "GET /contacts/duty": may(coordinator=OWN_LOCATIONS),
    "GET /contacts/duty/live": may(coordinator=OWN_LOCATIONS),
    # The queue is the nation's, and its numbers are every coordinator's; who is on, handovers and
    # shifts are shown by own location. Only whoever acts for the nation closes the chat (pages.py).
    "GET /contacts/board": may(coordinator=OWN_LOCATIONS),
    "GET /contacts/board/live": may(coordinator=OWN_LOCATIONS),
    "POST /contacts/board/{channel}/closing": may(coordinator=OWN_LOCATIONS),
    "POST /contacts/board/{channel}/opening": may(coordinator=OWN_LOCATIONS),
    # Our numbers and their hours: set by who runs the service, read by who answers for the shifts.
    # What the exchange asks and tells is signed (telephone/), and has no role.
    "GET /v1/lines": may(coordinator=ALL, operator=ALL),
    "PUT /v1/lines": may(operator=ALL),
    "GET /contacts/lines": may(coordinator=ALL, operator=ALL),
    "POST /contacts/lines": may(operator=ALL),
    "POST /contacts/lines/{number}/removal": may(operator=ALL),
    # Exact numbers of closed months; an analyst reads reports, from which small numbers are kept.
    "GET /v1/totals": may(coordinator=ALL, operator=ALL),
}
