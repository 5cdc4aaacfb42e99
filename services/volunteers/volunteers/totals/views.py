"""The answer with the totals."""

from pydantic import Field
from shared.http import View


class Totals(View):
    """What volunteers holds now. Places of cancelled shifts are not taken any more."""

    month: str = Field(description="in Europe/Amsterdam: that in which the shifts start")
    locations: int
    volunteers_applied: int = Field(description="everybody who applied, the admitted included")
    volunteers_admitted: int
    trainings_held: int
    shifts_opened: int = Field(description="all that were opened, the cancelled included")
    shifts_filled: int = Field(description="places taken now, in shifts that stand")
    shifts_cancelled: int
