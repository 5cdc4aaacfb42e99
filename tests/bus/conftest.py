"""One running `sensoor up` for all attacks, with two partners let in and copies for both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sensoor.bus.connection import Bus
from sensoor.bus.environment import bus_of
from sensoor.embedded import postgres_files
from sensoor.partners import access
from sensoor.platform.supervisor import Platform, running_platform
from shared.events.catalogue import PARTNERS

from tests.bus.visiting import tell, visiting

COPIES = 3


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def up(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platform]:
    """The platform as its user runs it: its parts live as long as this package's tests."""
    home = tmp_path_factory.mktemp("home")
    async with running_platform(home, say=lambda _: None) as platform:
        there = bus_of(platform.addresses)
        for partner in PARTNERS:
            await access.add(there, partner, there.url)
        async with visiting(there, "contacts") as contacts:
            for version in range(1, COPIES + 1):
                for partner in PARTNERS:
                    subject = f"partners.{partner}.referral_made.v1"
                    await tell(contacts, subject, version=version)
        yield platform
    postgres_files.forget(home / "postgres")


@pytest.fixture
def there(up: Platform) -> Bus:
    """Its bus."""
    return bus_of(up.addresses)


@pytest.fixture
def home(up: Platform) -> Path:
    """Where it keeps what it keeps."""
    return up.home
