"""What a home remembers of its demo, so that another run plays the same one."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sensoor import home
from sensoor.console import say

from demo.client import Api

# Services forget an Idempotency-Key after a week: from then on a rerun would be a second demo.
REMEMBERED = timedelta(days=6)


class PlayedOtherwise(Exception):
    """Another demo was played in this home: its requests would stand in the way."""


async def read_totals(apis: Mapping[str, Api], month: str) -> dict[str, Any]:
    """Read what the services that own it hold of a month."""
    asked = {
        "billing": "/v1/totals",
        "volunteers": f"/v1/totals?month={month}",
        "contacts": f"/v1/totals?month={month}",
    }
    return {name: await apis[name].get(path) for name, path in asked.items()}


def remember(folder: Path, scale: float) -> None:
    """Note the first run in this home; raises PlayedOtherwise where another demo was played."""
    path, now = folder / "demo" / "played.json", datetime.now(UTC)
    with suppress(FileNotFoundError):
        kept = json.loads(path.read_text())
        check_same(kept, scale, now)
        say("the demo was played here before: the same requests get the same answers")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    home.write_private(path, {"scale": scale, "first_at": now.isoformat()})


def check_same(kept: Mapping[str, Any], scale: float, now: datetime) -> None:
    """Refuse to play what the requests of an earlier demo would stand in the way of."""
    if kept["scale"] != scale:
        raise PlayedOtherwise(
            f"a demo of scale {kept['scale']:g} was played here: `sensoor reset` begins anew"
        )
    if now - datetime.fromisoformat(kept["first_at"]) > REMEMBERED:
        raise PlayedOtherwise(
            f"the demo was played here on {kept['first_at'][:10]}, and services forget an"
            " Idempotency-Key after a week: `sensoor reset` begins anew"
        )
