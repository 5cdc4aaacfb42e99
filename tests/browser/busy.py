"""A busy evening on the board: twenty-five locations, and nobody free for who waits."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from contacts.referrals.commands import MakeReferral
from contacts.referrals.make_live_referral import make_live_referral
from sensoor.bus.keys import BusKeys
from sensoor.embedded.ports import free_port
from shared.roles import Role

from tests.browser.site import Person, Site, site
from tests.contacts.given import WITHIN
from tests.contacts.house import MINUTE, House
from tests.platform import Broker, Platform

NAMES = ("Alkmaar", "Almelo", "Amersfoort", "Amsterdam", "Apeldoorn", "Arnhem", "Assen", "Breda",
         "Den Haag", "Deventer", "Dordrecht", "Eindhoven", "Enschede", "Groningen", "Haarlem",
         "Heerlen", "'s-Hertogenbosch", "Leeuwarden", "Maastricht", "Middelburg", "Nijmegen",
         "Rotterdam", "Utrecht", "Zutphen", "Zwolle")  # fmt: skip
# For as long as anybody looks.
STAYS_GONE = timedelta(hours=1)
NATION, LOCAL = "coordinator of the nation", "coordinator of Zwolle"


@asynccontextmanager
async def serving(postgres: str, templates: dict[str, str], keys: BusKeys) -> AsyncIterator[Site]:
    """Serve the pages, with two coordinators and nothing else."""
    broker = Broker(Path(tempfile.mkdtemp(prefix="sensoor-test-nats-")), free_port(24222), keys)
    try:
        await broker.start()
        async with AsyncExitStack() as stack:
            platform = Platform(postgres, stack, templates, broker)
            stack.push_async_callback(platform.drop)
            async with site(platform) as running:
                running.persons = {
                    NATION: Person(Role.COORDINATOR),
                    LOCAL: Person(Role.COORDINATOR, locations=(UUID(int=len(NAMES)),)),
                }
                yield running
    finally:
        broker.kill()
        shutil.rmtree(broker.folder, ignore_errors=True)


async def busy(house: House) -> None:
    """Let three listeners be at each location, in every state, and let three help seekers wait."""
    now = house.now
    house.now = now - 9 * MINUTE
    for number, name in enumerate(NAMES, start=1):
        await house.location(name, UUID(int=number))
        await _team(house, number)
        for hours in (1, 5):
            if (number + hours) % 3:
                starts = timedelta(hours=hours)
                await house.shift(UUID(int=number), starts=starts, filled=1 + number % 2)
    for minutes in (4, 2, 1):
        house.now = now - minutes * MINUTE
        await house.join()
    house.now = now


async def _team(house: House, number: int) -> None:
    at = UUID(int=number)
    first = await house.listener(at=at, most=2 if number % 2 else 1)
    chats = [await house.chat(first) for _ in range(2 if number % 2 else 1)]
    await house.listener("trainee", at=at)
    if number % 5 == 0:
        command = MakeReferral(partner="113online", mode="warm_handover")
        await house.do(
            make_live_referral, attempt_id=chats[0], contact_id=uuid4(), channel="chat",
            command=command, now=datetime.now(UTC), answer_within=WITHIN,
        )  # fmt: skip
        house.now += STAYS_GONE
        await house.gone(await house.listener(at=at, state="paused"))
        house.now -= STAYS_GONE
        await house.leave(await house.join())
    else:
        await house.listener("mentor" if number % 3 == 0 else "listener", at=at, state="paused")
