"""What a volunteer's desk sends to contacts: closed vocabularies, ids, times and numbers only."""

from typing import Annotated

from pydantic import Field
from shared.events.vocabulary import (
    Channel,
    Kind,
    Line,
    MissedReason,
    MisuseKind,
    Organisation,
    Outcome,
    Topic,
)
from shared.http import Command
from shared.strict import Id, Moment

Seconds = Annotated[int, Field(ge=0, le=2_592_000, description="seconds, at most 30 days")]


class RegisterContact(Command):
    """An attempt that was answered and has ended.

    `startedAt` and `endedAt` are exact and stay inside contacts; the bus is told the quarter
    hour and whole minutes. `lineLocationId` goes with the line `local` only. A conversation has
    one to three topics; every other kind has none, and the outcome `no_conversation`. `misuseKind`
    says in what way the line was misused, with the kind `misuse` only.
    """

    channel: Channel
    line: Line
    line_location_id: Id | None = None
    answered_at_location_id: Id
    volunteer_id: Id
    started_at: Moment
    ended_at: Moment
    wait_seconds: Seconds = 0
    kind: Kind
    topics: list[Topic] = Field(default_factory=list, max_length=16)
    outcome: Outcome
    diverted_from: Organisation | None = None
    heavy: bool = False
    misuse_kind: MisuseKind | None = None


class RegisterMissedAttempt(Command):
    """An attempt that nobody answered; `waitedSeconds` until the caller gave up or was told."""

    channel: Channel
    line: Line
    line_location_id: Id | None = None
    offered_at: Moment
    waited_seconds: Seconds
    reason: MissedReason
