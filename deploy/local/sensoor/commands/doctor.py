"""`sensoor doctor`: what is wrong here, and the command that mends it."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import typer

from sensoor import home
from sensoor.commands.run import run
from sensoor.console import console


def doctor() -> None:
    """Check everything; for each problem print the command that mends it."""
    from sensoor.platform import examination

    async def examine() -> bool:
        all_well = True
        async for finding in examination.examine(home.home_folder()):
            mark = "[green]✓[/]" if finding.well else "[bold red]✗[/]"
            console.print(f"{mark} [bold]{finding.what:<24}[/]", end=" ")
            console.print(finding.said, markup=False, soft_wrap=True)
            if not finding.well:
                console.print(f"  {'':<24} mend it: {finding.mend}", markup=False, soft_wrap=True)
            all_well = all_well and finding.well
        return all_well

    raise typer.Exit(0 if run(examine()) else 1)
