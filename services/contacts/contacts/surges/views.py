"""Answers about accident and disaster lines."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import Province
from shared.http import View

from contacts.surges.rules import SurgeKind


class SurgeView(View):
    """A line that was opened; `until` null: it is open."""

    surge_id: UUID
    line_id: UUID
    slug: str = Field(description="of its chat page: /contacts/help?line=<slug>")
    region: Province
    kind: SurgeKind
    number: str | None
    listeners_wanted: int
    since: datetime
    until: datetime | None


class SurgeLineView(View):
    """A prepared line; `surgeId` is that of its opening, null while it is closed."""

    line_id: UUID
    slug: str = Field(description="of its chat page: /contacts/help?line=<slug>")
    region: Province
    kind: SurgeKind
    number: str | None
    listeners_wanted: int
    surge_id: UUID | None
