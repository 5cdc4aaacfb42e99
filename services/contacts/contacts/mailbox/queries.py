"""The work list: the letters that wait, one's own, and those of colleagues that wait for review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from shared.database import Connection

from contacts.mailbox.rules import TARGET, Age, Writer, age_of

Place = Literal["mine", "review", "waiting", "elsewhere"]
MOST_SHOWN = 200
LIST_WORK = f"""
SELECT attempt_id, state, arrived_at, answered_by, review, saved_at, (
    SELECT count(*) FROM letter
    WHERE letter.attempt_id = attempt.attempt_id AND author = 'seeker'
) AS letters
FROM attempt LEFT JOIN letter_answer USING (attempt_id)
WHERE channel = 'email' AND (
    state IN ('waiting', 'answered') OR state = 'ended' AND answered_by = $1
)
ORDER BY arrived_at, attempt_id LIMIT {MOST_SHOWN}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A letter on the work list; `step` is what is to be done with it, or by whom."""

    attempt_id: UUID
    place: Place
    step: str
    age: Age
    waited: timedelta
    left: timedelta
    letters: int


async def load_work(connection: Connection, writer: Writer, now: datetime) -> list[WorkRow]:
    """Return the work list of a listener, the oldest letter first."""
    rows = await connection.fetch(LIST_WORK, writer.volunteer_id)
    return [_row(row, writer, now) for row in rows]


def _row(row: Mapping[str, Any], writer: Writer, now: datetime) -> WorkRow:
    place, step = _place(row, writer)
    waited = now - row["arrived_at"]
    return WorkRow(
        row["attempt_id"], place, step, age_of(row["arrived_at"], now), waited, TARGET - waited,
        row["letters"],
    )  # fmt: skip


def _place(row: Mapping[str, Any], writer: Writer) -> tuple[Place, str]:
    if row["state"] == "waiting":
        return "waiting", "draft" if row["saved_at"] else "waiting"
    if row["answered_by"] == writer.volunteer_id:
        if row["state"] == "ended":
            return "mine", "register"
        return "mine", row["review"] or "write"
    if row["review"] == "asked" and writer.role != "trainee":
        return "review", "review"
    return "elsewhere", row["review"] or "write"
