"""The counts of a month as one table of all places, with the equations between its cells.

A cell is (place, figure, name). A place is the country, a location (by id), or elsewhere: the
national line and unknown locations. No report shows a cell of elsewhere.
"""

from collections.abc import Iterator, Mapping
from typing import get_args

from shared.events.vocabulary import Channel, Kind, Outcome, Partner, ReferralMode, Topic

from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.suppression import Table

COUNTRY, ELSEWHERE = "country", "elsewhere"
HOURS = 24
KINDS = tuple(word for word in get_args(Kind) if word != "test")
OUTCOMES = tuple(word for word in get_args(Outcome) if word != "no_conversation")
# The database counts these; each total is a sum of them.
COUNTED: Mapping[str, tuple[str, ...]] = {
    "kinds": KINDS,
    "line": ("answered",),
    "missed": ("abandoned", "no_listener", "closed"),
    "channels": get_args(Channel),
    "topics": get_args(Topic),
    "outcomes": OUTCOMES,
    "answered_by_hour": tuple(str(hour) for hour in range(HOURS)),
    "missed_by_hour": tuple(str(hour) for hour in range(HOURS)),
    "referral_modes": get_args(ReferralMode),
    "referral_partners": get_args(Partner),
}
# Auxiliary cells of the equations; no report shows them.
AUXILIARY = ("unanswered", "without_topic")

Counts = Mapping[str, Mapping[str, int]]
"""The counts of one place by figure and name: `counts["kinds"]["silent"]`; absent is zero."""


def month_table(places: Mapping[str, Counts]) -> Table:
    """Return the table of a month; `places` are the locations, and elsewhere, by name."""
    cells = {name: _cells(name, counts) for name, counts in places.items()}
    country = _cells(COUNTRY, {})
    counts: dict[Cell, int] = {}
    for of_place in cells.values():
        counts |= of_place
        for (_, figure, name), count in of_place.items():
            country[(COUNTRY, figure, name)] += count
    known = sorted(name for name in places if name != ELSEWHERE)
    equations = [equation for name in (COUNTRY, *known) for equation in _sums_within(name)]
    for cell in country:
        parts = tuple((place, *cell[1:]) for place in (*known, ELSEWHERE))
        # Most figures are zero elsewhere, and readers know that.
        parts = tuple(part for part in parts if part[0] != ELSEWHERE or counts.get(part))
        if cell[1] not in AUXILIARY and parts:
            equations.append(Equation(cell, parts))
    counts |= country
    unpublished = (cell for cell in counts if cell[0] == ELSEWHERE or cell[1] in AUXILIARY)
    return Table(counts, equations, frozenset(unpublished))


def _cells(place: str, counts: Counts) -> dict[Cell, int]:
    """Return all cells of a place: the counted ones and the totals."""
    found: dict[Cell, int] = {
        (place, figure, name): counts.get(figure, {}).get(name, 0)
        for figure, names in COUNTED.items()
        for name in names
    }
    of = {
        figure: sum(found[(place, figure, name)] for name in names)
        for figure, names in COUNTED.items()
    }
    conversations = found[(place, "kinds", "conversation")]
    unanswered = of["missed"] - found[(place, "missed", "closed")]
    found[(place, "totals", "answered")] = of["kinds"]
    found[(place, "totals", "missed")] = of["missed"]
    found[(place, "totals", "attempts")] = of["line"] + of["missed"]
    found[(place, "totals", "referrals")] = of["referral_modes"]
    found[(place, "unanswered", "")] = unanswered
    for topic in COUNTED["topics"]:
        found[(place, "without_topic", topic)] = conversations - found[(place, "topics", topic)]
    return found


def _sums_within(place: str) -> Iterator[Equation]:
    """Yield the equations within the report of one place."""

    def total(name: str) -> Cell:
        return (place, "totals", name)

    def parts(figure: str) -> tuple[Cell, ...]:
        return tuple((place, figure, name) for name in COUNTED[figure])

    conversations: Cell = (place, "kinds", "conversation")
    unanswered: Cell = (place, "unanswered", "")
    abandoned, no_listener, closed = parts("missed")
    yield Equation(total("answered"), parts("kinds"))
    yield Equation(total("answered"), parts("answered_by_hour"))
    yield Equation(conversations, parts("channels"))
    yield Equation(conversations, parts("outcomes"))
    for topic in COUNTED["topics"]:
        yield Equation(conversations, ((place, "topics", topic), (place, "without_topic", topic)))
    yield Equation(total("attempts"), (*parts("line"), total("missed")))
    yield Equation(total("missed"), (unanswered, closed))
    yield Equation(unanswered, (abandoned, no_listener))
    yield Equation(total("missed"), parts("missed_by_hour"))
    yield Equation(total("referrals"), parts("referral_modes"))
    yield Equation(total("referrals"), parts("referral_partners"))
    if place == COUNTRY:  # each answered attempt came in on some line
        yield Equation(total("answered"), parts("line"))
