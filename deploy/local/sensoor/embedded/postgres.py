"""PostgreSQL as a child process, from the binaries of its wheel."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import asyncpg

from sensoor.embedded.postgres_files import place
from sensoor.embedded.program import Program, bare_environment, until_answered

ADMIN = "postgres"
POSTGRES_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # An ERROR line quotes the refused input, and no value of a request may reach the log.
    "log_error_verbosity": "terse",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_statement": "none",
}


def postgres_program(folder: Path, port: int) -> Program:
    """Return PostgreSQL on TCP at 127.0.0.1; create its data (half a second) if there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    placement = place(folder)
    if not placement.data.exists():
        _make_data(placement.programs, placement.data, _password(folder), placement.user)
    command = [str(placement.programs / "postgres"), "-D", str(placement.data), "-p", str(port)]
    for name, value in POSTGRES_SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    return Program(command, bare_environment(), placement.user, death_signal=signal.SIGINT)


def _make_data(programs: Path, data: Path, password: str, user: int | None) -> None:
    """Create the data in another folder and rename it: a killed initdb leaves no half data."""
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
            os.fsync(file.fileno())  # the data survive a power cut, so their password must too
        unfinished.rename(kept)
    return kept.read_text()


def admin_url(folder: Path, port: int) -> str:
    """Return the administrator's URL of the database in this folder."""
    return f"postgresql://{ADMIN}:{_password(folder)}@127.0.0.1:{port}/postgres"


async def wait_for_postgres(url: str, log: Path | None = None) -> None:
    """Return once the database at `url` accepts a login; TimeoutError shows its log."""

    async def ask() -> None:
        connection = await asyncpg.connect(url, timeout=5)
        await connection.close()

    await until_answered("PostgreSQL", url, ask, log)
