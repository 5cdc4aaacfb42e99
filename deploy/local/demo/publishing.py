"""What reporting ends with: closed periods, a forecast, a year letter and the annual report.

Each is a command of reporting, as `sensoor` runs it, and is run again where it was interrupted.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sensoor import home
from sensoor.bus.environment import bus_of, environment_as
from sensoor.embedded.program import Program, python_program

from demo.client import Api
from demo.retrying import pause

TRIES = 20
DONE, REFUSED, NOT_DONE = 0, 1, 2
AGAIN = "run it again"  # the bus or the database went away
# The forecast is made from both weeks, and was tried on the second one without seeing it.
AFTER_BOTH_WEEKS = "2016-03-21"
YEAR, ZUTPHEN = "2016", "GM0301"


@dataclass(frozen=True)
class Published:
    """What was published: a part of the summary, the documents by name, and what is wrong."""

    summary: dict[str, Any]
    documents: Mapping[str, str]
    wrong: list[str]


@dataclass(frozen=True)
class Reporting:
    """How a command of reporting is started: the addresses, and the folder of the home."""

    addresses: Mapping[str, Any]
    folder: Path
    doing: Any

    def program(self, *arguments: str) -> Program:
        """Return a command of reporting."""
        return python_program(
            "reporting", *arguments, DATABASE_URL=self.addresses["databases"]["reporting"],
            **environment_as(bus_of(self.addresses), "reporting"), **home.forecast_key(self.folder),
        )  # fmt: skip

    async def run(self, *arguments: str, expect: int = DONE) -> list[str]:
        """Run a command until it ends as expected; return what it printed."""
        for _ in range(TRIES):
            code, told = await run_program(self.program(*arguments))
            if code in (DONE, expect) and not (told and told[-1].endswith(AGAIN)):
                return told
            self.doing.ask_again("interrupted")
            await pause(2)
        raise RuntimeError(f"reporting does not {arguments[0]}: {' '.join(told[-1:])}")


async def run_program(program: Program) -> tuple[int, list[str]]:
    """Run a program, and kill it where this is cancelled; return its exit code and its lines."""
    running = await asyncio.create_subprocess_exec(
        *program.command, env=program.environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        out, failed = await running.communicate()
    finally:
        if running.returncode is None:
            running.kill()
    return running.returncode or 0, (out or failed).decode().splitlines()


async def publish(
    reporting: Api, addresses: Mapping[str, Any], folder: Path, documents: Path
) -> Published:
    """Close all through the year, forecast, and write the documents that people open."""
    reporting.doing.begin("closes March, the quarter and the year")
    acts = Reporting(addresses, folder, reporting.doing)
    # Where it was played before, all is closed already, and closing again is refused.
    await acts.run("close", YEAR, "--through", expect=REFUSED)
    closed = [json.loads(line) for line in await acts.run("closed")]
    reporting.doing.begin("forecasts, and writes the year letter and the annual report")
    # A small demo may have days without any attempt: it is too little to forecast from.
    told = await acts.run("forecast", AFTER_BOTH_WEEKS, expect=NOT_DONE)
    forecast: dict[str, Any] = {"days": 0, "trials": {}}
    if told[-1].startswith("{"):
        forecast = json.loads(told[-1])
    await acts.run("year-letters", YEAR, "--code", ZUTPHEN, "--out", str(documents))
    annual = documents / f"annual-report-{YEAR}.pdf"
    await acts.run("annual-report", YEAR, "--out", str(annual))
    trials = {name: one["mase"] for name, one in forecast["trials"].items()}
    letter = documents / f"sensoor-letter-{YEAR}-{ZUTPHEN}.pdf"
    missing = [str(file) for file in (letter, annual) if not file.exists()]
    return Published(
        {
            "periods_closed": [one["period"] for one in closed],
            "reports_published": sum(one["reports"] for one in closed),
            "forecast_days": forecast["days"],
            "forecast_error_to_repeating_a_week": trials,
        },
        {"annual report": str(annual), "year letter": str(letter)},
        [f"{file} was not written" for file in missing],
    )


async def read_reports(reporting: Api, periods: list[str]) -> list[str]:
    """Read the report and the page of each period; return the addresses of the pages."""
    reporting.doing.begin("reads its reports")
    pages = []
    for period in periods:
        report = await reporting.get(f"/v1/reports/{period}")
        assert report["period"] == period
        path = f"/reporting/reports/{period}"
        assert "<html" in await reporting.text(path)
        pages.append(f"{reporting.address}{path}")
    return pages
