"""`python -m reporting annual-report 2016`: write the annual report of a year to a file."""

import argparse
from pathlib import Path

from shared.database import Database, DatabaseAway
from shared.pages.language import NAMES, Catalogues, speaking
from shared.printing import print_line
from shared.settings import DatabaseSettings

from reporting.accountability.views import FIRST_YEAR, LAST_YEAR
from reporting.annual_report.read_year import read_year
from reporting.annual_report.typeset_report import typeset_report
from reporting.books.queries import ReportNotPublished


async def write_file(arguments: list[str], words: Catalogues) -> int:
    """Write the PDF and print its path and size; return the exit code.

    0: written, 2: it could not be, and the line that is printed says why.
    """
    asked = _parser().parse_args(arguments)
    database = Database(DatabaseSettings().database_url)
    try:
        async with database.read() as session:
            year = await read_year(session, asked.year)
        with speaking(asked.language, words):
            content = typeset_report(year)
        asked.out.write_bytes(content)
    except ReportNotPublished as refusal:
        print_line(refusal.detail)
        return 2
    except (OSError, DatabaseAway) as failed:
        print_line(f"the annual report could not be written ({type(failed).__name__})")
        return 2
    finally:
        await database.close()
    print_line(f"{asked.out}: {len(content)} bytes")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("annual-report")
    parser.add_argument("year", type=int, choices=range(FIRST_YEAR, LAST_YEAR + 1), metavar="YEAR")
    parser.add_argument("--language", choices=sorted(NAMES), default="nl")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    return parser
