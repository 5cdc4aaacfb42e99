"""The chart of an offer: participation against price, a curve for each price period.

It is drawn as SVG by `templates/_chart.html`, for the page and for the letter alike; here is where
everything stands in it, in the language that is spoken now.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from shared.pages.formats import euros, percent
from shared.pages.language import gettext

from billing.money import PRINTED_PRICE_DECIMALS, half_up, round_to
from billing.quotes.rules import PERCENT, Scenario
from billing.quotes.views import Offer
from billing.tariffs.rules import TariffPeriod

WIDTH, HEIGHT = 760, 372
LEFT, RIGHT, TOP, BOTTOM = 74, 84, 46, 54
# A step between two marks of prices is one of these times a power of ten.
ROUND_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5))
LEAST_STEP = Fraction(1, 1000)  # a price is printed with three decimals
MOST_MARKS = 6
Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """A curve and its place in the legend; `kind` names its colour and its dashes."""

    name: str
    kind: str
    points: str
    dots: list[Point]
    legend_x: float


@dataclass(frozen=True)
class Mark:
    """A mark of an axis at `place`; `beside` is the amount of the municipality at that price."""

    place: float
    text: str
    beside: str = ""


@dataclass(frozen=True)
class Chart:
    """What is drawn, and the sentence that says what it shows."""

    title: str
    description: str
    curves: list[Curve]
    prices: list[Mark]
    percents: list[Mark]
    across: str
    beside: str


def chart_of(offer: Offer) -> Chart:
    """Return the chart of an offer, in the language that is spoken now."""
    everybody, fewest = offer.scenarios[0], offer.scenarios[-1]
    series = _series(offer)
    top, bottom = max(max(each) for _, each in series), min(min(each) for _, each in series)
    step = _price_step(top - bottom)
    low = step * (bottom // step)
    high = -(step * (-top // step))
    plane = _Plane(fewest.percent, low, max(high, low + step))
    return Chart(
        title=gettext("Price per inhabitant by participation"),
        description=gettext(
            "When all take part, an inhabitant costs %(least)s a year on average; at %(percent)s it"
            " is %(most)s.",
            least=euros(everybody.average_printed, PRINTED_PRICE_DECIMALS),
            most=euros(fewest.average_printed, PRINTED_PRICE_DECIMALS),
            percent=percent(Decimal(fewest.percent) / PERCENT),
        ),
        curves=_curves(offer.scenarios, series, plane),
        prices=[_price_mark(offer, plane, price) for price in plane.marks(step)],
        percents=[
            Mark(plane.x(each.percent), percent(Decimal(each.percent) / PERCENT))
            for each in offer.scenarios
        ],
        across=gettext("participation, by inhabitants"),
        beside=_a_year(offer),
    )  # fmt: skip


def _a_year(offer: Offer) -> str:
    to = offer.municipality
    return gettext("%(municipality)s, a year", municipality=to.name) if to else ""


def years_of(period: TariffPeriod) -> str:
    """Return the years of a price period: 2015–2016, or 2019."""
    if period.first_year == period.last_year:
        return f"{period.first_year}"
    return f"{period.first_year}–{period.last_year}"


@dataclass(frozen=True)
class _Plane:
    """Where a participation in percent and a price in euros stand."""

    fewest: int
    low: Fraction
    high: Fraction

    def x(self, share: int) -> float:
        width = WIDTH - LEFT - RIGHT
        most = max(PERCENT - self.fewest, 1)
        return round(LEFT + width * (share - self.fewest) / most, 1)

    def y(self, price: Fraction) -> float:
        height = HEIGHT - TOP - BOTTOM
        return round(
            float(HEIGHT - BOTTOM - height * (price - self.low) / (self.high - self.low)), 1
        )

    def marks(self, step: Fraction) -> list[Fraction]:
        return [self.low + step * place for place in range(int((self.high - self.low) / step) + 1)]


def _series(offer: Offer) -> list[tuple[str, list[Fraction]]]:
    """Return the exact prices of each period and of their average, by scenario."""
    by_period = [
        (years_of(period), [each.quotes[place].price.exact for each in offer.scenarios])
        for place, period in enumerate(offer.tariff.periods)
    ]
    if len(by_period) == 1:
        return by_period
    averages = [sum(prices, Fraction()) / len(by_period)
                for prices in zip(*(prices for _, prices in by_period), strict=True)]  # fmt: skip
    return [*by_period, (gettext("average"), averages)]


def _curves(
    scenarios: list[Scenario], series: list[tuple[str, list[Fraction]]], plane: _Plane
) -> list[Curve]:
    apart = (WIDTH - LEFT) / max(len(series), 4)
    curves = []
    for place, (name, prices) in enumerate(series):
        is_average = len(series) > 1 and place == len(series) - 1
        dots = [(plane.x(each.percent), plane.y(price))
                for each, price in zip(scenarios, prices, strict=True)]  # fmt: skip
        curves.append(
            Curve(
                name=name,
                kind="average" if is_average else f"period{place % 3}",
                points=" ".join(f"{x},{y}" for x, y in dots),
                dots=dots,
                legend_x=LEFT + place * apart,
            )
        )
    return curves


def _price_step(span: Fraction) -> Fraction:
    """Return the least round step by which a span has no more than `MOST_MARKS` marks."""
    scale = LEAST_STEP
    while scale * ROUND_STEPS[-1] * (MOST_MARKS - 1) < span:
        scale *= 10
    return next(scale * each for each in ROUND_STEPS if scale * each * (MOST_MARKS - 1) >= span)


def _price_mark(offer: Offer, plane: _Plane, price: Fraction) -> Mark:
    inhabitants = offer.municipality.inhabitants if offer.municipality else None
    beside = euros(round_to(price * inhabitants, "euro"), 0) if inhabitants else ""
    printed = half_up(price, PRINTED_PRICE_DECIMALS)
    return Mark(plane.y(price), euros(printed, PRINTED_PRICE_DECIMALS), beside)
