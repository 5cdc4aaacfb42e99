"""After the day nobody is known again: not by the tables, a backup, or the database's files."""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from contacts.misuse.forget_callers import forget_callers, forget_cool_downs
from contacts.misuse.know_caller import Caller
from sensoor.embedded.ports import free_port
from sensoor.embedded.postgres import admin_url, postgres_program, wait_for_postgres
from sensoor.embedded.postgres_files import forget, installed, place
from sensoor.embedded.program import start
from shared.database import Database
from shared.migrations import migrate, migrations_of

from tests.contacts.house import House, house_in_zutphen
from tests.contacts.misusing import call, known, misused, new_token, register
from tests.platform import Platform

DAY = timedelta(days=1)
NEW = Caller(redial=False, cooled_down=False)
COOLED_DOWN = Caller(redial=True, cooled_down=True)
PROGRAMS = installed() / "bin"


async def dump(url: str, *words: str) -> str:
    """Return a backup as docs/operations.md makes it, as SQL."""
    command = [str(PROGRAMS / "pg_dump"), *words, url]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=True)
    return done.stdout.decode()


async def restore(url: str, backup: str) -> Database:
    """Return a database of its own, restored from a backup."""
    command = [str(PROGRAMS / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", url]
    given = backup.encode()
    await asyncio.to_thread(subprocess.run, command, input=given, check=True, capture_output=True)
    return Database(url)


async def misuse_in(house: House) -> bytes:
    """Let a caller have a cool-down until midnight; return the token."""
    token, one = new_token(), await house.listener()
    command = misused(cool_down="rest_of_day")
    await register(house, await call(house, token, one), one, command)
    assert await known(house, token) == COOLED_DOWN
    return token


async def test_a_backup_that_is_restored_knows_no_caller_on_the_same_day_nor_after_it(
    platform: Platform,
) -> None:
    # given a caller with a cool-down, and a backup of that day
    house = await house_in_zutphen(platform)
    token, url = await misuse_in(house), await platform.database_url("contacts")
    backup = await dump(url, "--no-unlogged-table-data")
    assert token.hex() in await dump(url)  # which a dump without the option would hold
    assert token.hex() not in backup
    # when it is restored, with the very token at hand that the exchange has destroyed
    restored = f"{url}_restored"
    await platform.run(f'CREATE DATABASE "{restored.rsplit("/", 1)[1]}"')
    after = House(await restore(restored, backup), house.now)
    platform.stack.push_async_callback(after.database.close)
    # then what happened is there, and by nothing in it a caller is known
    async with after.database.commit() as connection:
        assert await connection.fetchval("SELECT count(*) FROM cool_down") == 1
        assert await connection.fetchval("SELECT count(*) FROM contact") == 1
        assert await connection.fetchval("SELECT count(*) FROM caller_today") == 0
    assert await known(after, token) == NEW
    after.now += DAY
    assert await known(after, token) == NEW


async def test_after_midnight_the_callers_of_the_day_are_gone_and_todays_stay(
    platform: Platform,
) -> None:
    house = await house_in_zutphen(platform)
    house.now = datetime.now(UTC) - DAY
    yesterday, today = await misuse_in(house), new_token()
    house.now += DAY
    await known(house, today)
    assert await house.do(forget_callers) == 1
    assert await house.do(forget_callers) == 0
    async with house.database.commit() as connection:
        rows = await connection.fetch("SELECT token FROM caller_today")
        assert [bytes(row["token"]) for row in rows] == [today]
        whole = await connection.fetch("SELECT t::text AS row FROM cool_down t")
    assert yesterday.hex() not in whole[0]["row"]
    assert (await known(house, today)).redial


async def test_cool_downs_are_kept_for_ninety_days(platform: Platform) -> None:
    house = await house_in_zutphen(platform)
    for age in (89, 91):
        house.now = datetime.now(UTC) - age * DAY
        await misuse_in(house)
    assert await house.do(forget_cool_downs) == 1
    assert await house.do(forget_cool_downs) == 0


class OwnPostgres:
    """A PostgreSQL that a test may kill."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder / "postgres", free_port(25900)
        self.process: subprocess.Popen[bytes] | None = None

    async def start(self) -> str:
        """Start it; return the administrator's URL."""
        self.process = start(postgres_program(self.folder, self.port), self.folder / "log")
        url = admin_url(self.folder, self.port)
        await wait_for_postgres(url, self.folder / "log")
        return url

    def kill(self) -> None:
        """Kill it and its children without a warning."""
        assert self.process
        os.killpg(self.process.pid, 9)
        self.process.wait()

    def files(self) -> bytes:
        """Return all that lies in its folder."""
        data = place(self.folder).data
        return b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())


@pytest.fixture
def own_postgres() -> Iterator[OwnPostgres]:
    folder = Path(tempfile.mkdtemp(prefix="sensoor-test-killed-"))
    folder.chmod(0o755)
    own = OwnPostgres(folder)
    yield own
    own.kill()
    forget(own.folder)
    shutil.rmtree(folder)


async def test_after_a_crash_callers_are_new_and_no_file_holds_a_token(
    own_postgres: OwnPostgres,
) -> None:
    # given a caller with a cool-down
    url = await own_postgres.start()
    await asyncio.to_thread(migrate, url, migrations_of("contacts"))
    house = House(Database(url))
    token = await misuse_in(house)
    async with house.database.commit() as connection:
        call_id = await connection.fetchval("SELECT attempt_id FROM cool_down")
    await house.database.close()
    # when the database crashes and comes back
    own_postgres.kill()
    await own_postgres.start()
    # then what was registered is there, no file holds the token, be it the write-ahead log, and the
    # caller is new
    house = House(Database(url), house.now)
    async with house.database.commit() as connection:
        assert await connection.fetchval("SELECT attempt_id FROM cool_down") == call_id
    files = own_postgres.files()
    assert call_id.bytes in files
    assert token not in files
    assert await known(house, token) == NEW
    await house.database.close()
