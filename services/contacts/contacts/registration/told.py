"""What the bus is told of a contact: quarter hours and whole minutes."""

from shared.events.contacts import ContactCorrected, ContactHandled

from contacts.registration.rules import quarter, whole_minutes
from contacts.registration.views import ContactView


def handled(contact: ContactView) -> ContactHandled:
    """Return what the bus is told of a new contact."""
    return ContactHandled(
        started_quarter=quarter(contact.started_at),
        duration_minutes=whole_minutes(contact.started_at, contact.ended_at),
        **vars(contact),
    )


def corrected(contact: ContactView) -> ContactCorrected:
    """Return what the bus is told of a contact that was changed: the same, whole."""
    return ContactCorrected(**vars(handled(contact)))
