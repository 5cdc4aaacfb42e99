"""The words of a report: names of the closed vocabularies, and numbers that may be hidden."""

from datetime import date
from decimal import Decimal

from babel.dates import get_day_names
from shared.pages.formats import day, euros, number, percent
from shared.pages.language import N_, gettext, locale

from reporting.books.periods import Period
from reporting.books.views import Report
from reporting.reports.rules.figure import Figure, Value

NAMES = {
    "telephone": N_("Telephone"),
    "chat": N_("Chat"),
    "email": N_("Email"),
    "abandoned": N_("Hung up while waiting"),
    "no_listener": N_("No listener free"),
    "closed": N_("Outside opening hours"),
    "conversation": N_("Conversation"),
    "silent": N_("Silence"),
    "hang_up": N_("Hung up at once"),
    "misuse": N_("Misuse"),
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
    "113online": N_("113Online"),
    "veiligthuis": N_("Veilig Thuis"),
    "information": N_("Told where to turn"),
    "warm_handover": N_("Handed over on the line"),
    "emergency": N_("In an emergency"),
    "connected": N_("Connected"),
    "declined": N_("Declined by the partner"),
    "timed_out": N_("No answer in time"),
    "longer": N_("Longer than 5 minutes"),
    "30": N_("Within 30 seconds"),
    "60": N_("Within 1 minute"),
    "120": N_("Within 2 minutes"),
    "300": N_("Within 5 minutes"),
}
FRACTIONS = {"answer_rate", "answer_rate_by_channel", "participation", "share_of_inhabitants"}
HOURS_AND_MEANS = {"average_minutes", "hours_wanted", "hours_covered"}
EUROS = {"budget": 0, "invoiced": 2, "price": 3, "contribution": 2, "invoiced_here": 2}  # decimals
AN_HOUR, A_DAY = "by_hour", "by_weekday"


def name(word: str) -> str:
    """Return the name of a word of the vocabularies; of a topic and a channel: both."""
    if " " in word:
        return " · ".join(map(name, word.split(" ")))
    return gettext(NAMES[word])


def shown_number(count: float | None, decimals: int = 0) -> str:
    """Write a number; None is one that must not be shown."""
    return gettext("not shown") if count is None else number(count, decimals)


def shown_percent(share: float | None) -> str:
    """Write a fraction of 1 as a percentage; None is one that must not be shown."""
    return gettext("not shown") if share is None else percent(share, 1)


def shown_value(key: str, value: Value) -> str:
    """Write the value of a figure, in the unit that it has."""
    if value is None:
        return gettext("not shown")
    if key in FRACTIONS:
        return percent(value, 2 if key == "share_of_inhabitants" else 1)
    if key in EUROS:
        return euros(Decimal(value), EUROS[key])
    return number(value, 1 if key in HOURS_AND_MEANS else 0)


def part_name(figure: Figure) -> str:
    """Write which part of a figure it is, such as a topic; nothing where it is the whole."""
    if not figure.name:
        return ""
    if figure.key.endswith(AN_HOUR):
        return hour_name(int(figure.name))
    if figure.key.endswith(A_DAY):
        return weekday_name(int(figure.name)).capitalize()
    return name(figure.name)


def period_name(period: Period) -> str:
    """Write a period: March 2016, first quarter of 2016, 2016."""
    if period.kind == "year":
        return str(period.year)
    begins = date(period.year, period.first.number, 1)
    return day(begins, "LLLL y" if period.kind == "month" else "QQQQ y")


def short_period_name(period: Period) -> str:
    """Write a period in a plot or a table: Mar 2016, Q1 2016, 2016."""
    if period.kind == "year":
        return str(period.year)
    begins = date(period.year, period.first.number, 1)
    return day(begins, "LLL y" if period.kind == "month" else "QQQ y")


def place_name(report: Report) -> str:
    """Write what a report is about: the country, a region or a location."""
    if report.location:
        return report.location.name
    return report.region or gettext("The Netherlands")


def hour_name(hour: int) -> str:
    """Write the hour of the day that begins at `hour`."""
    return gettext("%(start)s:00–%(end)s:00", start=hour, end=hour + 1)


def weekday_name(weekday: int) -> str:
    """Write a day of the week as within a sentence; Monday is 1."""
    return str(get_day_names("wide", context="stand-alone", locale=locale())[weekday - 1])
