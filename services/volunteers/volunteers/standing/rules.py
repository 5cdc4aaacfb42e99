"""For how long somebody may pause."""

from datetime import date

from shared.refusals import BadInput


class PauseInThePast(BadInput):
    """A pause lasts until today at least."""


def check_until(until: date | None, today: date) -> None:
    """Refuse a pause whose last day has passed (days in Amsterdam)."""
    if until is not None and until < today:
        raise PauseInThePast(
            f"until is {until}, but today is {today}: give its last day, or leave it out"
        )
