"""The commands that read the bus: `events` and `dead-letters`."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from sensoor.asking import addresses_here, bus_here, print_line, run
from sensoor.screen import console, fail

letters_app = typer.Typer(
    help="What a service set aside: list, show, replay.", no_args_is_help=True
)

Number = Annotated[int, typer.Argument(help="The number in `sensoor dead-letters list`.")]


def events(
    since: Annotated[
        str, typer.Option(help="Begin there: 90s, 10m, 2h or 3d ago, or an ISO 8601 time.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Begin at the first event.")] = False,
) -> None:
    """Follow the bus: time, subject, aggregate, its version, and the place in the stream."""
    there = bus_here()
    from sensoor import events as shown

    try:
        begin = shown.moment(since, datetime.now(UTC)) if since else None
    except ValueError:
        raise typer.BadParameter("say 90s, 10m, 2h or 3d, or an ISO 8601 time") from None
    run(shown.show(there, shown.EVERYTHING if everything else begin, print_line))


@letters_app.command("list")
def list_letters() -> None:
    """List the dead letters, and whether each was handled since."""
    found = _letters()
    if not found:
        console.print("no dead letters")
        return
    from sensoor import dead_letters

    for letter in found:
        print_line(dead_letters.line(letter))


@letters_app.command("show")
def show_letter(number: Number) -> None:
    """Show a dead letter and the event that was set aside."""
    from sensoor import dead_letters
    from sensoor.bus_reading import broker, jetstream

    letter = _letter(number)

    async def fetch() -> str:
        async with broker(bus_here()) as connection:
            message = await dead_letters.original(jetstream(connection), letter.told)
        return dead_letters.content(message) if message else "the stream no longer holds it"

    print_line(dead_letters.line(letter))
    print_line(run(fetch()))


@letters_app.command("replay")
def replay_letters(
    number: Annotated[int | None, typer.Argument(help="One letter.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that still wait.")] = False,
) -> None:
    """Have the service handle a dead letter once more, its cause being mended."""
    from sensoor import dead_letters
    from sensoor.bus_reading import broker

    if (number is None) is not everything:
        raise typer.BadParameter("give one number, or --all")
    waiting = [letter for letter in _letters() if not letter.handled_since]
    chosen = waiting if number is None else [_letter(number)]

    async def replay() -> list[str]:
        async with broker(bus_here()) as connection:
            results = []
            for letter in chosen:
                results.append(await dead_letters.replay(connection, letter))
                print_line(f"{letter.number:>4}  {letter.told.event}  {results[-1]}")
            return results

    results = run(replay())
    console.print(f"{results.count('handled')} of {len(results)} handled")
    raise typer.Exit(0 if all(result == "handled" for result in results) else 1)


def _letters() -> list[Any]:
    addresses = addresses_here()
    from sensoor import dead_letters
    from sensoor.bus_reading import broker

    async def collect() -> list[Any]:
        async with broker(bus_here()) as connection:
            return await dead_letters.letters(connection, addresses["databases"])

    return run(collect())


def _letter(number: int) -> Any:
    for letter in _letters():
        if letter.number == number:
            return letter
    fail(f"there is no dead letter {number}: `sensoor dead-letters list` shows them")
    raise typer.Exit(1)
