"""The bodies of requests about courses. Wire names are camelCase."""

from decimal import Decimal

from pydantic import Field
from shared.http import Command
from shared.strict import Day


class SetPrice(Command):
    """What a course costs from a day on, in euros without VAT."""

    valid_from: Day
    price: str = Field(
        pattern=r"^(0|[1-9][0-9]{0,6})\.[0-9]{2}$", description="in euros", examples=["1250.00"]
    )

    @property
    def amount(self) -> Decimal:
        """Return the price in euros."""
        return Decimal(self.price)
