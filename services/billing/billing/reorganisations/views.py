"""Answers about reorganisations."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field
from shared.http import View

from billing.reorganisations.rules.moves import Move


class ShareView(View):
    """An exact share, greater than 0 and at most 1."""

    numerator: int
    denominator: int


class MoveView(View):
    """A share of the inhabitants of one municipality came into another (CBS codes)."""

    from_: str = Field(alias="from")
    to: str
    share: ShareView


class ReorganisationView(View):
    """A municipal reorganisation as of a day."""

    reorganisation_id: UUID
    on: date
    moves: list[MoveView]
    made_at: datetime


def move_view(move: Move) -> MoveView:
    """Show a move."""
    share = ShareView(numerator=move.share.numerator, denominator=move.share.denominator)
    return MoveView(from_=move.from_code, to=move.to_code, share=share)
