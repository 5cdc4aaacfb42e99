"""Send what was issued, in the background of every process, each route for itself.

An attempt is claimed by putting off the next one, so that nobody else takes it and no connection
is held while it is sent. Who is killed between sending and noting leaves it to be sent once more
after the lease: at least once. By its number the receiver knows it again (`Idempotency-Key`,
`Message-ID`, the name of the file).
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shared.database import Database, is_away
from shared.refusals import Refusal

from billing.deliveries.by_mail import by_mail
from billing.deliveries.pack_parcel import pack_parcel
from billing.deliveries.parcel import NotTaken, Sender
from billing.deliveries.rules import Route, next_attempt
from billing.deliveries.to_access_point import to_access_point
from billing.deliveries.to_folder import to_folder

log = logging.getLogger(__name__)

LOOK_EVERY_SECONDS = 2.0
# Longer than the making of files and the other side's answer take together.
LEASE_SECONDS = 300.0
CLAIM = """
UPDATE delivery SET attempts = attempts + 1,
    next_at = clock_timestamp() + make_interval(secs => $2)
WHERE number = (
    SELECT number FROM delivery
    WHERE state = 'waiting' AND route = $1 AND next_at <= clock_timestamp()
    ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING number, attempts
"""
NOTE_SENT = """
UPDATE delivery SET state = 'sent', sent_at = clock_timestamp(), receipt = $2, problem = NULL
WHERE number = $1
"""
NOTE_PROBLEM = """
UPDATE delivery SET state = CASE WHEN $2::timestamptz IS NULL THEN 'failed' ELSE 'waiting' END,
    next_at = COALESCE($2, next_at), problem = $3
WHERE number = $1
"""
NOTE_WAITING = """
UPDATE delivery SET problem = $2
WHERE state = 'waiting' AND route = $1 AND problem IS DISTINCT FROM $2
"""


def sending(
    folder: Path | None, mail: str | None, peppol: str | None
) -> list[Callable[[Database], Coroutine[Any, Any, None]]]:
    """Return the tasks that send, one for each route: what is slow holds up only its own.

    Given are the outgoing folder and the addresses of the mail server and the access point.
    """
    return [
        _sending("folder", to_folder(folder) if folder else None, "OUTGOING_FOLDER"),
        _sending("email", by_mail(mail) if mail else None, "SMTP_URL"),
        _sending("peppol", to_access_point(peppol) if peppol else None, "PEPPOL_URL"),
    ]


def _sending(
    route: Route, sender: Sender | None, setting: str
) -> Callable[[Database], Coroutine[Any, Any, None]]:
    async def run(database: Database) -> None:
        while True:
            try:
                if sender:
                    while await send_next(database, route, sender):
                        pass
                else:
                    async with database.commit() as connection:
                        await connection.execute(NOTE_WAITING, route, f"{setting} is not set")
            except Exception as error:
                if not is_away(error):
                    log.exception("documents could not be sent: they are tried again")
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    return run


async def send_next(database: Database, route: Route, sender: Sender) -> bool:
    """Try the next delivery of a route that is due; return whether there was one."""
    async with database.commit() as connection:
        claimed = await connection.fetchrow(CLAIM, route, LEASE_SECONDS)
    if claimed is None:
        return False
    number, attempts = claimed
    try:
        receipt = await sender(await pack_parcel(database, number))
    except Refusal as refusal:
        await _note(database, NOTE_PROBLEM, number, None, refusal.detail)
    except NotTaken as answer:
        again = next_attempt(attempts, datetime.now(UTC))
        await _note(database, NOTE_PROBLEM, number, again, str(answer))
    except Exception as error:
        if is_away(error):
            raise
        log.exception("a document could not be sent, by a mistake of ours")
        again = next_attempt(attempts, datetime.now(UTC))
        await _note(database, NOTE_PROBLEM, number, again, "a mistake of ours: see the log")
    else:
        await _note(database, NOTE_SENT, number, receipt)
    return True


async def _note(database: Database, statement: str, *values: Any) -> None:
    async with database.commit() as connection:
        await connection.execute(statement, *values)
