"""`python -m reporting` serves, `migrate` migrates, and each of `COMMANDS` does its work."""

import asyncio
import sys
from collections.abc import Callable, Coroutine

from shared.service import main

from reporting.annual_report import command as annual_report
from reporting.audits import command as audits
from reporting.closing_by_hand import command as closing
from reporting.forecasts import command as forecast
from reporting.main import SITE, create_app
from reporting.municipalities import write_year_letters
from reporting.rebuild import command as rebuild

# Each returns the exit code.
COMMANDS: dict[str, Callable[[list[str]], Coroutine[None, None, int]]] = {
    "close": closing.close,
    "closed": closing.closed,
    "annual-report": lambda arguments: annual_report.write_file(arguments, SITE.words),
    "forecast": forecast.main,
    "audit-report": audits.one,
    "audit-reports": audits.everything,
    "rebuild": rebuild.main,
    "year-letters": lambda arguments: write_year_letters.write_files(arguments, SITE.words),
}


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in COMMANDS:
        sys.exit(asyncio.run(COMMANDS[sys.argv[1]](sys.argv[2:])))
    main("reporting", create_app)
