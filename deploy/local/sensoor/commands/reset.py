"""`sensoor reset`: remove what the platform keeps in its home."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import os
from typing import Annotated

import typer

from sensoor import home
from sensoor.commands.run import run
from sensoor.console import fail


def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete all data and logs of the platform in this home."""
    from sensoor.console import say
    from sensoor.platform.supervised_process import end_leftovers

    folder = home.home_folder()
    if not yes:
        typer.confirm(f"Delete all data of the platform in {folder}?", abort=True)
    try:
        with home.held(folder):
            run(end_leftovers(folder, say))
            home.remove(folder)
    except home.HomeIsHeld as error:
        fail(str(error))
        raise typer.Exit(1) from None
    say(f"the data in {folder} are deleted: `sensoor up` starts afresh")
    if yours := [name for name in ("NATS_URL", "DATABASE_URL") if os.environ.get(name)]:
        say(f"the data behind your {' and '.join(yours)} are kept")
