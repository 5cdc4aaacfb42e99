"""Answers about deliveries."""

from datetime import datetime

from pydantic import Field
from shared.http import View

from billing.deliveries.rules import Route, State


class DocumentDeliveryView(View):
    """The sending of a document."""

    number: str
    route: Route
    state: State
    attempts: int
    next_at: datetime = Field(description="when it is tried next, while it waits")
    sent_at: datetime | None
    receipt: str | None = Field(description="what the other side answered: an id, or its words")
    problem: str | None = Field(description="why it waits, or failed")
