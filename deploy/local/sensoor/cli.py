"""The commands of `sensoor`; what they do lies in the modules that they call."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

import json
import os
import subprocess
from typing import Annotated

import typer
from shared.roles import Role

from sensoor import bus_commands, closed_commands, home, outbox_commands
from sensoor.asking import addresses_here, print_line, run
from sensoor.screen import console, fail, note

app = typer.Typer(
    help="Sensoor on this machine: broker, database and the four services.",
    no_args_is_help=True, add_completion=False, rich_markup_mode="rich",
    pretty_exceptions_show_locals=False, pretty_exceptions_short=True,
)  # fmt: skip


@app.command()
def up() -> None:
    """Start everything here, keep it up, and stop it at Ctrl-C."""
    from sensoor import supervisor
    from sensoor import up as platform

    try:
        platform.up(home.home_folder())
    except (home.HomeIsHeld, supervisor.CannotStart) as error:
        fail(str(error))
        raise typer.Exit(1) from None


@app.command()
def demo() -> None:
    """Bring the platform up and play two weeks of Sensoor through it."""
    from demo import main

    main.run()


@app.command()
def status() -> None:
    """Show each part: whether it is ready, its process, and what is away."""
    folder, addresses = home.home_folder(), addresses_here()
    from sensoor import status as parts

    found = run(parts.states(folder, addresses))
    console.print(parts.table(found))
    raise typer.Exit(0 if all(state.ready for state in found) else 1)


@app.command()
def logs(
    service: Annotated[str | None, typer.Argument(help="A part; all of them if left out.")] = None,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on with new lines.")] = False,
) -> None:
    """Show what the parts wrote last."""
    from sensoor import logs as written

    folder = home.home_folder()
    found = written.logs_of(folder)
    if service is not None and service not in found:
        fail(f"no log of {service} in {folder}; there are: {', '.join(found) or 'none'}")
        raise typer.Exit(1)
    chosen = found if service is None else {service: found[service]}
    for line in written.last_lines(chosen):
        print_line(line)
    try:
        for line in written.following(chosen) if follow else ():
            print_line(line)
    except KeyboardInterrupt:
        return


@app.command()
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
        who = [one.volunteer_id for one in known]
        for one in known:
            note(f"volunteer {one.volunteer_id}, a listener in {one.place}")
        if not known:
            note("it names no person, for nobody is admitted here: give one by --person")
    try:
        print_line(signing.sign_for(folder, role, next(iter(who), None), at, subject))
    except FileNotFoundError:
        fail(f"no issuer was ever up in {folder}: `sensoor up` starts one")
        raise typer.Exit(1) from None


@app.command()
def issuer() -> None:
    """Serve the development issuer alone: it asks for no password. Never for production."""
    from sensoor.issuer import app as serving

    serving.main()


app.command()(bus_commands.events)
app.add_typer(bus_commands.letters_app, name="dead-letters")
app.add_typer(outbox_commands.outbox_app, name="outbox")
app.add_typer(closed_commands.bus_app, name="bus")
app.add_typer(closed_commands.partners_app, name="partners")


@app.command()
def rebuild(what: Annotated[str, typer.Argument(help="`reporting`.")]) -> None:
    """Fold the streams anew beside the live projections and compare the two."""
    if what != "reporting":
        raise typer.BadParameter("only reporting can be rebuilt")
    addresses = addresses_here()
    from sensoor import bus_place, services

    program = services.program(
        "reporting", "rebuild", DATABASE_URL=addresses["databases"]["reporting"],
        **bus_place.environment_as(bus_place.bus_of(addresses), "reporting"),
    )  # fmt: skip
    done = subprocess.run(
        program.command, env=program.environment, check=False, stdout=subprocess.PIPE, text=True
    )
    result = done.stdout.splitlines()[-1:]
    if done.returncode not in (0, 1) or not result:
        fail(f"the rebuild failed with exit code {done.returncode}")
        raise typer.Exit(2)
    told = json.loads(result[0])
    console.print(f"{told['events']} events folded anew in {told['seconds']:.1f} s")
    if told["identical"]:
        console.print("the live projections hold the same bytes")
    else:
        fail(f"the live projections differ: {json.dumps(told['differences'])}")
    raise typer.Exit(done.returncode)


@app.command()
def doctor() -> None:
    """Look at everything, say what is wrong and the command that mends it."""
    from sensoor import doctor as examination

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


@app.command()
def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Remove all data and logs of the platform in this home."""
    from sensoor.parts import end_leftovers
    from sensoor.screen import say

    folder = home.home_folder()
    if not yes:
        typer.confirm(f"Remove all that the platform keeps in {folder}?", abort=True)
    try:
        with home.held(folder):
            run(end_leftovers(folder, say))
            home.remove(folder)
    except home.HomeIsHeld as error:
        fail(str(error))
        raise typer.Exit(1) from None
    say(f"{folder} is empty of ours: `sensoor up` begins anew")
    if yours := [name for name in ("NATS_URL", "DATABASE_URL") if os.environ.get(name)]:
        say(f"what lies behind your {' and '.join(yours)} is left as it is")
