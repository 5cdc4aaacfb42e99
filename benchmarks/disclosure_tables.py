"""Made-up tables of the country for disclosure control: 25 locations in 12 regions.

The drawing is skewed as real contacts are: large and small locations, common and rare topics, busy
and quiet hours. The figures are those of a month report, with topics by channel and all margins.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from reporting.disclosure.rules.attack import Cell, Equation
from reporting.disclosure.rules.suppression import Table

COUNTRY, ELSEWHERE = "country", "elsewhere"
LOCATIONS = tuple(f"location {number:02}" for number in range(25))
REGIONS = {place: f"region {number % 12:02}" for number, place in enumerate(LOCATIONS)}
SIZES = [100 / (number + 4) for number in range(25)]


def names(word: str, count: int) -> tuple[str, ...]:
    """Return names that sort in order."""
    return tuple(f"{word} {number:02}" for number in range(count))


CHANNELS = ("telephone", "chat", "email")
TOPICS = names("topic", 16)
FIGURES: Mapping[str, tuple[str, ...]] = {
    "kinds": names("kind", 4),
    "line": ("answered",),
    "missed": names("reason", 3),
    "channels": CHANNELS,
    "topics": TOPICS,
    "topics_by_channel": tuple(f"{topic}, {channel}" for topic in TOPICS for channel in CHANNELS),
    "outcomes": names("outcome", 5),
    "answered_by_hour": names("hour", 24),
    "missed_by_hour": names("hour", 24),
    "answered_by_weekday": names("day", 7),
    "missed_by_weekday": names("day", 7),
    "waits": names("wait", 5),
    "referral_modes": names("mode", 3),
    "referral_partners": names("partner", 5),
    "handovers": names("handover", 3),
}
# (total, figure): the names of the figure add up to the total.
SUMS = (
    ("answered", "kinds"), ("answered", "answered_by_hour"), ("answered", "answered_by_weekday"),
    ("answered", "waits"), ("missed", "missed"), ("missed", "missed_by_hour"),
    ("missed", "missed_by_weekday"), ("referrals", "referral_modes"),
    ("referrals", "referral_partners"), ("handed over", "handovers"),
)  # fmt: skip
TOTALS = ("answered", "missed", "referrals", "handed over")
HOURS = [1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 6, 5, 6, 6, 6, 6, 7, 8, 9, 10, 10, 8, 4]


@dataclass(frozen=True)
class Drawn:
    """The counts of each place by figure and name."""

    counts: Mapping[str, Counter[tuple[str, str]]]


def draw_month(seed: int, contacts: int = 25_000) -> Drawn:
    """Draw the contacts of a month and half as many missed attempts."""
    random = Random(seed)
    counts: dict[str, Counter[tuple[str, str]]] = {
        place: Counter() for place in (*LOCATIONS, ELSEWHERE)
    }
    for place in random.choices(LOCATIONS, SIZES, k=contacts):
        counts[place].update(_told(random))
    for place in random.choices((*LOCATIONS, ELSEWHERE), [*SIZES, sum(SIZES)], k=contacts // 2):
        counts[place].update(_missed(random))
    lines = random.choices((*LOCATIONS, ELSEWHERE), [*SIZES, 2 * sum(SIZES)], k=contacts)
    for place in lines:
        counts[place]["line", "answered"] += 1
    return Drawn(counts)


def _pick(random: Random, figure: str, weights: Sequence[float]) -> tuple[str, str]:
    return figure, random.choices(FIGURES[figure], weights)[0]


def _told(random: Random) -> Iterator[tuple[str, str]]:
    kind = _pick(random, "kinds", [70, 20, 8, 2])
    yield kind
    yield _pick(random, "answered_by_hour", HOURS)
    yield _pick(random, "answered_by_weekday", [5, 5, 5, 5, 5, 4, 4])
    yield _pick(random, "waits", [40, 25, 15, 12, 8])
    if kind[1] != FIGURES["kinds"][0]:
        return
    channel = random.choices(CHANNELS, [80, 17, 3])[0]
    yield "channels", channel
    yield _pick(random, "outcomes", [50, 25, 15, 7, 3])
    weights = [1 / (number + 1) for number in range(16)]
    for topic in {random.choices(TOPICS, weights)[0] for _ in range(random.choice([1, 1, 2, 3]))}:
        yield "topics", topic
        yield "topics_by_channel", f"{topic}, {channel}"
    if random.random() < 0.08:
        mode = _pick(random, "referral_modes", [60, 30, 10])
        yield mode
        yield _pick(random, "referral_partners", [40, 30, 15, 10, 5])
        if mode[1] == FIGURES["referral_modes"][1]:
            yield _pick(random, "handovers", [70, 10, 20])


def _missed(random: Random) -> Iterator[tuple[str, str]]:
    yield _pick(random, "missed", [50, 35, 15])
    yield _pick(random, "missed_by_hour", HOURS[::-1])
    yield _pick(random, "missed_by_weekday", [5, 5, 5, 5, 5, 6, 6])


def summed(months: list[Drawn]) -> Drawn:
    """Return the counts of a longer period: the sums of its months."""
    return Drawn({
        place: sum((month.counts[place] for month in months), Counter())
        for place in months[0].counts
    })  # fmt: skip


def table_of(drawn: Drawn) -> Table:
    """Return the table of a period, with country, regions and locations."""
    places = {place: _cells(place, counts) for place, counts in drawn.counts.items()}
    members: dict[str, list[str]] = {}
    for location, region in REGIONS.items():
        members.setdefault(region, []).append(location)
    members[COUNTRY] = [*sorted(members), ELSEWHERE]
    for place, parts in members.items():
        places[place] = {
            (place, *cell[1:]): sum(places[part][(part, *cell[1:])] for part in parts)
            for cell in places[LOCATIONS[0]]
        }
    counts = {cell: count for of_place in places.values() for cell, count in of_place.items()}
    equations = [one for place in places if place != ELSEWHERE for one in _sums_within(place)]
    for place, parts in members.items():
        for cell in places[place]:
            if not cell[1].startswith("without"):
                of = tuple((part, *cell[1:]) for part in parts)
                of = tuple(one for one in of if one[0] != ELSEWHERE or counts[one])
                equations.append(Equation(cell, of))
    unpublished = {one for one in counts if one[0] == ELSEWHERE or one[1].startswith("without")}
    return Table(counts, equations, frozenset(unpublished))


def _cells(place: str, counts: Counter[tuple[str, str]]) -> dict[Cell, int]:
    cells: dict[Cell, int] = {
        (place, figure, name): counts[figure, name] for figure, of in FIGURES.items() for name in of
    }
    for total, figure in SUMS:
        cells[(place, "totals", total)] = sum(cells[(place, figure, of)] for of in FIGURES[figure])
    line = cells[(place, "line", "answered")]
    cells[(place, "totals", "attempts")] = line + cells[(place, "totals", "missed")]
    talks = cells[(place, "kinds", FIGURES["kinds"][0])]
    for topic in TOPICS:
        cells[(place, "without topic", topic)] = talks - cells[(place, "topics", topic)]
        for channel in CHANNELS:
            name = f"{topic}, {channel}"
            of_channel = cells[(place, "channels", channel)]
            with_topic = cells[(place, "topics_by_channel", name)]
            cells[(place, "without topic by channel", name)] = of_channel - with_topic
    return cells


def _sums_within(place: str) -> Iterator[Equation]:
    for total, figure in SUMS:
        yield Equation((place, "totals", total), tuple((place, figure, n) for n in FIGURES[figure]))
    talks = (place, "kinds", FIGURES["kinds"][0])
    for figure in ("channels", "outcomes"):
        yield Equation(talks, tuple((place, figure, name) for name in FIGURES[figure]))
    missed = (place, "totals", "missed")
    yield Equation((place, "totals", "attempts"), ((place, "line", "answered"), missed))
    for topic in TOPICS:
        in_channels = tuple((place, "topics_by_channel", f"{topic}, {of}") for of in CHANNELS)
        yield Equation((place, "topics", topic), in_channels)
        yield Equation(talks, ((place, "topics", topic), (place, "without topic", topic)))
        for channel in CHANNELS:
            with_topic = (place, "topics_by_channel", f"{topic}, {channel}")
            without = (place, "without topic by channel", f"{topic}, {channel}")
            yield Equation((place, "channels", channel), (with_topic, without))
