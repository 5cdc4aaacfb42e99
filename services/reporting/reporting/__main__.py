"""`python -m reporting` serves, `migrate` migrates, and each of `COMMANDS` does its work."""
# ruff: noqa: PLC0415  each command loads its own room: the processes of a rebuild load no page

import asyncio
import sys
from collections.abc import Callable, Coroutine
from importlib import import_module
from typing import Any

# Each returns the exit code.
COMMANDS = {
    "audit-report": "audits.command:one",
    "audit-reports": "audits.command:everything",
    "close": "closing_by_hand.command:close",
    "closed": "closing_by_hand.command:closed",
    "forecast": "forecasts.command:main",
    "rebuild": "rebuild.command:main",
}
# These write in Dutch or English, and take the words of both.
DOCUMENTS = {
    "annual-report": "annual_report.command:write_file",
    "year-letters": "municipalities.write_year_letters:write_files",
}


async def run(command: str, arguments: list[str]) -> int:
    """Run a command, and return its exit code."""
    module, name = (COMMANDS | DOCUMENTS)[command].split(":")
    act: Callable[..., Coroutine[Any, Any, int]] = getattr(
        import_module(f"reporting.{module}"), name
    )
    if command in COMMANDS:
        return await act(arguments)
    from reporting.main import SITE

    return await act(arguments, SITE.words)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in COMMANDS | DOCUMENTS:
        sys.exit(asyncio.run(run(sys.argv[1], sys.argv[2:])))
    from shared.service import main

    from reporting.main import create_app

    main("reporting", create_app)
