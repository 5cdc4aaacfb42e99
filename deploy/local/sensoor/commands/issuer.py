"""`sensoor issuer` and `sensoor token`: the development issuer, and a token of it."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

from typing import Annotated

import typer
from shared.roles import Role

from sensoor import home
from sensoor.commands.run import run
from sensoor.console import fail, note, print_line


def issuer() -> None:
    """Serve only the development issuer, which asks for no password. Never in production."""
    from sensoor.issuer import app as serving

    serving.main()


def token(
    role: Annotated[Role, typer.Argument(help="The role of the caller.")],
    person: Annotated[
        str, typer.Option(help="A volunteer's id; a listener gets one if left out.")
    ] = "",
    locations: Annotated[
        str, typer.Option(help="Ids of locations, with commas; all if left out.")
    ] = "",
    subject: Annotated[str, typer.Option("--for", help="The subject of the token.")] = "",
) -> None:
    """Print a token of the development issuer, valid for half a day."""
    from sensoor.issuer import persons, signing

    folder = home.home_folder()
    if "tokens" not in (home.addresses(folder) or {"tokens": folder}):
        fail("the services here trust your own issuer: get a token from it")
        raise typer.Exit(1)
    try:
        who, at = persons.ids_in(person)[:1], persons.ids_in(locations)
    except ValueError:
        fail("--person takes a volunteer's id, and --locations ids with commas between them")
        raise typer.Exit(1) from None
    if role is Role.LISTENER and not who:
        known = run(persons.listeners(folder))[:1]
        who = [one.listener for one in known if one.listener]
        for one in known:
            note(f"volunteer {one.listener}, a listener in {one.name}")
        if not known:
            note("the token names no person, because no volunteer is admitted here: use --person")
    try:
        print_line(signing.sign_for(folder, role, next(iter(who), None), at, subject))
    except FileNotFoundError:
        fail(f"no issuer was ever up in {folder}: `sensoor up` starts one")
        raise typer.Exit(1) from None
