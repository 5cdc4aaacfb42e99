"""The home's record of its first demo: another run must play the same one."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sensoor import home
from sensoor.console import say

from demo.client import Api

# Services forget an Idempotency-Key after a week; a rerun after that would add a second demo.
REMEMBERED = timedelta(days=6)
# Another number whenever the same request has another body than in the release before.
STORY = 6


class PlayedOtherwise(Exception):
    """Another demo was played in this home; its data do not fit this one."""


async def read_totals(apis: Mapping[str, Api], month: str) -> dict[str, Any]:
    """Read the totals of a month from the services that own them."""
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
    home.write_private(path, {"scale": scale, "first_at": now.isoformat(), "story": STORY})


def check_same(kept: Mapping[str, Any], scale: float, now: datetime) -> None:
    """Raise PlayedOtherwise if the demo played earlier here is not this one."""
    if kept.get("story") != STORY:
        raise PlayedOtherwise(
            "the story of another release was played here: `sensoor reset` begins anew"
        )
    if kept["scale"] != scale:
        raise PlayedOtherwise(
            f"a demo of scale {kept['scale']:g} was played here: `sensoor reset` begins anew"
        )
    if now - datetime.fromisoformat(kept["first_at"]) > REMEMBERED:
        raise PlayedOtherwise(
            f"the demo was played here on {kept['first_at'][:10]}, and services forget an"
            " Idempotency-Key after a week: `sensoor reset` begins anew"
        )
