"""`sensoor logs`: the logs of the parts, in a readable form."""

import json
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from sensoor import home
from sensoor.clock import SHOWN_IN
from sensoor.console import fail, print_line

LAST_LINES = 40
LOOK_EVERY = 0.2
KNOWN = ("time", "level", "logger", "message")


def logs(
    service: Annotated[str | None, typer.Argument(help="A part; all if left out.")] = None,
    follow: Annotated[
        bool, typer.Option("-f", "--follow", help="Keep printing new lines.")
    ] = False,
) -> None:
    """Show the last lines of each log."""
    folder = home.home_folder()
    found = logs_of(folder)
    if service is not None and service not in found:
        fail(f"no log of {service} in {folder}; there are: {', '.join(found) or 'none'}")
        raise typer.Exit(1)
    chosen = found if service is None else {service: found[service]}
    for line in last_lines(chosen):
        print_line(line)
    try:
        for line in following(chosen) if follow else ():
            print_line(line)
    except KeyboardInterrupt:
        return


def logs_of(home: Path) -> dict[str, Path]:
    """Return the logs of this home by the part that writes them, including the steps of a start."""
    return {path.stem: path for path in sorted((home / "logs").glob("*.log"))}


def last_lines(logs: dict[str, Path]) -> Iterator[str]:
    """Yield the last lines of each log."""
    for name, path in logs.items():
        for line in path.read_text(errors="replace").splitlines()[-LAST_LINES:]:
            yield readable(name, line)


def following(logs: dict[str, Path]) -> Iterator[str]:
    """Yield each new line, without end; a log that was replaced is read from its beginning."""
    read = {name: path.stat().st_size for name, path in logs.items()}
    while True:
        for name, path in logs.items():
            size = path.stat().st_size if path.exists() else 0
            if size < read[name]:
                read[name] = 0
            with path.open("rb") as file:
                file.seek(read[name])
                new = file.read()
            whole = new[: new.rfind(b"\n") + 1]
            read[name] += len(whole)
            for line in whole.decode(errors="replace").splitlines():
                yield readable(name, line)
        time.sleep(LOOK_EVERY)


def readable(name: str, line: str) -> str:
    """Return a line of JSON as time, part, level, message and other fields; other lines as is."""
    try:
        said = json.loads(line)
        at = datetime.fromisoformat(said["time"]).astimezone(SHOWN_IN).strftime("%H:%M:%S.%f")[:-3]
        rest = " ".join(f"{key}={said[key]}" for key in said if key not in KNOWN)
        return f"{at} {name:<10} {said['level']:<7} {said['message']} {rest}".rstrip()
    except (ValueError, KeyError, TypeError):
        return f"{name:<10} {line}"
