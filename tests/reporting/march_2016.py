"""March 2016 as the demo plays it, counted by location; run as a program, what of it is hidden.

python -m tests.reporting.march_2016
"""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from demo import figures
from demo.plan import make_plan
from reporting.counting.rules.month_table import (
    COUNTRY,
    ELSEWHERE,
    WAITS,
    month_table,
)
from reporting.disclosure.rules.audit import exposed_cells
from reporting.disclosure.rules.decide import decide
from reporting.disclosure.rules.suppression import Table
from reporting.disclosure.rules.threshold import MINIMUM

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Told = tuple[str, str, str]


@cache
def march_2016(scale: float = 1.0) -> Table:
    """Return the table of the demo's month."""
    counts = Counter(_told(scale))
    names = {f"{place:02}" for place in range(len(figures.LOCATIONS))}
    places: dict[str, dict[str, dict[str, int]]] = {name: {} for name in sorted(names)}
    for (place, figure, name), count in counts.items():
        places.setdefault(place, {}).setdefault(figure, {})[name] = count
    regions = {f"{place:02}": region for place, (_, region) in enumerate(figures.LOCATIONS)}
    return month_table(places, regions)


def _place(location: int | None) -> str:
    return ELSEWHERE if location is None else f"{location:02}"


def _told(scale: float) -> Iterator[Told]:
    plan = make_plan(figures.LAST_DAY, scale)
    for one in plan.answered:
        if one.kind == "test":
            continue
        here = _place(one.volunteer.location)
        yield here, "kinds", one.kind
        yield from _when(here, "answered", one.started_at)
        yield here, "answered_by_channel", one.channel
        yield (
            here,
            "waits",
            next(wait for wait in WAITS if wait == WAITS[-1] or one.wait_seconds <= int(wait)),
        )
        yield _place(one.line_location), "line", "answered"
        if one.kind == "conversation":
            yield here, "channels", one.channel
            yield here, "outcomes", one.outcome
            for topic in one.topics:
                yield here, "topics_by_channel", f"{topic} {one.channel}"
        if one.referral:
            yield here, "referral_modes", one.referral
            yield here, "referral_partners", "113online"
    for attempt in plan.missed:
        line = _place(attempt.line_location)
        yield line, "missed", attempt.reason
        if attempt.reason != "closed":
            yield line, "unanswered_by_channel", attempt.channel
        yield from _when(line, "missed", attempt.offered_at)


def _when(place: str, what: str, at: datetime) -> Iterator[Told]:
    there = at.astimezone(AMSTERDAM)
    yield place, f"{what}_by_hour", str(there.hour)
    yield place, f"{what}_by_weekday", str(there.isoweekday())


def main() -> None:
    """Say how many cells are hidden because they are small, and how many beside those."""
    for scale in (1.0, 0.1, 0.02):
        table = march_2016(scale)
        began = time.perf_counter()
        hidden = decide(table).hidden
        seconds = time.perf_counter() - began
        published = [cell for cell in table.counts if cell not in table.unpublished]
        small = [cell for cell in published if table.counts[cell] < MINIMUM]
        found = len(exposed_cells(table, frozenset(small)))
        national = [cell for cell in hidden if cell[0] == COUNTRY]
        print(
            f"scale {scale}: {len(published)} cells, {len(small)} below ten, {found} exposed"
            f" where no more is hidden; {len(hidden)} hidden"
            f" ({len(national)} national), {seconds:.2f} s"
        )


if __name__ == "__main__":
    main()
