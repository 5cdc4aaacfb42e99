"""`python -m reporting` serves, `migrate` migrates, and each of `COMMANDS` does its work."""

import asyncio
import sys
from collections.abc import Callable, Coroutine

from shared.service import main

from reporting.annual_report import command as annual_report
from reporting.closing_by_hand import command as closing
from reporting.main import SITE, create_app
from reporting.rebuild import command as rebuild

# Each returns the exit code.
COMMANDS: dict[str, Callable[[list[str]], Coroutine[None, None, int]]] = {
    "close": closing.close,
    "closed": closing.closed,
    "annual-report": lambda arguments: annual_report.write_file(arguments, SITE.words),
    "rebuild": rebuild.main,
}


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in COMMANDS:
        sys.exit(asyncio.run(COMMANDS[sys.argv[1]](sys.argv[2:])))
    main("reporting", create_app)
