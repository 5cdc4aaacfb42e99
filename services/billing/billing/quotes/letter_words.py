"""The words of an offer letter, in the language that is spoken now."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from shared.pages.formats import day, euros, number, percent
from shared.pages.language import gettext, language, ngettext

from billing.money import PRINTED_PRICE_DECIMALS
from billing.parties.snapshot import Snapshot
from billing.quotes.chart import Chart, years_of
from billing.quotes.rules import PERCENT, Scenario
from billing.quotes.views import Offer

SENDER = "Sensoor"


@dataclass(frozen=True)
class Letterhead:
    """Who writes and who is written to, as of a day; None where a party is not known yet."""

    sender: Snapshot | None
    addressee: Snapshot | None


def letter_words(
    offer: Offer, chart: Chart, svg: str, letterhead: Letterhead, today: date
) -> dict[str, Any]:
    """Return what `templates/letter.typ` sets, all of it text; `offer` is to a municipality."""
    to, sender = offer.municipality, letterhead.sender
    assert to is not None
    years = f"{offer.tariff.first_year}–{offer.tariff.last_year}"
    return {
        "language": language(),
        "sender": sender.name if sender else SENDER,
        "motto": gettext("Anonymous help at a distance, day and night"),
        "sender_lines": _address(sender)[1:] + ([sender.email] if sender and sender.email else []),
        "to": _addressee(letterhead.addressee, to.name),
        "date": day(today),
        "subject": gettext(
            "Help at a distance for the inhabitants of %(municipality)s, %(years)s",
            municipality=to.name, years=years,
        ),
        "salutation": gettext("Dear members of the executive,"),
        "opening": _opening(),
        "heading": gettext("What %(municipality)s would pay", municipality=to.name),
        "own": _own(offer),
        "table": _table(offer),
        "chart": {"title": chart.title, "description": chart.description, "svg": svg},
        "notes": _notes(offer),
        "made": {"title": gettext("How the price is made"), "said": _made(offer)},
        "closing": [
            gettext(
                "You can sign for your own municipality, or together: through the VNG, KING or"
                " your region. The fewer invoices, the less of the budget goes into them."
            ),
            gettext("We would gladly tell you more about it."),
        ],
        "regards": gettext("Yours sincerely,"),
        "annex": gettext("Annex to our letter of %(day)s", day=day(today)),
        "tariff": gettext("Tariff %(version)s", version=offer.tariff.version),
        "page": gettext("page"),
    }  # fmt: skip


def _address(party: Snapshot | None) -> list[str]:
    if party is None:
        return [""]
    return [party.name, party.street, f"{party.postal_code}  {party.city}"]


def _addressee(party: Snapshot | None, municipality: str) -> list[str]:
    executive = gettext("To the mayor and aldermen of")
    known = _address(party) if party else [gettext("the municipality of %(name)s",
                                                   name=municipality)]  # fmt: skip
    return [executive, *known]


def _opening() -> list[str]:
    return [
        gettext(
            "Article 2.2.4 of the Wmo 2015 asks of your municipality that its inhabitants can find"
            " a listening ear and advice at every moment of the day, by telephone or"
            " electronically, anonymously. That is what we offer: day and night, 365 days a year,"
            " by trained volunteers, by telephone, chat and e-mail."
        ),
        gettext(
            "The price per inhabitant is the same for every municipality. A fixed budget a year is"
            " divided by the inhabitants of all who take part: the more take part, the less each"
            " pays."
        ),
    ]


def _own(offer: Offer) -> str:
    """Say what the municipality pays when all take part."""
    to, everybody = offer.municipality, offer.scenarios[0]
    assert to is not None
    assert to.inhabitants is not None
    assert to.as_of is not None
    amounts = [
        gettext("%(amount)s a year in %(years)s", amount=_amount(offer, quote.amount),
                years=years_of(period))
        for period, quote in zip(offer.tariff.periods, everybody.quotes, strict=True)
    ]  # fmt: skip
    return gettext(
        "%(municipality)s has %(inhabitants)s inhabitants (CBS, %(day)s). When all municipalities"
        " take part, it pays %(amounts)s.",
        municipality=to.name, inhabitants=number(to.inhabitants), day=day(to.as_of),
        amounts=_listed(amounts),
    )  # fmt: skip


def _table(offer: Offer) -> dict[str, Any]:
    """Return the table; each head has two lines."""
    periods, several = offer.tariff.periods, len(offer.tariff.periods) > 1
    head = [[gettext("Participation"), gettext("by inhabitants")]]
    head += [[gettext("Price"), years_of(period)] for period in periods]
    head += [[gettext("Price"), gettext("on average")]] if several else []
    head += [[gettext("A year"), years_of(period)] for period in periods]
    return {
        "title": gettext("Prices and amounts by participation"),
        "head": head,
        "rows": [_row(offer, scenario, several) for scenario in offer.scenarios],
        "prices": len(periods) + int(several),
    }


def _row(offer: Offer, scenario: Scenario, several: bool) -> list[str]:
    prices = [quote.price.printed for quote in scenario.quotes]
    prices += [scenario.average_printed] if several else []
    return [
        percent(Decimal(scenario.percent) / PERCENT),
        *(euros(price, PRINTED_PRICE_DECIMALS) for price in prices),
        *(_amount(offer, quote.amount) for quote in scenario.quotes),
    ]


def _made(offer: Offer) -> list[str]:
    """Say how each period's amount comes about when all take part."""
    to = offer.municipality
    assert to is not None
    assert to.inhabitants is not None
    return [
        gettext(
            "%(years)s: a budget of %(budget)s a year, divided by %(participating)s inhabitants, is"
            " %(price)s for each of them. For %(inhabitants)s inhabitants that is %(amount)s.",
            years=years_of(period), budget=euros(period.yearly_budget, 0),
            participating=number(quote.price.participating),
            price=euros(quote.price.printed, PRINTED_PRICE_DECIMALS),
            inhabitants=number(to.inhabitants), amount=_amount(offer, quote.amount),
        )
        for period, quote in zip(offer.tariff.periods, offer.scenarios[0].quotes, strict=True)
    ]  # fmt: skip


def _notes(offer: Offer) -> list[str]:
    tariff = offer.tariff
    said = [
        gettext(
            "Participation counts inhabitants: 100%% is %(reference)s. We offer no participation"
            " below %(lowest)s.",
            reference=number(tariff.reference_population),
            lowest=percent(Decimal(tariff.minimum_participation) / PERCENT),
        ),
        gettext(
            "An amount is the exact price times the inhabitants, rounded once. The printed prices"
            " are rounded to read."
        ),
    ]
    if tariff.excluded:
        said.insert(1, ngettext(
            "%(num)s municipality with an arrangement of its own is outside this offer.",
            "%(num)s municipalities with arrangements of their own are outside this offer.",
            len(tariff.excluded),
        ))  # fmt: skip
    return said


def _amount(offer: Offer, amount: Decimal) -> str:
    return euros(amount, 2 if offer.tariff.rounding == "cent" else 0)


def _listed(items: list[str]) -> str:
    if len(items) == 1:
        return items[0]
    return gettext("%(first)s and %(last)s", first=", ".join(items[:-1]), last=items[-1])
