"""`python -m reporting audit-report ID` and `audit-reports`: make reports again, and compare."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from uuid import UUID

import asyncpg
import nats.errors
from shared.database import Database, DatabaseAway
from shared.printing import print_line
from shared.refusals import Refusal

from reporting.audits.audit_reports import Audited, audit_report, audit_reports
from reporting.disclosure.deciding import NothingDecided
from reporting.rebuild.fold_as_seen import EventsMissing
from reporting.rebuild.streams import StreamUnreadable
from reporting.settings import Settings

AWAY = (
    nats.errors.Error,
    StreamUnreadable,
    OSError,
    TimeoutError,
    DatabaseAway,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
)


async def one(arguments: list[str]) -> int:
    """Audit the report whose id is given; return the exit code, as `everything` does."""
    try:
        [text] = arguments
        report_id = UUID(text)
    except ValueError:
        print_line("give the id of one report: `reportId` of the event that told of it")
        return 2

    async def audited(database: Database, settings: Settings) -> AsyncIterator[Audited]:
        yield await audit_report(database, settings, report_id)

    settings = Settings()
    database = Database(settings.database_url)
    return await _printed(database, audited(database, settings))


async def everything(_arguments: list[str]) -> int:
    """Audit all reports: print each as a line of JSON, and return the exit code.

    0: all are equal, 1: some differ, 2: it could not be done, and the last line says why.
    """
    settings = Settings()
    database = Database(settings.database_url)
    return await _printed(database, audit_reports(database, settings))


async def _printed(database: Database, audited: AsyncIterator[Audited]) -> int:
    differ = False
    try:
        async for report in audited:
            differ |= bool(report.differences)
            print_line(json.dumps(asdict(report), default=str))
    except Refusal as refusal:
        print_line(refusal.detail)
        return 2
    except EventsMissing as missing:
        print_line(f"the streams do not hold all that was counted: {missing}")
        return 2
    except NothingDecided as failed:
        print_line(str(failed))
        return 2
    except AWAY as away:
        print_line(f"the bus or the database went away ({type(away).__name__}): run it again")
        return 2
    finally:
        await database.close()
    return 1 if differ else 0
