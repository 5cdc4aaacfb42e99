"""The events of a line that is open, or was."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.events.contacts import SurgeDeclared, SurgeEnded
from shared.events.envelope import grid
from shared.events.vocabulary import Line
from shared.outbox import OutboxRow, outbox_row

# A surge line is the nation's: whoever is free answers it.
LINE: Line = "national"


def declared(surge: Mapping[str, Any], now: datetime) -> OutboxRow:
    """Return the event that listeners are called for, whole; `surge` is its row as it now is."""
    told = SurgeDeclared(
        surge_id=surge["surge_id"], line=LINE, region=surge["region"],
        since=grid(surge["since"], SurgeDeclared.time_grid_seconds),
        listeners_wanted=surge["listeners_wanted"],
    )  # fmt: skip
    return outbox_row(told, aggregate_id=surge["surge_id"], version=surge["version"], now=now)


def ended(surge: Mapping[str, Any], now: datetime) -> OutboxRow:
    """Return the event that nobody more is called for."""
    told = SurgeEnded(
        surge_id=surge["surge_id"], line=LINE, region=surge["region"],
        until=grid(surge["until"], SurgeEnded.time_grid_seconds),
        listeners_wanted=surge["listeners_wanted"],
    )  # fmt: skip
    return outbox_row(told, aggregate_id=surge["surge_id"], version=surge["version"], now=now)
