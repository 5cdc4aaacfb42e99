"""Note what volunteers are told about a shift that is to come."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection

from volunteers.notices.tables import Notice
from volunteers.notices.vocabulary import NoticeKind
from volunteers.notices.want_notices import want_notices
from volunteers.shifts.tables import Shift


async def tell(
    connection: Connection,
    kind: NoticeKind,
    shift: Shift,
    volunteer_ids: Iterable[UUID],
    now: datetime,
    *,
    while_it_lasts: bool = False,
) -> None:
    """Want a notice about a shift for each of them, until it begins, or ends; later none."""
    until = shift.ends_at if while_it_lasts else shift.starts_at
    if until <= now:
        return
    await want_notices(
        connection,
        [
            Notice(
                notice_id=uuid4(), person_id=one, kind=kind, about_id=shift.shift_id, due_at=now,
                expires_at=until, next_at=now,
            )
            for one in volunteer_ids
        ],
    )  # fmt: skip
