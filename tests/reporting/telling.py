"""Tell reporting events, and then some more."""

from datetime import timedelta
from uuid import uuid4

from shared.events.envelope import Event

from tests.platform import Platform, Running
from tests.reporting.given import handled, missed, others


class Telling:
    """Tells reporting events, each of an aggregate of its own unless it is the same location."""

    def __init__(self, platform: Platform, reporting: Running) -> None:
        self.platform, self.reporting, self.count = platform, reporting, 0

    async def tell(self, *events: Event) -> None:
        for event in events:
            self.count += 1
            aggregate = getattr(event, "location_id", None) or uuid4()
            await self.platform.publish(event, aggregate_id=aggregate, version=self.count)
        await self.platform.handled("reporting", self.count)


async def told(platform: Platform, *events: Event) -> Telling:
    telling = Telling(platform, await platform.service("reporting"))
    await telling.tell(*events)
    return telling


def moved(events: list[Event], by: timedelta) -> list[Event]:
    return [
        event.model_copy(update={
            name: getattr(event, name) + by
            for name in ("started_quarter", "offered_quarter") if hasattr(event, name)
        })
        for event in events
    ]  # fmt: skip


def some(answered: int = 40, not_answered: int = 20) -> list[Event]:
    return [*(handled() for _ in range(answered)), *(missed() for _ in range(not_answered)),
            *others()]  # fmt: skip
