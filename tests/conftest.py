"""Real parts for every test: the embedded PostgreSQL once, an embedded broker for each test."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sensoor.bus.keys import BusKeys
from sensoor.embedded.ports import free_port
from sensoor.embedded.postgres import admin_url, postgres_program, wait_for_postgres
from sensoor.embedded.program import start
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.in_memory import keep_files_in_memory
from tests.platform import Broker, Platform, make_keys
from tests.quick_apps import read_endpoints_once

keep_files_in_memory()
read_endpoints_once()

# What the processes of a test import is compiled once, not by each of them for seconds.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# A partner's copy leaves on the minute, for which no test need wait; processes inherit this.
os.environ["COPIES_EVERY_SECONDS"] = "1"
# Names of volunteers are sealed: the key of this run, of 32 zero bytes.
os.environ["PERSONAL_DATA_KEY"] = f"{'A' * 43}="
# Letters are sealed with a key as well.
os.environ["LETTER_KEYS"] = os.environ["LETTER_PEPPER"] = f"{'A' * 43}="

# What files share, by how their names begin, the first that fits: a running platform, a browser
# with the site (twice: the pages are half of its tests), or one with the house of chats. On each
# worker they would start again, which takes longer than most files.
SHARED = {
    "tests/bus/": "the bus",
    "tests/browser/test_pages": "the site, for its pages",
    "tests/browser/test_board": "the house",
    "tests/browser/test_help": "the house",
    "tests/browser/": "the site",
}


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """Give a worker a file at a time, and one worker all files that share what runs."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((what for begins, what in SHARED.items() if file.startswith(begins)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile | None:
    """Return how `--dist loadfile` hands out the tests."""
    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL for the whole run: the URL of its administrator."""
    folder = Path(tempfile.mkdtemp(prefix="sensoor-test-pg-"))
    folder.chmod(0o755)
    port = free_port(25400)
    program = postgres_program(folder / "postgres", port)
    # A test run need not outlive the machine's power: what a kill leaves is enough.
    program.command.extend(["-c", "fsync=off", "-c", "full_page_writes=off"])
    program.command.extend(["-c", "max_wal_size=256MB"])  # its folder may be memory
    process = start(program, folder / "postgres.log")
    url = admin_url(folder / "postgres", port)
    asyncio.run(wait_for_postgres(url, folder / "postgres.log"))
    yield url
    process.terminate()
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def templates() -> dict[str, str]:
    """Migrated databases that a test's databases are copied from."""
    return {}


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> BusKeys:
    """The keys of every broker of this run."""
    return make_keys(tmp_path_factory.mktemp("bus"))


@pytest.fixture
async def platform(
    postgres: str, templates: dict[str, str], keys: BusKeys
) -> AsyncIterator[Platform]:
    """A closed broker with nothing on it, and databases with nothing in them."""
    folder = Path(tempfile.mkdtemp(prefix="sensoor-test-nats-"))
    broker = Broker(folder, free_port(24222), keys)
    try:
        await broker.start()
        async with AsyncExitStack() as stack:
            platform = Platform(postgres, stack, templates, broker)
            stack.push_async_callback(platform.drop)
            yield platform
    finally:
        broker.kill()
        shutil.rmtree(broker.folder, ignore_errors=True)
