"""`sensoor issuer` and `sensoor token`: the development issuer, and a token of it."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

from typing import Annotated

import typer
from shared.roles import Role

from sensoor import home
from sensoor.commands.run import run
from sensoor.console import fail, note, print_line


def issuer() -> None:
    """Serve the development issuer alone: it asks for no password. Never for production."""
    from sensoor.issuer import app as serving

    serving.main()


def token(
    role: Annotated[Role, typer.Argument(help="What whoever asks does at Sensoor.")],
    person: Annotated[str, typer.Option(help="A volunteer's id; for a listener: found.")] = "",
    locations: Annotated[str, typer.Option(help="Ids of locations, with commas; else all.")] = "",
    subject: Annotated[str, typer.Option("--for", help="Who it is.")] = "",
) -> None:
    """Print a token of the development issuer, good for half a day."""
    from sensoor.issuer import persons, signing

    folder = home.home_folder()
    if "tokens" not in (home.addresses(folder) or {"tokens": folder}):
        fail("the services here trust your own issuer: ask it for a token")
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
            note("it names no person, for nobody is admitted here: give one by --person")
    try:
        print_line(signing.sign_for(folder, role, next(iter(who), None), at, subject))
    except FileNotFoundError:
        fail(f"no issuer was ever up in {folder}: `sensoor up` starts one")
        raise typer.Exit(1) from None
