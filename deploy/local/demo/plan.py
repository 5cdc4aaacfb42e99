"""The plan of a demo: how much is played, on which days. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from demo import figures
from demo.attempts import Answered, Missed, make_answered, make_missed
from demo.chat_plan import Evening, make_evening
from demo.figures import Municipality
from demo.payments import to_be_held
from demo.roster import WEEK, Roster, make_roster

LEAST_DAYS, LEAST_LOCATIONS, LEAST_MUNICIPALITIES = 2, 2, 8


@dataclass(frozen=True)
class Plan:
    """All that is to be played: the chats of one evening by browsers, the rest registered."""

    municipalities: tuple[Municipality, ...]
    roster: Roster
    answered: tuple[Answered, ...]
    missed: tuple[Missed, ...]
    evening: Evening

    @property
    def signing(self) -> list[Municipality]:
        """Return the municipalities that sign: all but the G4."""
        return [one for one in self.municipalities if not one.excluded]

    @property
    def months(self) -> list[str]:
        """Return the months covered, such as `2016-03`, the newest first."""
        return sorted({f"{day:%Y-%m}" for day in self.roster.days}, reverse=True)

    @property
    def month(self) -> str:
        """Return the single month of the plan, such as `2016-03`: services count by month."""
        [month] = self.months
        return month

    @property
    def totals(self) -> dict[str, int | Decimal]:
        """Return what the services must hold without the chats, by the names of the summary."""
        referrals = sum(one.referral is not None for one in self.answered)
        return {
            "municipalities": len(self.municipalities),
            "contracts_signed": len(self.signing),
            "invoices_issued": len(self.signing),
            "invoiced_total": sum(_owed(self.signing), Decimal()),
            "volunteers_admitted": len(self.roster.volunteers),
            "shifts_filled": self.roster.places,
            "contacts_handled": len(self.answered),
            "conversations": sum(one.kind == "conversation" for one in self.answered),
            "contacts_missed": len(self.missed),
            "referrals_made": referrals,
            "referrals_received_by_partner": referrals,
        }

    @property
    def money(self) -> dict[str, int | Decimal]:
        """Return what billing must hold of the demo's own invoices, by the names of the summary."""
        return {
            "documents_as_files": len(self.signing) + 1,  # with the credit note
            **to_be_held(_owed(self.signing)),
            "vng_total": Decimal(figures.YEARLY_BUDGET),
        }


def make_plan(last_day: date, scale: float = 1.0) -> Plan:
    """Return the plan of the days up to `last_day`; a scale below 1 plays less of everything."""
    days = max(LEAST_DAYS, round(figures.DAYS * scale))
    locations = max(LEAST_LOCATIONS, round(len(figures.LOCATIONS) * scale))
    roster = make_roster(last_day, days if days < WEEK else days // WEEK * WEEK, locations)
    # In proportion to the filled places, so that volunteers of a small demo are as busy.
    full = figures.VOLUNTEERS_A_LOCATION * len(figures.LOCATIONS) * figures.DAYS // WEEK
    evening = make_evening(roster, scale)
    # The chats of the evening are among the contacts of two weeks.
    answered = figures.ANSWERED_IN_TWO_WEEKS * roster.places // full - len(evening.chats)
    missed = round(answered * figures.UNANSWERED_SHARE / (1 - figures.UNANSWERED_SHARE))
    return Plan(
        municipalities=_some_municipalities(scale),
        roster=roster,
        answered=tuple(make_answered(roster, answered, evening.numbers)),
        missed=tuple(make_missed(roster, missed, evening.span)),
        evening=evening,
    )


def _some_municipalities(scale: float) -> tuple[Municipality, ...]:
    """Return the G4, Zutphen, and others spread over the list, as many as the scale says."""
    everyone = figures.municipalities()
    wanted = {*figures.G4, figures.ZUTPHEN}
    number = min(len(everyone), max(LEAST_MUNICIPALITIES, round(len(everyone) * scale)))
    others = [one.code for one in everyone if one.code not in wanted]
    left = number - len(wanted)
    wanted |= {others[place * len(others) // left] for place in range(left)}
    return tuple(one for one in everyone if one.code in wanted)


def _owed(signing: list[Municipality]) -> list[Decimal]:
    """Return what each owes: its share of the year's budget, to the cent."""
    inhabitants = sum(one.inhabitants for one in signing)
    cent = Decimal("0.01")
    shares = (Decimal(figures.YEARLY_BUDGET) * one.inhabitants / inhabitants for one in signing)
    return [share.quantize(cent, ROUND_HALF_UP) for share in shares]
