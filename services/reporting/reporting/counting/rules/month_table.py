"""The counts of a month as one table of all places, with the equations between its cells.

A cell is (place, figure, name). A place is the country, a region (a province, by name), a location
(by id), or elsewhere: the national line and unknown locations. No report shows a cell of elsewhere.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import get_args

from shared.events.vocabulary import (
    Channel,
    HandoverOutcome,
    Kind,
    MissedReason,
    Outcome,
    Partner,
    ReferralMode,
    Topic,
)

from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.suppression import Table

COUNTRY, ELSEWHERE = "country", "elsewhere"
HOURS = 24
CHANNELS: tuple[str, ...] = get_args(Channel)
TOPICS: tuple[str, ...] = get_args(Topic)
KINDS = tuple(word for word in get_args(Kind) if word != "test")
OUTCOMES = tuple(word for word in get_args(Outcome) if word != "no_conversation")
EACH_HOUR = tuple(str(hour) for hour in range(HOURS))
WEEKDAYS = tuple(str(day) for day in range(1, 8))  # ISO 8601: Monday is 1
# An answered attempt waited at most so many seconds; the last name means longer.
WAITS = ("30", "60", "120", "300", "longer")
# The database counts these; each total is a sum of them.
COUNTED: Mapping[str, tuple[str, ...]] = {
    "kinds": KINDS,
    "line": ("answered",),
    "missed": get_args(MissedReason),
    "answered_by_channel": CHANNELS,
    "unanswered_by_channel": CHANNELS,
    "answered_by_hour": EACH_HOUR,
    "missed_by_hour": EACH_HOUR,
    "answered_by_weekday": WEEKDAYS,
    "missed_by_weekday": WEEKDAYS,
    "waits": WAITS,
    "channels": CHANNELS,
    "topics_by_channel": tuple(f"{topic} {channel}" for topic in TOPICS for channel in CHANNELS),
    "outcomes": OUTCOMES,
    "referral_modes": get_args(ReferralMode),
    "referral_partners": get_args(Partner),
    "handovers": get_args(HandoverOutcome),
}
# Auxiliary cells of the equations; no report shows them.
AUXILIARY = frozenset({"unanswered", "without_topic", "without_topic_by_channel", "without"})

Of = Mapping[str, Mapping[str, int]]
"""The counts of one place by figure and name: `of["kinds"]["silent"]`; absent is zero."""


def month_table(places: Mapping[str, Of], regions: Mapping[str, str]) -> Table:
    """Return the table of a month.

    `places` are the locations, and elsewhere, by name. `regions` has the region of each location;
    a location without counts is in the table too. What no location of `regions` counted belongs
    to elsewhere. The same counts give the same table, in whichever order they come: a solver that
    hides one of two equal cells chooses by their order.
    """
    leaves = _leaves(places, regions)
    cells = {name: _cells(name, of) for name, of in leaves.items()}
    equations: list[Equation] = []
    for region in sorted(set(regions.values())):
        members = sorted(name for name in regions if regions[name] == region)
        cells[region] = _sum_of(region, members, cells, equations)
    tops = [*sorted(set(regions.values())), ELSEWHERE]
    cells[COUNTRY] = _sum_of(COUNTRY, tops, cells, equations)
    for name, of in cells.items():
        if name != ELSEWHERE:
            equations += _sums_within(name, of)
    elsewhere = _counted_elsewhere(cells[ELSEWHERE])
    counts = {
        cell: count for name, of in cells.items() for cell, count in of.items()
        if name != ELSEWHERE or cell[1] in elsewhere
    }  # fmt: skip
    unpublished = (cell for cell in counts if cell[0] == ELSEWHERE or cell[1] in AUXILIARY)
    return Table(counts, equations, frozenset(unpublished))


def _leaves(places: Mapping[str, Of], regions: Mapping[str, str]) -> dict[str, Of]:
    leaves: dict[str, Of] = {name: places.get(name, {}) for name in sorted(regions)}
    rest: dict[str, Counter[str]] = {}
    for name, of in places.items():
        if name not in regions:
            for figure, counts in of.items():
                rest.setdefault(figure, Counter()).update(counts)
    return leaves | {ELSEWHERE: rest}


def _sum_of(
    whole: str,
    members: list[str],
    cells: Mapping[str, Mapping[Cell, int]],
    equations: list[Equation],
) -> dict[Cell, int]:
    """Return the cells of a whole, the sums of its members; add what that makes equations."""
    sums: Counter[Cell] = Counter()
    for member in members:
        for (_, figure, name), count in cells[member].items():
            sums[(whole, figure, name)] += count
    for cell in sums:
        parts = tuple((member, *cell[1:]) for member in members)
        # Most figures are zero elsewhere, and readers know that.
        parts = tuple(part for part in parts if part[0] != ELSEWHERE or cells[ELSEWHERE].get(part))
        if cell[1] not in AUXILIARY and parts:
            equations.append(Equation(cell, parts))
    return dict(sums)


def _counted_elsewhere(of: Mapping[Cell, int]) -> frozenset[str]:
    """Return the figures of which anything was counted elsewhere; readers know of which none is."""
    return frozenset(figure for (_, figure, _), count in of.items() if count)


def _cells(place: str, of: Of) -> dict[Cell, int]:
    """Return all cells of a leaf: the counted ones, the totals, and the auxiliary ones."""
    found: dict[Cell, int] = {
        (place, figure, name): of.get(figure, {}).get(name, 0)
        for figure, names in COUNTED.items()
        for name in names
    }
    sums = {
        figure: sum(found[(place, figure, name)] for name in names)
        for figure, names in COUNTED.items()
    }
    found[(place, "totals", "answered")] = sums["kinds"]
    found[(place, "totals", "missed")] = sums["missed"]
    found[(place, "totals", "attempts")] = sums["line"] + sums["missed"]
    found[(place, "totals", "referrals")] = sums["referral_modes"]
    found[(place, "totals", "handovers")] = sums["handovers"]
    found[(place, "unanswered", "")] = sums["missed"] - found[(place, "missed", "closed")]
    conversations = found[(place, "kinds", "conversation")]
    found[(place, "without", "outcome")] = conversations - sums["outcomes"]
    for topic in TOPICS:
        by_channel = [found[(place, "topics_by_channel", f"{topic} {one}")] for one in CHANNELS]
        found[(place, "topics", topic)] = sum(by_channel)
        found[(place, "without_topic", topic)] = conversations - sum(by_channel)
        for channel, count in zip(CHANNELS, by_channel, strict=True):
            rest = found[(place, "channels", channel)] - count
            found[(place, "without_topic_by_channel", f"{topic} {channel}")] = rest
    return found


def _sums_within(place: str, counts: Mapping[Cell, int]) -> Iterator[Equation]:
    """Yield the equations within the report of one place."""

    def total(name: str) -> Cell:
        return (place, "totals", name)

    def parts(figure: str) -> tuple[Cell, ...]:
        return tuple((place, figure, name) for name in COUNTED[figure])

    conversations: Cell = (place, "kinds", "conversation")
    unanswered: Cell = (place, "unanswered", "")
    abandoned, no_listener, closed = parts("missed")
    answered = ("kinds", "answered_by_channel", "answered_by_hour", "answered_by_weekday", "waits")
    for figure in answered:
        yield Equation(total("answered"), parts(figure))
    yield Equation(conversations, parts("channels"))
    without: Cell = (place, "without", "outcome")
    # Each conversation has an outcome, and readers know that; an old mistake may lack it.
    yield Equation(conversations, (*parts("outcomes"), *([without] if counts[without] else [])))
    yield from _sums_of_topics(place)
    yield Equation(total("attempts"), (*parts("line"), total("missed")))
    yield Equation(total("missed"), (unanswered, closed))
    yield Equation(unanswered, (abandoned, no_listener))
    yield Equation(unanswered, parts("unanswered_by_channel"))
    yield Equation(total("missed"), parts("missed_by_hour"))
    yield Equation(total("missed"), parts("missed_by_weekday"))
    yield Equation(total("referrals"), parts("referral_modes"))
    yield Equation(total("referrals"), parts("referral_partners"))
    yield Equation(total("handovers"), parts("handovers"))
    if place == COUNTRY:  # each answered attempt came in on some line
        yield Equation(total("answered"), parts("line"))


def _sums_of_topics(place: str) -> Iterator[Equation]:
    """Yield that a topic is the sum of its channels, and at most as often as there is talk."""
    conversations: Cell = (place, "kinds", "conversation")
    for topic in TOPICS:
        names = [f"{topic} {channel}" for channel in CHANNELS]
        talked = [(place, "topics_by_channel", name) for name in names]
        yield Equation((place, "topics", topic), tuple(talked))
        yield Equation(conversations, ((place, "topics", topic), (place, "without_topic", topic)))
        for channel, one, name in zip(CHANNELS, talked, names, strict=True):
            without = (place, "without_topic_by_channel", name)
            yield Equation((place, "channels", channel), (one, without))
