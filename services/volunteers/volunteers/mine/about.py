"""What a notice is about, read when it is sent: its reason may be gone by then."""

from collections.abc import Mapping
from datetime import date, datetime

from shared.database import Connection
from shared.pages import formats
from shared.pages.language import gettext

from volunteers.notices.tables import Notice
from volunteers.notices.vocabulary import NoticeKind
from volunteers.notices.ways import Reason
from volunteers.shifts.wording import hours_from

HELD = "SELECT shift_id FROM place WHERE shift_id = $1 AND volunteer_id = $2"
FREE = """
SELECT shift_id FROM shift WHERE shift_id = $1 AND filled < needed AND NOT EXISTS (
    SELECT FROM place WHERE place.shift_id = $1 AND volunteer_id = $2
)
"""
OFFERED = "SELECT shift_id FROM offer WHERE offer_id = $1 AND volunteer_id = $2 AND state = 'open'"
# A kind -> the shift that it is about, while the reason for it stands; $1 is what the notice is
# about, $2 who is told.
SHIFTS: Mapping[NoticeKind, str] = {
    "shift_reminder": HELD,
    "place_given": HELD,
    "place_released": f"SELECT $1::uuid AS shift_id WHERE NOT EXISTS ({HELD})",
    "place_free": FREE,
    "shift_cancelled": "SELECT $1::uuid AS shift_id WHERE $2::uuid IS NOT NULL",
    "shift_changed": HELD,
    "fixed_refused": f"SELECT $1::uuid AS shift_id WHERE NOT EXISTS ({HELD})",
    "offer": OFFERED,
    "surge": OFFERED,
}
SELECT_SHIFT = """
SELECT starts_at, ends_at, name FROM ({found}) AS found JOIN shift USING (shift_id)
    JOIN location USING (location_id)
WHERE (cancelled_at IS NOT NULL) = $3
"""
# Of a proposal while one's own answer is wanted; of a swap that is settled, whatever came of it.
SELECT_SWAP = """
SELECT shift.starts_at, shift.ends_at, name, shift_id = gives AS given
FROM swap JOIN swap_leg USING (swap_id) JOIN shift ON shift_id IN (gives, takes)
    JOIN location USING (location_id)
WHERE swap_id = $1 AND volunteer_id = $2
    AND CASE WHEN $3 THEN state <> 'proposed' ELSE state = 'proposed' AND agreed_at IS NULL END
ORDER BY given DESC
"""
SELECT_EVALUATION = """
SELECT COALESCE(planned_on, due_on) FROM evaluation WHERE evaluation_id = $1 AND held_on IS NULL
"""
SELECT_AFTER_CARE = """
SELECT true FROM after_care WHERE contact_id = $1 AND heavy AND called_on IS NULL
"""


async def about(connection: Connection, notice: Notice) -> Reason | None:
    """Return what a notice is about in the language that is spoken; None: its reason is gone."""
    if notice.kind in SHIFTS:
        return await _shift(connection, notice)
    if notice.kind in ("swap_proposed", "swap_settled"):
        return await _swap(connection, notice)
    if notice.kind == "evaluation_due":
        day: date | None = await connection.fetchval(SELECT_EVALUATION, notice.about_id)
        return Reason(formats.day(day, "EEEE d MMMM y")) if day else None
    if notice.kind == "after_care":
        due = await connection.fetchval(SELECT_AFTER_CARE, notice.about_id)
        return Reason("") if due else None
    return Reason("")


async def _shift(connection: Connection, notice: Notice) -> Reason | None:
    query = SELECT_SHIFT.format(found=SHIFTS[notice.kind])
    cancelled = notice.kind == "shift_cancelled"
    row = await connection.fetchrow(query, notice.about_id, notice.person_id, cancelled)
    if row is None:
        return None
    return Reason(_told(row["starts_at"], row["ends_at"], row["name"]), row["starts_at"])


async def _swap(connection: Connection, notice: Notice) -> Reason | None:
    settled = notice.kind == "swap_settled"
    rows = await connection.fetch(SELECT_SWAP, notice.about_id, notice.person_id, settled)
    phrases = [
        gettext("you give %(shift)s", shift=told)
        if given
        else gettext("you take %(shift)s", shift=told)
        for *shift, given in rows
        if (told := _told(*shift))
    ]
    first = min((row["starts_at"] for row in rows), default=None)
    return Reason(", ".join(phrases), first) if rows else None


def _told(starts_at: datetime, ends_at: datetime, location: str) -> str:
    day = formats.day(starts_at, "EEEE d MMMM y")
    return f"{day}, {hours_from(starts_at, ends_at)}, {location}"
