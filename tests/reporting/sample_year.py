"""A year as it may be published, to look at the annual report; small counts are left out only."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from random import Random

from reporting.accountability.read_evidence import Evaluations, Evidence, Training
from reporting.accountability.rules.half_days import Upkeep
from reporting.accountability.rules.ways import Standing
from reporting.annual_report.read_year import Year
from reporting.books.assemble_report import Heading, assemble_report, shown_of
from reporting.books.periods import Period, month, year
from reporting.books.views import Report
from reporting.counting.read_amounts import Amounts, Participation, Roster
from reporting.counting.rules.month_table import COUNTED, COUNTRY, month_table
from reporting.disclosure.rules.threshold import MINIMUM
from shared.month import Month

REGIONS = ("Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg",
           "Noord-Brabant", "Noord-Holland", "Overijssel", "Utrecht", "Zeeland",
           "Zuid-Holland")  # fmt: skip
# How often a name stands beside the others of its figure; all else stands once.
WEIGHTS = {
    "conversation": 30, "silent": 4, "hang_up": 5, "telephone": 9, "chat": 2, "helped_by_talk": 13,
    "thought_along": 5, "needs_more_support": 3, "broken_off": 2, "abandoned": 6, "no_listener": 4,
    "30": 9, "60": 3, "120": 2, "113online": 3, "information": 4, "connected": 5,
}  # fmt: skip
BY_TOPIC = {"loneliness": 9, "mental_health": 8, "relationships": 5, "family": 5, "bereavement": 3}
PUBLISHED = datetime(2017, 1, 8, 2, tzinfo=UTC)
SETTLED = Participation(
    12_450_300, 14_656_935, Decimal("3810000.00"), 3_810_000, 12_450_300, Decimal("0.306")
)


@cache
def sample_year(months: int = 12, size: int = 60) -> Year:
    """Return a year with so many months; `size` is about a thousandth of its attempts."""
    random = Random(2016)
    periods = [month(Month(2016, 12 - number)) for number in reversed(range(months))]
    each = [_counts(random, size * (95 + number) // 100) for number in range(months)]
    whole = {region: _sum([one[region] for one in each]) for region in REGIONS}
    return Year(
        _report(year(2016), COUNTRY, whole, months),
        [_report(one, COUNTRY, of, 1) for one, of in zip(periods, each, strict=True)],
        [_report(year(2016), region, whole, months) for region in REGIONS],
        Evidence(
            year=2016,
            last=date(2016, 12, 31),
            months=months,
            standing=Standing(884, 214, 131, 97, 61, 918),
            upkeep=Upkeep(903, 741, (9, 31, 52, 93, 602)),
            training=Training(1_703, 5_120, 3_361),
            evaluations=Evaluations(652, 640),
            hours=8_784.0,
            staffed=8_784.0,
            roster=_amounts(months).rosters[COUNTRY],
            amounts=_amounts(months),
        ),
    )


Of = dict[str, dict[str, int]]


def _counts(random: Random, size: int) -> dict[str, Of]:
    found: dict[str, Of] = {}
    for place, region in enumerate(REGIONS):
        scale = size * (3 + place % 5) / 40
        found[region] = {
            figure: {name: _count(random, figure, name, scale) for name in names}
            for figure, names in COUNTED.items()
        }
    return found


def _count(random: Random, figure: str, name: str, scale: float) -> int:
    weight = WEIGHTS.get(name, 1.0)
    if figure == "topics_by_channel":
        topic, channel = name.split(" ")
        weight = BY_TOPIC.get(topic, 0.6) * WEIGHTS.get(channel, 0.5) / 10
    elif figure == "line":
        weight = 40
    elif figure.startswith("referral") or figure == "handovers":
        weight /= 4
    elif figure.endswith("_by_hour"):
        weight = 0.8 + 0.1 * min(int(name), 23 - int(name)) + (int(name) > 18)
    return round(scale * weight * random.uniform(0.9, 1.1))


def _sum(months: list[Of]) -> Of:
    return {
        figure: {name: sum(one[figure][name] for one in months) for name in names}
        for figure, names in COUNTED.items()
    }


def _report(period: Period, place: str, counts: dict[str, Of], months: int) -> Report:
    totals = _by_place(counts)
    small = {cell for cell, count in totals.items() if count < MINIMUM}
    heading = Heading(period, place, 0, PUBLISHED, period.ends)
    shown = shown_of(place, totals, small)
    return assemble_report(heading, None, shown, 20 * 900 * months, _amounts(months, place))


def _by_place(counts: dict[str, Of]) -> dict[tuple[str, str, str], int]:
    """Return the cells of each region, as if it had one location, and of the country."""
    places = {f"at {region}": of for region, of in counts.items()}
    return dict(month_table(places, {f"at {region}": region for region in counts}).counts)


def _amounts(months: int, place: str = COUNTRY) -> Amounts:
    share = 1 if place == COUNTRY else 12
    roster = Roster(Decimal(5_900 * months) / share, Decimal(5_430 * months) / share, 911 // share)
    return Amounts({place: roster}, SETTLED, 386, Decimal("3809999.40"))
