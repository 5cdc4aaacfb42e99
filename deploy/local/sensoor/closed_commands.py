"""The commands that close the bus and let partners in: `bus` and `partners`."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from sensoor import home
from sensoor.asking import bus_here, print_line, run
from sensoor.screen import console, fail, say

bus_app = typer.Typer(
    help="Accounts, permissions, streams and consumers, from what the code wants.",
    no_args_is_help=True,
)
partners_app = typer.Typer(
    help="Who may read the copies that are made for them.", no_args_is_help=True
)

Partner = Annotated[str, typer.Argument(help="Its name on the bus, such as 113online.")]
Url = Annotated[str, typer.Option(help="Where the partner reaches the bus; ours if left out.")]
Keys = Annotated[Path | None, typer.Option(help="The folder; $BUS_KEYS or this home's.")]


def bus() -> Any:
    """The bus that NATS_URL and BUS_KEYS name, or that of the platform that is up here."""
    from sensoor.bus_keys import NoKeys
    from sensoor.bus_place import NoBus, bus_in_environment

    here = not (os.environ.get("NATS_URL") or os.environ.get("BUS_KEYS"))
    try:
        return bus_here() if here else bus_in_environment()
    except (NoBus, NoKeys, OSError) as error:
        fail(str(error))
        raise typer.Exit(1) from None


@bus_app.command("init")
def init_keys(keys: Keys = None) -> None:
    """Make the keys of a bus: nothing that is there is made anew."""
    from sensoor import bus_keys, services

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
    """Show what is not as the code wants it; exit code 1 when there is anything."""
    from sensoor import bus_plan, services

    there = bus()
    found = _asked(bus_plan.plan(there, services.handlers()))
    for line in found:
        print_line(line)
    for line in _asked(bus_plan.strangers(there, services.handlers())):
        print_line(f"{line} is not known here, and left alone")
    console.print("nothing to do" if not found else f"{len(found)} to do: sensoor bus apply")
    raise typer.Exit(1 if found else 0)


@bus_app.command("apply")
def apply_bus() -> None:
    """Make accounts, permissions, streams and consumers what the code wants; deletes nothing."""
    from sensoor import bus_plan, services

    there = bus()
    done = _asked(bus_plan.apply(there, services.handlers()))
    for line in done:
        print_line(line)
    console.print("nothing was to be done" if not done else f"{len(done)} done")


@bus_app.command("rotate")
def rotate_user(
    user: Annotated[str, typer.Argument(help="contacts, billing, ... or operator.")],
    finish: Annotated[bool, typer.Option(help="Take the old credentials back.")] = False,
) -> None:
    """Make new credentials for a service; once it runs on them, `--finish` ends the old ones."""
    from sensoor import bus_rotation

    there = bus()
    try:
        if finish:
            _asked(bus_rotation.finish(there, user))
            say(f"{user}: the old credentials are worthless from now on")
        else:
            path = bus_rotation.begin(there, user)
            say(f"{user}: new credentials in {path}; the old ones are valid still")
            say(f"give them to {user}, restart it, then: sensoor bus rotate {user} --finish")
    except (bus_rotation.RotationRefused, OSError) as error:
        fail(str(error))
        raise typer.Exit(1) from None


@partners_app.command("add")
def add_partner(partner: Partner, url: Url = "") -> None:
    """Let a partner in: its credentials, and a page with examples for its engineers."""
    from sensoor import partners

    there = bus()
    _hand_over(_asked(partners.add(there, partner, url or there.url)))


@partners_app.command("rotate")
def rotate_partner(partner: Partner, url: Url = "") -> None:
    """Make new credentials; the old ones are valid until `revoke --old`."""
    from sensoor import partners

    there = bus()
    _hand_over(_asked(partners.rotate(there, partner, url or there.url)))
    say(f"once {partner} uses them: sensoor partners revoke {partner} --old")


@partners_app.command("revoke")
def revoke_partner(
    partner: Partner,
    old: Annotated[bool, typer.Option("--old", help="All but the newest.")] = False,
) -> None:
    """Take a partner's credentials back; who uses them is cut off at once."""
    from sensoor import partners

    _asked(partners.revoke(bus(), partner, old=old))
    which = "all but the newest credentials" if old else "all credentials"
    say(f"{partner}: {which} are worthless from now on; its copies are kept")


@partners_app.command("list")
def list_partners() -> None:
    """List the partners, their valid credentials, and what waits for them."""
    from rich.table import Table

    from sensoor import clock, partners

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("partner", "", "copies that wait", "credentials issued"):
        table.add_column(column, justify="right" if "wait" in column else "left")
    for standing in _asked(partners.standings(bus())):
        state = "in" if standing.issued else "revoked" if standing.revoked else "not in"
        issued = ", ".join(clock.moment(moment.timestamp()) for moment in standing.issued)
        table.add_row(standing.partner, state, str(standing.waiting), issued or "-")
    console.print(table)


@partners_app.command("empty")
def empty_answers(
    partner: Partner,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    unread: Annotated[bool, typer.Option("--unread", help="Also what nobody has handled.")] = False,
) -> None:
    """Empty the stream of a partner's answers, of what was handled: a full one takes no more."""
    from sensoor import partner_answers, services

    there, handlers = bus(), services.handlers()
    found = _asked(partner_answers.held(there, partner, handlers))
    say(
        f"{found.stream}: {found.messages} messages, {found.size / 2**20:.1f} of"
        f" {found.bound / 2**20:.0f} MB; {found.unread} not handled yet"
    )
    what = "all of them, also those not handled" if unread else "those that were handled"
    if not yes and not typer.confirm(f"remove {what}?"):
        raise typer.Exit(1)
    left = _asked(partner_answers.empty(there, partner, handlers, unread=unread))
    say(f"{left.messages} left")


def _asked(work: Any) -> Any:
    """What the bus answers; when it refuses, or is away, that is one line."""
    import nats.errors

    from sensoor.bus_plan import BusRefused
    from sensoor.bus_rotation import RotationRefused
    from sensoor.partners import PartnerRefused

    try:
        return run(work)
    except (PartnerRefused, BusRefused, RotationRefused) as error:
        fail(str(error))
    except nats.errors.Error as error:
        said = str(error).removeprefix("nats: ").strip("'")
        fail(f"the bus: {said or type(error).__name__}")
    raise typer.Exit(1)


def _hand_over(credentials: Path) -> None:
    say(f"credentials  {credentials}")
    say(f"examples     {credentials.with_suffix('.md')}")
    say("hand both over on a safe way; the credentials are not kept anywhere else")
