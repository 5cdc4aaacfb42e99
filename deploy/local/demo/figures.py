"""The figures of the demo; README.md in this folder gives the source of each."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shared.events.vocabulary import Channel, Kind, Outcome, Province, Topic

FOLDER = Path(__file__).parent
ANSWERED_IN_TWO_WEEKS = 11_000
UNANSWERED_SHARE = 135_000 / 450_000
BUSY_EVENING = 1.3  # how much more often nobody answers between 18:00 and 02:00
VOLUNTEERS_A_LOCATION = 36  # 900 at 25
# A Sunday in the settled year, so that one month report covers the whole story.
LAST_DAY = date(2016, 3, 20)
DAYS = 14

CHANNELS: dict[Channel, float] = {"telephone": 277_394, "chat": 31_678, "email": 4_610}
LOCAL_LINE_SHARE = 0.25
PARTNER_LINE_SHARE = 0.03
# By the day of the week, Monday first.
WEEKDAYS = (1.1, 1.0, 1.0, 1.0, 1.0, 1.0, 1.1)

KINDS: dict[Channel, dict[Kind, float]] = {
    "telephone": {
        "conversation": 0.62, "hang_up": 0.26, "silent": 0.07, "misuse": 0.04, "test": 0.01,
    },
    "chat": {"conversation": 0.86, "hang_up": 0.08, "silent": 0.03, "misuse": 0.02, "test": 0.01},
    "email": {"conversation": 0.97, "misuse": 0.02, "test": 0.01},
}  # fmt: skip
# Average length of a conversation in minutes, and its bounds.
CONVERSATION_MINUTES: dict[Channel, float] = {"telephone": 20, "chat": 40, "email": 60}
SHORTEST_MINUTES, LONGEST_MINUTES = 2, 150
SPREAD = 0.6  # of the logarithm: a few conversations last hours
# Length of every other attempt in seconds: from, to.
OTHER_SECONDS: dict[Kind, tuple[int, int]] = {
    "hang_up": (4, 60), "silent": (30, 240), "misuse": (20, 300), "test": (20, 90),
}  # fmt: skip

# The share of conversations in which a topic comes up.
TOPICS: dict[Topic, float] = {
    "loneliness": 62_057 / 322_518,
    "mental_health": 0.362,
    "family": 0.285,
    "relationships": 0.209,
    "suicidal_thoughts": 0.166,
    "bereavement": 0.06,
    "informal_care": 0.03,
    "physical_health": 0.08,
    "domestic_violence": 0.02,
    "addiction": 0.03,
    "debts": 0.03,
    "work_or_unemployment": 0.05,
    "study": 0.02,
    "sexuality": 0.03,
    "meaning_of_life": 0.06,
}
MOST_TOPICS = 3
# Of the conversations that were not referred.
OUTCOMES: dict[Outcome, float] = {
    "helped_by_talk": 0.68, "needs_more_support": 0.15, "thought_along": 0.10, "broken_off": 0.04,
}  # fmt: skip
REFERRED_SHARE = 0.25  # of the conversations with thoughts of suicide
CORRECTED_SHARE = 0.008

OFFER_INHABITANTS = 47_000
OFFER_AMOUNTS = {2015: "12265.07", 2017: "11346.96"}
YEARLY_BUDGET = 3_810_000  # of 2015 and 2016
FIGURES_OF = date(2016, 1, 1)
SIGNED_ON, FROM, UNTIL = date(2014, 10, 30), date(2015, 1, 1), date(2018, 12, 31)
SETTLED_YEAR = 2016
# The four big cities are outside the offer.
G4 = frozenset({"GM0344", "GM0363", "GM0518", "GM0599"})
ZUTPHEN, VNG = "GM0301", "VNG"

LOCATIONS: tuple[tuple[str, Province], ...] = (
    ("Zutphen", "Gelderland"), ("Amersfoort", "Utrecht"), ("Groningen", "Groningen"),
    ("Eindhoven", "Noord-Brabant"), ("Haarlem", "Noord-Holland"), ("Leeuwarden", "Fryslân"),
    ("Zwolle", "Overijssel"), ("Maastricht", "Limburg"), ("Middelburg", "Zeeland"),
    ("Assen", "Drenthe"), ("Lelystad", "Flevoland"), ("Leiden", "Zuid-Holland"),
    ("Arnhem", "Gelderland"), ("Breda", "Noord-Brabant"), ("Alkmaar", "Noord-Holland"),
    ("Enschede", "Overijssel"), ("Dordrecht", "Zuid-Holland"), ("Nijmegen", "Gelderland"),
    ("Tilburg", "Noord-Brabant"), ("Heerlen", "Limburg"), ("Deventer", "Overijssel"),
    ("Apeldoorn", "Gelderland"), ("Gouda", "Zuid-Holland"), ("Roermond", "Limburg"),
    ("'s-Hertogenbosch", "Noord-Brabant"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality and its inhabitants on 1 January 2016."""

    code: str
    name: str
    province: str
    inhabitants: int

    @property
    def excluded(self) -> bool:
        """Return whether it is one of the four big cities."""
        return self.code in G4


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Return the 390 municipalities of 2016, by code."""
    return tuple(
        Municipality(row["code"], row["name"], row["province"], int(row["inhabitants"]))
        for row in _rows("municipalities_2016.csv")
    )


@cache
def hours_of_day() -> tuple[float, ...]:
    """Return the share of contacts (percent) that begin in each hour of the day in Amsterdam."""
    return tuple(float(row["share_pct"]) for row in _rows("arrival_hour_of_day.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
