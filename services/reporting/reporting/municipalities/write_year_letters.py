"""`python -m reporting year-letters`: write the year letter of one municipality, or of all."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path

from shared.database import Database, DatabaseAway
from shared.pages.language import Catalogues, speaking
from shared.printing import print_line
from shared.refusals import Refusal
from shared.roles import Role
from shared.settings import DatabaseSettings

from reporting.books.periods import Period, year
from reporting.municipalities.read_municipality import list_municipalities, read_municipality
from reporting.municipalities.year_letter import year_letter

READER = frozenset({Role.FINANCE})


async def write_files(arguments: list[str], words: Catalogues) -> int:
    """Write the letters as PDF into a folder, and print how many; return the exit code.

    Without `--code` every municipality that is not excluded gets one. 0: all are written. 2: the
    year has no published report, the municipality is not known, or the database is away; the last
    line says why.
    """
    asked = _parser().parse_args(arguments)
    database = Database(DatabaseSettings().database_url)
    try:
        codes = [asked.code] if asked.code else await _codes(database, year(asked.year))
        if not codes:
            print_line(f"no municipality is known on 1 January {asked.year}")
            return 2
        asked.out.mkdir(parents=True, exist_ok=True)
        for code in codes:
            content = await _letter(database, year(asked.year), code, asked.language, words)
            file = asked.out / f"sensoor-letter-{asked.year}-{code}.pdf"
            await asyncio.to_thread(file.write_bytes, content)
    except Refusal as refusal:
        print_line(refusal.detail)
        return 2
    except (OSError, DatabaseAway) as failed:
        print_line(f"the year letters could not be written ({type(failed).__name__})")
        return 2
    finally:
        await database.close()
    print_line(f"{len(codes)} letters written to {asked.out}")
    return 0


async def _letter(
    database: Database, of: Period, code: str, language: str, words: Catalogues
) -> bytes:
    whole = await read_municipality(database, of, code, READER, datetime.now(UTC))
    with speaking(language, words):
        return await year_letter(whole)


async def _codes(database: Database, of: Period) -> list[str]:
    return [one.code for one in await list_municipalities(database, of) if not one.excluded]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reporting year-letters")
    parser.add_argument("year", type=int)
    parser.add_argument("--code")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")
    parser.add_argument("--out", type=Path, required=True)
    return parser
