"""The words of a report: names of the closed vocabularies, and numbers that may be hidden."""

from datetime import date

from shared.pages.formats import day, number, percent
from shared.pages.language import N_, gettext

from reporting.books.periods import Period
from reporting.books.views import Report

NAMES = {
    "telephone": N_("Telephone"),
    "chat": N_("Chat"),
    "email": N_("Email"),
    "abandoned": N_("Hung up while waiting"),
    "no_listener": N_("No listener free"),
    "closed": N_("Outside opening hours"),
    "loneliness": N_("Loneliness"),
    "mental_health": N_("Mental health"),
    "relationships": N_("Relationships"),
    "family": N_("Family"),
    "bereavement": N_("Loss and grief"),
    "informal_care": N_("Informal care"),
    "physical_health": N_("Physical health"),
    "suicidal_thoughts": N_("Suicidal thoughts"),
    "domestic_violence": N_("Domestic violence"),
    "addiction": N_("Addiction"),
    "debts": N_("Debts"),
    "work_or_unemployment": N_("Work and unemployment"),
    "study": N_("Study"),
    "sexuality": N_("Sexuality"),
    "meaning_of_life": N_("Meaning of life"),
    "other": N_("Other"),
    "helped_by_talk": N_("Helped by the conversation"),
    "thought_along": N_("Thought it through together"),
    "referred": N_("Referred"),
    "needs_more_support": N_("Needs more support"),
    "broken_off": N_("Broken off"),
}


def name(word: str) -> str:
    """Return the name of a word of the vocabularies."""
    return gettext(NAMES[word])


def shown_number(count: float | None, decimals: int = 0) -> str:
    """Write a number; None is one that must not be shown."""
    return gettext("not shown") if count is None else number(count, decimals)


def shown_percent(share: float | None) -> str:
    """Write a fraction of 1 as a percentage; None is one that must not be shown."""
    return gettext("not shown") if share is None else percent(share, 1)


def period_name(period: Period) -> str:
    """Write a period: March 2016, first quarter of 2016, 2016."""
    if period.kind == "year":
        return str(period.year)
    begins = date(period.year, period.first.number, 1)
    return day(begins, "LLLL y" if period.kind == "month" else "QQQQ y")


def place_name(report: Report) -> str:
    """Write what a report is about: the country, a region or a location."""
    if report.location:
        return report.location.name
    return report.region or gettext("The Netherlands")


def hour_name(hour: int) -> str:
    """Write the hour of the day that begins at `hour`."""
    return gettext("%(start)s:00–%(end)s:00", start=hour, end=hour + 1)
