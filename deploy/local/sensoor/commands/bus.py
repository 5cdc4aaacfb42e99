"""The command `sensoor bus`: keys, accounts, streams and consumers."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import os
from pathlib import Path
from typing import Annotated

import typer

from sensoor import home
from sensoor.commands.find_platform import bus_to_provision
from sensoor.commands.run import run_on_bus
from sensoor.console import console, fail, print_line, say

bus_app = typer.Typer(
    help="Accounts, permissions, streams and consumers of the bus.",
    no_args_is_help=True,
)

Keys = Annotated[Path | None, typer.Option(help="The folder; $BUS_KEYS or this home's.")]


@bus_app.command("init")
def init_keys(keys: Keys = None) -> None:
    """Create the keys of a bus; existing keys are kept."""
    from sensoor import services
    from sensoor.bus import keys as bus_keys

    folder = keys or Path(os.environ.get("BUS_KEYS") or home.home_folder() / "bus")
    try:
        bus_keys.init(folder, services.PORTS, say)
    except (bus_keys.NoKeys, OSError) as error:
        fail(f"no keys can be made in {folder}: {error}")
        raise typer.Exit(1) from None
    console.print(f"the keys lie in {folder}", soft_wrap=True)
    console.print("  keys.json      the root secret: only provisioning and partners need it")
    console.print("  server.json    for the brokers' configuration; not secret")
    console.print("  account        the public id of the streams' account, for monitoring and KEDA")
    console.print("  creds/         one file for each user: each goes to its own service only")


@bus_app.command("plan")
def plan_bus() -> None:
    """Show the differences from what the code wants; exit code 1 if there are any."""
    from sensoor import services
    from sensoor.bus import plan as bus_plan

    there = bus_to_provision()
    found = run_on_bus(bus_plan.plan(there, services.handlers()))
    for line in found:
        print_line(line)
    for line in run_on_bus(bus_plan.strangers(there, services.handlers())):
        print_line(f"{line} is unknown to the code, and kept")
    console.print("nothing to do" if not found else f"{len(found)} to do: sensoor bus apply")
    raise typer.Exit(1 if found else 0)


@bus_app.command("apply")
def apply_bus() -> None:
    """Apply accounts, permissions, streams and consumers; it deletes nothing."""
    from sensoor import services
    from sensoor.bus import plan as bus_plan

    there = bus_to_provision()
    done = run_on_bus(bus_plan.apply(there, services.handlers()))
    for line in done:
        print_line(line)
    console.print("nothing was to be done" if not done else f"{len(done)} done")


@bus_app.command("rotate")
def rotate_user(
    user: Annotated[str, typer.Argument(help="contacts, billing, ... or operator.")],
    finish: Annotated[bool, typer.Option(help="Revoke the old credentials.")] = False,
) -> None:
    """Create new credentials for a service; `--finish` revokes the old ones."""
    from sensoor.bus import rotation

    there = bus_to_provision()
    try:
        if finish:
            run_on_bus(rotation.finish(there, user))
            say(f"{user}: the old credentials are revoked")
        else:
            path = rotation.begin(there, user)
            say(f"{user}: new credentials in {path}; the old ones are still valid")
            say(f"give them to {user}, restart it, then: sensoor bus rotate {user} --finish")
    except (rotation.RotationRefused, OSError) as error:
        fail(str(error))
        raise typer.Exit(1) from None
