"""The command `sensoor partners`: who may read the copies that are made for them."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

from pathlib import Path
from typing import Annotated

import typer

from sensoor.commands.find_platform import bus_to_provision
from sensoor.commands.run import run_on_bus
from sensoor.console import console, say

partners_app = typer.Typer(
    help="Partners that read copies of referrals: access and answers.", no_args_is_help=True
)


Partner = Annotated[str, typer.Argument(help="Its name on the bus, such as 113online.")]


Url = Annotated[str, typer.Option(help="Where the partner reaches the bus; ours if left out.")]


@partners_app.command("add")
def add_partner(partner: Partner, url: Url = "") -> None:
    """Let a partner in: create its credentials, and examples for its engineers."""
    from sensoor.partners import access

    there = bus_to_provision()
    _hand_over(run_on_bus(access.add(there, partner, url or there.url)))


@partners_app.command("rotate")
def rotate_partner(partner: Partner, url: Url = "") -> None:
    """Create new credentials; the old ones stay valid until `revoke --old`."""
    from sensoor.partners import access

    there = bus_to_provision()
    _hand_over(run_on_bus(access.rotate(there, partner, url or there.url)))
    say(f"once {partner} uses them: sensoor partners revoke {partner} --old")


@partners_app.command("revoke")
def revoke_partner(
    partner: Partner,
    old: Annotated[bool, typer.Option("--old", help="All but the newest.")] = False,
) -> None:
    """Revoke a partner's credentials; its connections are closed at once."""
    from sensoor.partners import access

    run_on_bus(access.revoke(bus_to_provision(), partner, old=old))
    which = "all but the newest credentials" if old else "all credentials"
    say(f"{partner}: {which} are revoked; its copies are kept")


@partners_app.command("list")
def list_partners() -> None:
    """List the partners, their valid credentials, and the copies that wait."""
    from rich.table import Table

    from sensoor import clock
    from sensoor.partners import access

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("partner", "access", "copies waiting", "credentials issued"):
        table.add_column(column, justify="right" if "wait" in column else "left")
    for standing in run_on_bus(access.standings(bus_to_provision())):
        state = "active" if standing.issued else "revoked" if standing.revoked else "none"
        issued = ", ".join(clock.moment(moment.timestamp()) for moment in standing.issued)
        table.add_row(standing.partner, state, str(standing.waiting), issued or "-")
    console.print(table)


@partners_app.command("empty")
def empty_answers(
    partner: Partner,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    unread: Annotated[
        bool, typer.Option("--unread", help="Also messages that are not handled.")
    ] = False,
) -> None:
    """Delete handled messages from a partner's answers: a full stream refuses more."""
    from sensoor import services
    from sensoor.partners import answers

    there, handlers = bus_to_provision(), services.handlers()
    found = run_on_bus(answers.held(there, partner, handlers))
    say(
        f"{found.stream}: {found.messages} messages, {found.size / 2**20:.1f} of"
        f" {found.bound / 2**20:.0f} MB; {found.unread} not handled yet"
    )
    what = "all of them, also those not handled" if unread else "those that were handled"
    if not yes and not typer.confirm(f"remove {what}?"):
        raise typer.Exit(1)
    left = run_on_bus(answers.empty(there, partner, handlers, unread=unread))
    say(f"{left.messages} left")


def _hand_over(credentials: Path) -> None:
    say(f"credentials  {credentials}")
    say(f"examples     {credentials.with_suffix('.md')}")
    say("hand both over by a safe channel; there is no other copy of the credentials")
