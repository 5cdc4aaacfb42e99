"""What a page of invoices asks for."""

from pydantic import Field
from shared.http import Command
from shared.strict import Number

MOST_TYPED = 60


class FindContracts(Command):
    """Which contracts and invoices; without a year the page chooses one."""

    year: Number | None = Field(default=None, ge=1, le=9999)
    municipality: str | None = Field(
        default=None,
        max_length=MOST_TYPED,
        pattern=r"^[\p{L}\p{M}\p{N} .,'’()/-]*$",
        description="a CBS code, or a part of a name",
    )
