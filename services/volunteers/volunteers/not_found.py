"""What an address may name and does not exist."""

from shared.refusals import NotFound


class LocationNotFound(NotFound):
    """No location was opened by this id."""


class VolunteerNotFound(NotFound):
    """Nobody applied by this id."""


class TrainingNotFound(NotFound):
    """No training was held by this id."""


class ShiftNotFound(NotFound):
    """No shift was opened by this id."""
