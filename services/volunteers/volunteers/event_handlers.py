"""When X, do Y."""

from typing import Any

from shared.database import Connection
from shared.events.contacts import (
    ContactCorrected,
    ContactHandled,
    ListenerAbsent,
    ListenerPresent,
    SurgeDeclared,
    SurgeEnded,
)
from shared.events.envelope import Envelope
from shared.events.reporting import DemandForecast
from shared.handlers import Handlers, when
from shared.http import now

from volunteers.aftercare.keep_heavy_contacts import keep_heavy_contacts
from volunteers.demand.keep_forecasts import keep_forecasts
from volunteers.presence.keep_presence import keep_presence
from volunteers.surges.keep_surges import keep_surges


async def keep_heavy_contacts_on_contact_handled_or_corrected(
    connection: Connection, events: list[Envelope[Any]]
) -> None:
    """A contact was heavy, or is not by its correction: a mentor is to call, or need not."""
    await keep_heavy_contacts(connection, events, now())


async def keep_presence_on_listener_present_or_absent(
    connection: Connection, events: list[Envelope[Any]]
) -> None:
    """A listener came to the desk or left it: it is kept against the shift."""
    await keep_presence(connection, events)


async def keep_surges_on_surge_declared_or_ended(
    connection: Connection, events: list[Envelope[Any]]
) -> None:
    """Listeners are called for, or no more: the task of surges asks, or stops asking."""
    await keep_surges(connection, events)


async def keep_forecasts_on_demand_forecast(
    connection: Connection, events: list[Envelope[DemandForecast]]
) -> None:
    """A day was forecast: its required listeners follow from it."""
    await keep_forecasts(connection, events)


handlers = Handlers(
    service="volunteers",
    table=[
        when(
            ContactHandled, ContactCorrected,
            do=keep_heavy_contacts_on_contact_handled_or_corrected,
        ),
        when(ListenerPresent, ListenerAbsent, do=keep_presence_on_listener_present_or_absent),
        when(SurgeDeclared, SurgeEnded, do=keep_surges_on_surge_declared_or_ended),
        when(DemandForecast, do=keep_forecasts_on_demand_forecast),
    ],
)  # fmt: skip
