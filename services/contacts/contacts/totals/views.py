"""What is answered of a month."""

from pydantic import Field
from shared.http import View


class Totals(View):
    """How much began in a month. A conversation is an answered attempt of that kind."""

    month: str = Field(description="in Europe/Amsterdam, closed")
    contacts_handled: int
    conversations: int
    contacts_missed: int
    referrals_made: int
    duty_not_verified: int
