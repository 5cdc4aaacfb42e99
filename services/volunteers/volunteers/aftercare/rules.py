"""When a mentor's call is due after a heavy contact, and when it may be recorded."""

from datetime import date, timedelta
from uuid import UUID

from shared.refusals import BadInput, NotFound, Refusal

CALL_WITHIN = timedelta(days=3)


class AfterCareNotFound(NotFound):
    """No heavy contact is known by this id."""


class NoCallDue(Refusal):
    """A correction says that the contact was not heavy."""


class AlreadyCalled(Refusal):
    """The call was recorded before."""


class CallNotPossible(BadInput):
    """A call is recorded once it was made, and follows the contact."""


def due_on(contact_day: date) -> date:
    """Return the last day on which the call is in time."""
    return contact_day + CALL_WITHIN


def check_call(
    contact_id: UUID, *, heavy: bool, contact_day: date, called_before: date | None,
    called_on: date, today: date,
) -> None:  # fmt: skip
    """Refuse a call that is not due any more, was made, or cannot have been (Amsterdam's days)."""
    if not heavy:
        raise NoCallDue(f"contact {contact_id} was corrected: it was not heavy, and no call is due")
    if called_before is not None:
        raise AlreadyCalled(f"the call after contact {contact_id} was made on {called_before}")
    if not contact_day <= called_on <= today:
        raise CallNotPossible(
            f"calledOn is {called_on}: the call was made between the contact on {contact_day} and"
            f" today, {today}"
        )
