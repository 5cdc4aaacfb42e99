"""One browser and one site for the session: to start them costs more than most tests."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from sensoor.bus.keys import BusKeys
from sensoor.embedded.ports import free_port

from tests.browser import data
from tests.browser.chats import Chats, chats
from tests.browser.chromium import NoBrowser, chromium
from tests.browser.site import Site, site
from tests.platform import Broker, Platform

# Whoever runs the pipeline sees no test that skips.
IN_CI = bool(os.environ.get("CI"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium."""
    async with AsyncExitStack() as stack:
        try:
            running = await stack.enter_async_context(chromium())
        except NoBrowser as error:
            if IN_CI:
                raise
            pytest.skip(str(error))
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def helpline(
    browser: Browser, postgres: str, templates: dict[str, str], keys: BusKeys
) -> AsyncIterator[Site]:
    """The four services with data, once there is a browser to look at them."""
    async with a_platform(postgres, templates, keys) as platform, site(platform) as running:
        await data.fill(running)
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(
    browser: Browser, postgres: str, templates: dict[str, str], keys: BusKeys
) -> AsyncIterator[Chats]:
    """Contacts alone, with a queue that tests may fill, cut off and leave."""
    async with a_platform(postgres, templates, keys) as platform, chats(platform) as running:
        yield running


@asynccontextmanager
async def a_platform(
    postgres: str, templates: dict[str, str], keys: BusKeys
) -> AsyncIterator[Platform]:
    """A broker and databases."""
    broker = Broker(Path(tempfile.mkdtemp(prefix="sensoor-test-nats-")), free_port(24222), keys)
    try:
        await broker.start()
        async with AsyncExitStack() as stack:
            platform = Platform(postgres, stack, templates, broker)
            stack.push_async_callback(platform.drop)
            yield platform
    finally:
        broker.kill()
        shutil.rmtree(broker.folder, ignore_errors=True)
