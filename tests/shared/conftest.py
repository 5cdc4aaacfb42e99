"""What the tests of the plumbing begin with."""

import pytest

from tests.platform import Platform
from tests.shared.probe import Probe


@pytest.fixture
async def probe(platform: Platform) -> Probe:
    """A service of the tests' own, provisioned, not running yet."""
    database = await platform.database("contacts")
    async with database.commit() as connection:
        await connection.execute(
            "CREATE TABLE effect (id bigint GENERATED ALWAYS AS IDENTITY, name text NOT NULL)"
        )
    probe = Probe(platform, database)
    await platform.provision(probe=probe.handlers)
    return probe
