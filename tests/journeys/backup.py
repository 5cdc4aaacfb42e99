"""The backups that docs/operations.md has made of a platform, and what is restored from them."""

import asyncio
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sensoor.embedded.databases import ensure_database
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.postgres import admin_url, postgres_program, wait_for_postgres
from sensoor.embedded.postgres_files import installed
from sensoor.embedded.program import start
from sensoor.home import passwords
from sensoor.services import PORTS, database_name

from tests.journeys.scanner import Place, tables

PROGRAMS = installed() / "bin"
GUIDE = Path(__file__).parents[2] / "docs" / "operations.md"
# What an operator keeps apart from the backups: keys and passwords.
KEPT_APART = ("bus", "passwords.json", "personal_keys.json", "forecast_key.json",
              "letter_keys.json", "exchange_secrets.json")  # fmt: skip


def dump_options(service: str) -> list[str]:
    """Return how the guide has a service's database dumped."""
    found = re.search(rf"pg_dump((?:[\s\\]+--\S+)+) {service} >", GUIDE.read_text())
    return found[1].replace("\\", "").split() if found else ["--format=custom"]


async def run(program: str, *words: str) -> None:
    """Run a program of PostgreSQL to its end."""
    command = [str(PROGRAMS / program), *words]
    await asyncio.to_thread(subprocess.run, command, capture_output=True, check=True)


async def back_up(home: Path, addresses: Mapping[str, Any], folder: Path) -> None:
    """Make the backups of a platform that is up.

    They are a dump of each database, a base backup, as which a standby begins whose volume is in
    the snapshot of each night, and the volume of the broker as a snapshot has it.
    """
    dumps = [
        run("pg_dump", *dump_options(service), f"--file={folder / service}", url)
        for service, url in addresses["databases"].items()
    ]
    base = run("pg_basebackup", f"--dbname={addresses['database']}", "--checkpoint=fast",
               f"--pgdata={folder / 'base'}")  # fmt: skip
    await asyncio.gather(*dumps, base)
    shutil.copytree(home / "nats", folder / "nats")


async def restore(folder: Path, keys_of: Path, home: Path) -> list[Place]:
    """Restore every database and stream into an empty home, with the keys of another one.

    Return the tables as they are before any service has seen them.
    """
    for name in KEPT_APART:
        kept = keys_of / name
        (shutil.copytree if kept.is_dir() else shutil.copy)(kept, home / name)
    shutil.copytree(folder / "nats", home / "nats")
    port = free_port(25960)
    process = start(postgres_program(home / "postgres", port), home / "restore.log")
    try:
        admin = admin_url(home / "postgres", port)
        await wait_for_postgres(admin, home / "restore.log")
        urls = await asyncio.gather(
            *(restore_database(admin, home, one, folder / one) for one in PORTS)
        )
        return [place for url in urls for place in await tables(url)]
    finally:
        process.terminate()
        process.wait()
        release_port(port)


async def restore_database(admin: str, home: Path, service: str, dump: Path) -> str:
    """Restore a service's database, as its own role; return its URL."""
    name = database_name(service)
    url = await ensure_database(admin, name, passwords(home, [name])[name])
    await run("pg_restore", "--exit-on-error", f"--dbname={url}", str(dump))
    return url
