"""Take steps of the way: save them, keep them, and tell the other services what they may know."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from shared.database import Connection
from shared.outbox import OutboxRow, record

from volunteers.admission.events import event_of
from volunteers.admission.rules.completion import role_once_admitted, steps_due
from volunteers.admission.rules.way import next_state, standing
from volunteers.admission.tables import Volunteer
from volunteers.admission.vocabulary import Step
from volunteers.amsterdam import day_of
from volunteers.persistence import save

CHANGED = (
    "modules_done", "signed_off_by", "signed_off_at", "signed_off_channels", "role", "admitted_at",
    "admitted_channels", "state", "paused_until", "version",
)  # fmt: skip
# The volunteer is locked: nobody else numbers a step meanwhile.
INSERT_STEP = """
INSERT INTO volunteer_step (volunteer_id, number, step, state, on_day, taken_at)
SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 FROM volunteer_step WHERE volunteer_id = $1
"""


async def take_step(
    connection: Connection, volunteer: Volunteer, step: Step, now: datetime, on: date | None = None
) -> None:
    """Take a step of a volunteer whose row is locked; raises `StepNotPossible`.

    `on` is the day (Amsterdam) on which it was taken, by default today.
    """
    await _take(connection, [(volunteer, [step])], now, on)


async def advance(
    connection: Connection, changed: Sequence[Volunteer], now: datetime, on: date | None = None
) -> None:
    """Save what volunteers attended and what was signed off, and take the steps that follow.

    Their rows are locked. Who has done all that is asked is admitted.
    """
    due = [
        (one, steps_due(one.state, one.modules_done, one.signed_off_channels,
                        one.admitted_channels))
        for one in changed
    ]  # fmt: skip
    await _take(connection, due, now, on)


async def keep_step(
    connection: Connection, volunteer: Volunteer, step: Step, now: datetime, on: date | None = None
) -> None:
    """Keep that a step was taken that led to the volunteer's present state."""
    day = on or day_of(now)
    await connection.execute(INSERT_STEP, volunteer.volunteer_id, step, volunteer.state, day, now)


async def _take(
    connection: Connection, taken: Sequence[tuple[Volunteer, Iterable[Step]]],
    now: datetime, on: date | None,
) -> None:  # fmt: skip
    events: list[OutboxRow] = []
    for volunteer, steps in taken:
        volunteer.version += 1
        before = standing(volunteer.state)
        for step in steps:
            move(volunteer, step, now)
            await keep_step(connection, volunteer, step, now, on)
            if step == "admit_channel" or standing(volunteer.state) != before:
                events.append(event_of(volunteer, now))
    await save(connection, [volunteer for volunteer, _ in taken], *CHANGED)
    if events:
        await record(connection, *events)


def move(volunteer: Volunteer, step: Step, now: datetime) -> None:
    """Move a volunteer by a step of the way; raises `StepNotPossible`."""
    volunteer.state = next_state(volunteer.volunteer_id, volunteer.state, step)
    if step == "admit":
        volunteer.admitted_at = now
        volunteer.role = role_once_admitted(volunteer.role)
    if step in ("admit", "admit_channel"):
        volunteer.admitted_channels = volunteer.signed_off_channels
    if volunteer.state != "paused":
        volunteer.paused_until = None
