"""One exchange with contacts behind it for the tests of this folder: to start them takes longer."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from demo.sip_exchange import INSTALL, lacking
from sensoor.bus.keys import BusKeys

from tests.browser.conftest import a_platform
from tests.telephony.helpline import Helpline, helpline


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there(
    postgres: str,
    templates: dict[str, str],
    keys: BusKeys,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Helpline]:
    """Contacts, and an exchange that asks it, where Kamailio and sipp are installed."""
    if absent := lacking():
        why = f"not installed here: {', '.join(absent)} ({INSTALL})"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    folder: Path = tmp_path_factory.mktemp("exchange")
    async with AsyncExitStack() as stack:
        platform = await stack.enter_async_context(a_platform(postgres, templates, keys))
        yield await stack.enter_async_context(helpline(platform, folder))
