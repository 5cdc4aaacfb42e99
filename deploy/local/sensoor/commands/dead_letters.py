"""The command `sensoor dead-letters`: what a service set aside."""
# ruff: noqa: PLC0415  each command imports what it needs, so that none waits for all of it

from typing import Annotated, Any

import typer

from sensoor.commands.find_platform import addresses_here, bus_here
from sensoor.commands.run import run
from sensoor.console import console, fail, print_line

letters_app = typer.Typer(
    help="Events that a service set aside: list, show, replay.", no_args_is_help=True
)

Number = Annotated[int, typer.Argument(help="The number in `sensoor dead-letters list`.")]


@letters_app.command("list")
def list_letters() -> None:
    """List the dead letters, and whether each was handled since."""
    found = _letters()
    if not found:
        console.print("no dead letters")
        return
    from sensoor.bus import dead_letter_stream

    for letter in found:
        print_line(dead_letter_stream.line(letter))


@letters_app.command("show")
def show_letter(number: Number) -> None:
    """Show a dead letter and the event that was set aside."""
    from sensoor.bus import dead_letter_stream
    from sensoor.bus.reading import broker

    letter = _letter(number)

    async def fetch() -> str:
        async with broker(bus_here()) as connection:
            message = await dead_letter_stream.original(connection, letter.told)
        return dead_letter_stream.content(message) if message else "the stream no longer holds it"

    print_line(dead_letter_stream.line(letter))
    print_line(run(fetch()))


@letters_app.command("replay")
def replay_letters(
    number: Annotated[int | None, typer.Argument(help="One letter.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that still wait.")] = False,
) -> None:
    """Let the service handle a dead letter again, after its cause is fixed."""
    from sensoor.bus import dead_letter_stream
    from sensoor.bus.reading import broker

    if (number is None) is not everything:
        raise typer.BadParameter("give one number, or --all")
    waiting = [letter for letter in _letters() if not letter.handled_since]
    chosen = waiting if number is None else [_letter(number)]

    async def replay() -> list[str]:
        async with broker(bus_here()) as connection:
            results = []
            for letter in chosen:
                results.append(await dead_letter_stream.replay(connection, letter))
                print_line(f"{letter.number:>4}  {letter.told.event}  {results[-1]}")
            return results

    results = run(replay())
    console.print(f"{results.count('handled')} of {len(results)} handled")
    raise typer.Exit(0 if all(result == "handled" for result in results) else 1)


def _letters() -> list[Any]:
    addresses = addresses_here()
    from sensoor.bus import dead_letter_stream
    from sensoor.bus.reading import broker

    async def collect() -> list[Any]:
        async with broker(bus_here()) as connection:
            return await dead_letter_stream.letters(connection, addresses["databases"])

    return run(collect())


def _letter(number: int) -> Any:
    for letter in _letters():
        if letter.number == number:
            return letter
    fail(f"there is no dead letter {number}: `sensoor dead-letters list` shows them")
    raise typer.Exit(1)
