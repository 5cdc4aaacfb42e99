"""All that is kept, wherever it is kept, and the scan for what may not be in it, however written.

A place is a name and the bytes that are there. What is looked for are secrets: a name each, and
what gives it away.
"""

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx
import numpy as np
from sensoor.bus.environment import bus_of
from sensoor.embedded.postgres_files import outside_of
from shared.bus import API
from shared.events.catalogue import stream_subjects

Place = tuple[str, bytes]
Secrets = Mapping[str, Iterable[bytes]]

# Every table, the unlogged ones too, and what the planner keeps as samples of their columns.
LIST_TABLES = """
SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') UNION ALL SELECT 'pg_catalog.pg_stats'
"""


def scan(secrets: Secrets, places: Iterable[Place]) -> set[tuple[str, str]]:
    """Return which secret is in which place, as (place, secret)."""
    written = {
        one: name for name, words in secrets.items() for word in words for one in writings(word)
    }
    by_beginning: dict[int, list[bytes]] = defaultdict(list)
    for one in written:
        by_beginning[int.from_bytes(one[:4], "little")].append(one)
    return {(place, written[one]) for place, held in places for one in _found(held, by_beginning)}


def _found(held: bytes, written: Mapping[int, Sequence[bytes]]) -> set[bytes]:
    """Return which of the writings are there; each is listed by its first four bytes.

    They are hundreds, and places hundreds of megabytes: all beginnings are looked for at once.
    """
    beginnings = np.array(list(written), np.uint32)
    begins = np.zeros(1 << 16, bool)
    begins[beginnings & 0xFFFF] = True
    single = np.frombuffer(held, np.uint8).astype(np.uint16)
    double = single[:-1] | single[1:] << 8
    at = np.flatnonzero(begins[double[:-2]])
    four = double[at] | double[at + 2].astype(np.uint32) << 16
    likely = np.isin(four, beginnings)
    return {
        one for place, begun in zip(at[likely].tolist(), four[likely].tolist(), strict=True)
        for one in written[begun] if held.startswith(one, place)
    }  # fmt: skip


def writings(secret: bytes) -> set[bytes]:
    """Return a secret as it is, in hexadecimal digits, in base64 wherever it begins, and UTF-16."""
    hexadecimal = secret.hex().encode()
    sixtyfour = {_inside_base64(secret, before) for before in range(3)}
    in_addresses = {word.replace(b"+", b"-").replace(b"/", b"_") for word in sixtyfour}
    wide = {secret.decode().encode("utf-16-le")} if secret.isascii() else set()
    return {secret, hexadecimal, hexadecimal.upper(), *sixtyfour, *in_addresses, *wide}


def _inside_base64(secret: bytes, before: int) -> bytes:
    """Return the digits of base64 that are the secret's alone, with so many bytes before it."""
    whole = base64.b64encode(bytes(before) + secret)
    return whole[(before * 8 + 5) // 6 : (before + len(secret)) * 8 // 6]


async def tables(url: str) -> list[Place]:
    """Return each table of a database, its rows as text."""
    connection = await asyncpg.connect(url)
    database = urlsplit(url).path.strip("/")
    found = []
    for (name,) in await connection.fetch(LIST_TABLES):
        rows = await connection.fetch(f"SELECT t::text AS row FROM {name} t")
        held = "\n".join(row["row"] for row in rows).encode()
        found.append((f"table {database} {name.removeprefix('public.')}", held))
    await connection.close()
    return found


async def streams(addresses: Mapping[str, Any]) -> list[Place]:
    """Return each stream, its messages one after another."""
    bus = await bus_of(addresses).connect("operator")
    reading = bus.jetstream(prefix=API)
    found = []
    for stream in stream_subjects():
        last = (await reading.stream_info(stream)).state.last_seq
        messages = [
            await reading.get_msg(stream, place, direct=True) for place in range(1, last + 1)
        ]
        said = [b"%r %r %b" % (one.subject, one.headers, one.data or b"") for one in messages]
        found.append((f"stream {stream}", b"\n".join(said)))
    await bus.close()
    return found


async def metrics(addresses: Mapping[str, Any]) -> list[Place]:
    """Return the metrics page of each service."""
    async with httpx.AsyncClient(trust_env=False) as client:
        return [
            (f"metrics {service}", (await client.get(address)).content)
            for service, address in addresses["metrics"].items()
        ]


async def told(addresses: Mapping[str, Any]) -> list[Place]:
    """Return what the databases, the streams and the metrics of a platform that is up tell."""
    found = [place for url in addresses["databases"].values() for place in await tables(url)]
    return [*found, *await streams(addresses), *await metrics(addresses)]


def files(folder: Path) -> Iterator[Place]:
    """Yield each file below a folder, those of the database too where they lie outside of it."""
    for file in sorted(folder.rglob("*")):
        # A file may go while others are read: the database removes its own.
        with suppress(FileNotFoundError):
            if file.is_file() and not file.is_symlink():
                yield f"file {file.relative_to(folder)}", file.read_bytes()
    for record in folder.rglob("outside"):
        yield from files(outside_of(record.parent) or folder / "nowhere")
