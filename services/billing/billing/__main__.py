"""`python -m billing` serves, `migrate` migrates, `audit` audits the invoices."""

import asyncio
import json
import sys
from datetime import datetime

from shared.database import Database, is_away
from shared.service import main
from shared.settings import DatabaseSettings

from billing.audits.audit_invoices import audit_invoices
from billing.main import create_app


async def run_audit() -> int:
    """Audit, print the result as JSON, and return the exit code.

    Standard input is JSON: `told`, the hashes of each number on the bus, and `toldAt`, when they
    were read. 0: all is well, 1: something is wrong, 2: the database is away.
    """
    asked = json.load(sys.stdin)
    database = Database(DatabaseSettings().database_url)
    try:
        connection = await database.connect()
        told_at = datetime.fromisoformat(asked["toldAt"])
        audited = await audit_invoices(connection, asked["told"], told_at)
    except Exception as error:
        if not is_away(error):
            raise
        sys.stderr.write("the database is away: run it again\n")
        return 2
    finally:
        await database.close()
    sys.stdout.write(f"{json.dumps(audited.as_json())}\n")
    return 1 if audited.findings else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["audit"]:
        sys.exit(asyncio.run(run_audit()))
    main("billing", create_app)
