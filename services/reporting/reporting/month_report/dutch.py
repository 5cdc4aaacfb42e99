"""Dutch words and numbers for a reader. An attempt is an "oproep", a conversation a "gesprek"."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from shared.month import TIME_ZONE, Month

NOT_SHOWN = "niet getoond"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
NAMES = {
    "telephone": "Telefoon",
    "chat": "Chat",
    "email": "E-mail",
    "conversation": "Gesprek",
    "silent": "Stil",
    "hang_up": "Opgehangen na opnemen",
    "misuse": "Misbruik",
    "abandoned": "Opgehangen tijdens het wachten",
    "no_listener": "Geen vrijwilliger vrij",
    "closed": "Buiten openingstijd",
    "loneliness": "Eenzaamheid",
    "mental_health": "Psychische klachten",
    "relationships": "Relaties",
    "family": "Gezin en familie",
    "bereavement": "Verlies en rouw",
    "informal_care": "Mantelzorg",
    "physical_health": "Lichamelijke gezondheid",
    "suicidal_thoughts": "Gedachten aan zelfdoding",
    "domestic_violence": "Huiselijk geweld",
    "addiction": "Verslaving",
    "debts": "Schulden",
    "work_or_unemployment": "Werk en werkloosheid",
    "study": "Studie",
    "sexuality": "Seksualiteit",
    "meaning_of_life": "Zingeving",
    "other": "Anders",
    "helped_by_talk": "Geholpen door het gesprek",
    "thought_along": "Samen nagedacht",
    "referred": "Doorverwezen",
    "needs_more_support": "Meer steun nodig",
    "broken_off": "Afgebroken",
    "113online": "113Online",
    "veiligthuis": "Veilig Thuis",
    "information": "Informatie gegeven",
    "warm_handover": "Warme overdracht",
    "emergency": "Spoed",
}


def month_name(month: Month) -> str:
    """Write `maart 2016`."""
    return f"{MONTHS[month.number - 1]} {month.year}"


def day(moment: datetime) -> str:
    """Write the day that it is in the Netherlands: `14 maart 2016`."""
    there = moment.astimezone(TIME_ZONE)
    return f"{there.day} {month_name(Month(there.year, there.month))}"


def number(count: int | float | Decimal | None, decimals: int = 0) -> str:
    """Write `12.345` or, with decimals, `12.345,6`, half up; None is a count not to be shown."""
    if count is None:
        return NOT_SHOWN
    rounded = Decimal(str(count)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded:,}".translate(str.maketrans(",.", ".,"))


def percent(share: float | None) -> str:
    """Write a fraction of 1 as `72,4%`."""
    return NOT_SHOWN if share is None else f"{number(share * 100, 1)}%"


def euros(amount: Decimal, decimals: int = 2) -> str:
    """Write `€ 12.265,07`, on one line."""
    return f"€\u00a0{number(amount, decimals)}"


def hour(start: int) -> str:
    """Write the hour that begins at `start`: `20–21 uur`."""
    return f"{start}–{start + 1} uur"
