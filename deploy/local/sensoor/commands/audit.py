"""The command `sensoor audit`: whether what was issued or published is still that."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import json
import subprocess
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from sensoor.commands.find_platform import addresses_here, bus_here, databases_here
from sensoor.commands.run import run_on_bus
from sensoor.console import console, fail
from sensoor.embedded.program import python_program

audit_app = typer.Typer(
    help="Find what was changed after it was issued or published.", no_args_is_help=True
)

# What a finding's check means, and of what there are how many.
CHECKS = {
    "content": ("each document has the hash of its fields", "documents"),
    "chain": ("each document follows from the one before", "documents"),
    "number": ("each number is that of its series and place", "documents"),
    "gap": ("no number is missing", "documents"),
    "counter": ("the counters say the last document and its hash", "series"),
    "ledger": ("each document is posted as it is, and every entry sums to zero", "entries"),
    "file": ("each file has the hash that was kept", "files"),
    "bus": ("each hash is the one that was told on the bus", "told"),
}


# Without it `invoices` would be the command `audit` itself.
@audit_app.callback()
def audit() -> None:
    """Find what was changed after it was issued."""


@audit_app.command("invoices")
def audit_invoices() -> None:
    """Check the chains, the ledger, the files, and the hashes on the bus; exit with 1 if wrong."""
    databases = databases_here()
    if "billing" not in databases:
        fail("no database of billing is known: set BILLING_DATABASE_URL")
        raise typer.Exit(2)
    told_at = datetime.now(UTC).isoformat()
    asked = json.dumps({"told": run_on_bus(_told()), "toldAt": told_at})
    program = python_program("billing", "audit", DATABASE_URL=databases["billing"])
    done = subprocess.run(
        program.command, env=program.environment, check=False, input=asked,
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode not in (0, 1) or not done.stdout:
        fail(f"the audit could not be done: exit code {done.returncode}")
        raise typer.Exit(2)
    _show(json.loads(done.stdout))
    raise typer.Exit(done.returncode)


@audit_app.command("report")
def audit_report(report_id: Annotated[str, typer.Argument(help="Its `reportId`.")]) -> None:
    """Make a published report again from the streams; exit with 1 if a figure differs."""
    _audit_reports("audit-report", report_id)


@audit_app.command("reports")
def audit_reports() -> None:
    """Make all published reports again from the streams; exit with 1 if a figure differs."""
    _audit_reports("audit-reports")


def _audit_reports(*arguments: str) -> None:
    addresses = addresses_here()
    from sensoor.bus import environment

    program = python_program(
        "reporting", *arguments, DATABASE_URL=addresses["databases"]["reporting"],
        **environment.environment_as(environment.bus_of(addresses), "reporting"),
    )  # fmt: skip
    done = subprocess.run(
        program.command, env=program.environment, check=False, stdout=subprocess.PIPE, text=True
    )
    lines = done.stdout.splitlines()
    for line in lines if done.returncode in (0, 1) else lines[:-1]:
        _show_report(json.loads(line))
    if done.returncode not in (0, 1):
        fail(lines[-1] if lines else f"the audit failed with exit code {done.returncode}")
        raise typer.Exit(2)
    raise typer.Exit(done.returncode)


def _show_report(audited: dict[str, Any]) -> None:
    name = f"{audited['period']} {audited['place']} revision {audited['revision']}"
    if not audited["differences"]:
        console.print(f"{name}: the same bytes", highlight=False)
    for one in audited["differences"]:
        fail(f"{name}: {one['figure']} is {one['stored']}, and {one['again']} from the streams")


async def _told() -> dict[str, list[str]]:
    from sensoor.bus.documents_told import documents_told
    from sensoor.bus.reading import broker

    async with broker(bus_here()) as connection:
        return dict(await documents_told(connection))


def _show(audited: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table("check", "of", "wrong")
    for check, (means, counted) in CHECKS.items():
        wrong = sum(finding["check"] == check for finding in audited["findings"])
        table.add_row(
            means, f"{audited[counted]} {counted}", f"[bold red]{wrong}[/]" if wrong else "-"
        )
    console.print(table)
    for finding in audited["findings"]:
        fail(f"{finding['where']} ({finding['check']}): {finding['says']}")
