"""`sensoor logs`: what the parts write, as a person reads it."""

import json
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sensoor.clock import SHOWN_IN

LAST_LINES = 40
LOOK_EVERY = 0.2
KNOWN = ("time", "level", "logger", "message")


def logs_of(home: Path) -> dict[str, Path]:
    """The logs of this home by the part that writes them, steps on the way up included."""
    return {path.stem: path for path in sorted((home / "logs").glob("*.log"))}


def last_lines(logs: dict[str, Path]) -> Iterator[str]:
    """The last lines of each log."""
    for name, path in logs.items():
        for line in path.read_text(errors="replace").splitlines()[-LAST_LINES:]:
            yield readable(name, line)


def following(logs: dict[str, Path]) -> Iterator[str]:
    """Each new line, for ever; a log that a new run began is read from its beginning."""
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
    """A line of JSON as time, part, level, message and what else it says; others as they are."""
    try:
        said = json.loads(line)
        at = datetime.fromisoformat(said["time"]).astimezone(SHOWN_IN).strftime("%H:%M:%S.%f")[:-3]
        rest = " ".join(f"{key}={said[key]}" for key in said if key not in KNOWN)
        return f"{at} {name:<10} {said['level']:<7} {said['message']} {rest}".rstrip()
    except (ValueError, KeyError, TypeError):
        return f"{name:<10} {line}"
