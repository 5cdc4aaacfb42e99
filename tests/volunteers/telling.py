"""People who are told something, and how a test sends it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import volunteers
from shared.database import Database
from shared.pages import site
from shared.pages.language import catalogues
from volunteers.mine.about import about
from volunteers.notices.send_notices import send_next
from volunteers.notices.tables import Notice
from volunteers.notices.want_notices import want_notices
from volunteers.notices.ways import Ways, not_set
from volunteers.people.commands import DescribePerson
from volunteers.people.describe_person import describe_person
from volunteers.people.keys import Keys
from volunteers.sealing import new_key

KEYS = Keys(new_key())
WORDS = catalogues(site.HERE, Path(volunteers.__file__).parent)
WAYS = Ways(
    mail=not_set("SMTP_URL"), push=not_set("VAPID_PRIVATE_KEY"), about=about, keys=KEYS,
    words=WORDS, address="https://sensoor.example",
)  # fmt: skip


def ways(**changes: Any) -> Ways:
    """Return the ways of a test, none of them set but those that it names."""
    return replace(WAYS, **changes)


async def describe(database: Database, person: str, **changes: Any) -> None:
    """Keep how to reach somebody: Anna, who reads English and wants mail."""
    known = {"name": "Anna de Vries", "email": "anna@example.org", "language": "en"}
    async with database.commit() as connection:
        await describe_person(
            connection, UUID(person), DescribePerson(**known | changes), KEYS, expected=0,
            now=datetime.now(UTC),
        )  # fmt: skip


async def want(database: Database, person: str, kind: Any, about_id: str, **changes: Any) -> UUID:
    """Want a notice that is due now and may wait for an hour; return its id."""
    now = datetime.now(UTC) - timedelta(seconds=1)
    known = {"due_at": now, "next_at": now, "expires_at": now + timedelta(hours=1)}
    notice = Notice(
        notice_id=uuid4(), person_id=UUID(person), kind=kind, about_id=UUID(about_id),
        **known | changes,
    )  # fmt: skip
    async with database.commit() as connection:
        await want_notices(connection, [notice])
    return notice.notice_id


async def send(database: Database, by: Ways, now: datetime | None = None) -> int:
    """Try all that is due; return how many there were."""
    tried = 0
    while await send_next(database, by, now or datetime.now(UTC)):
        tried += 1
    return tried


async def state(database: Database, notice_id: UUID) -> tuple[str, str | None]:
    """Return how far a notice is, and what the problem is."""
    async with database.commit() as connection:
        row = await connection.fetchrow("SELECT * FROM notice WHERE notice_id = $1", notice_id)
    assert row is not None
    return row["state"], row["problem"]
