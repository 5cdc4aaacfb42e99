"""The embedded broker and database by themselves."""

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sensoor.bus.connection import Bus
from sensoor.bus.keys import BusKeys
from sensoor.embedded import postgres_files
from sensoor.embedded.databases import ensure_database
from sensoor.embedded.nats import wait_for_nats
from sensoor.embedded.ports import free_port, release_port
from sensoor.embedded.postgres import admin_url, postgres_program, wait_for_postgres
from sensoor.embedded.program import start

is_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root must leave its own folders")


def test_a_port_is_given_once_until_it_is_released() -> None:
    first = free_port(26100)
    assert free_port(first) != first
    release_port(first)
    assert free_port(first) == first


def test_a_port_on_which_somebody_listens_is_not_given() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(port) > port


@pytest.fixture
def closed_home(tmp_path: Path) -> Iterator[Path]:
    """A home that nobody else may enter, with what is left there of a killed initdb."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    folder = closed / "postgres"
    (folder / "unfinished-initdb").mkdir(parents=True)
    yield folder
    postgres_files.forget(folder)


@pytest.fixture
def open_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a database in it that is removed afterwards, wherever its data lie."""
    tmp_path.chmod(0o755)
    yield tmp_path
    postgres_files.forget(tmp_path / "postgres")


@is_root
async def test_beneath_a_closed_folder_the_data_lie_outside_until_they_are_forgotten(
    closed_home: Path,
) -> None:
    port = free_port(26200)
    program = postgres_program(closed_home, port)
    outside = postgres_files.outside_of(closed_home)
    assert outside is not None
    assert (outside / "data" / "PG_VERSION").exists()
    assert program.user == (outside / "data").stat().st_uid != 0
    process = start(program, closed_home / "log")
    try:
        await wait_for_postgres(admin_url(closed_home, port), closed_home / "log")
    finally:
        process.terminate()
        process.wait()
    postgres_files.forget(closed_home)
    assert not outside.exists()


@is_root
def test_the_copied_programs_can_be_run_by_all(tmp_path: Path) -> None:
    copied = postgres_files.copy_of(postgres_files.installed(), tmp_path)
    for program in ("postgres", "initdb"):
        assert (copied / "bin" / program).stat().st_mode & stat.S_IXOTH


def test_the_administrators_password_is_for_its_owner_only(tmp_path: Path) -> None:
    admin_url(tmp_path, 1)
    assert (tmp_path / "password").stat().st_mode & 0o777 == 0o600
    assert admin_url(tmp_path, 1) == admin_url(tmp_path, 1)


async def test_a_database_is_made_once_and_only_its_role_may_enter(postgres: str) -> None:
    one, other = f"one_{uuid4().hex[:8]}", f"other_{uuid4().hex[:8]}"
    url = await ensure_database(postgres, one)
    assert await ensure_database(postgres, one) == url
    await ensure_database(postgres, other)
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE mine (id int)")
    await connection.close()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(url, database=other)


async def test_a_name_that_is_no_identifier_is_refused(postgres: str) -> None:
    with pytest.raises(ValueError, match="is no name for a database"):
        await ensure_database(postgres, 'x"; DROP DATABASE postgres; --')


async def test_no_value_of_a_refused_statement_is_logged(open_folder: Path) -> None:
    port = free_port(26300)
    log = open_folder / "log"
    process = start(postgres_program(open_folder / "postgres", port), log)
    url = admin_url(open_folder / "postgres", port)
    await wait_for_postgres(url, log)
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE person (phone text PRIMARY KEY)")
    for statement in (
        "INSERT INTO person VALUES ('0612345678'), ('0612345678')",
        "SELECT '0612345678x'::int",
        "SELECT 0612345678 FROM nowhere",
    ):
        with pytest.raises(asyncpg.PostgresError):
            await connection.execute(statement)
    await connection.close()
    process.terminate()
    process.wait()
    assert "database system is shut down" in log.read_text()
    assert "0612345678" not in log.read_text()


async def test_a_broker_that_does_not_come_is_told_with_the_end_of_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: BusKeys
) -> None:
    monkeypatch.setattr("sensoor.embedded.program.START_DEADLINE", 0)
    (tmp_path / "log").write_text("no room on the disk")
    with pytest.raises(TimeoutError, match=r"(?s)NATS at 127\.0\.0\.1:1 .*no room on the disk"):
        await wait_for_nats(Bus("nats://127.0.0.1:1", keys), tmp_path / "log")
