"""The body of a settlement."""

from pydantic import Field
from shared.http import Command


class SettleYear(Command):
    """Settle the participation and the price of a year, once."""

    year: int = Field(ge=1, le=9999, examples=[2016])
