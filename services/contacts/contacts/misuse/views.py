"""Cool-downs as their reviewers see them: of the caller there is nothing to see."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import MisuseKind
from shared.http import View

from contacts.misuse.rules import Review


class CoolDownView(View):
    """A cool-down. `since` is the quarter hour in which it was set, `until` when it ends or ended.

    `holds`: it is in force now, unless the database has crashed since.
    """

    cool_down_id: UUID
    location_id: UUID
    location_name: str | None
    reason: MisuseKind
    since: datetime
    until: datetime
    review: Review | None = Field(description="null: nobody has reviewed it yet")
    holds: bool
    may_review: bool = Field(description="by you: another than who asked for it reviews it")
