"""The words of the page of forecasts."""

from shared.events.vocabulary import Channel
from shared.pages.formats import day, number, percent
from shared.pages.language import N_, gettext

from reporting.forecasts.views import ChannelForecast, DayForecast, WeekOutcome

CHANNELS: dict[Channel, str] = {
    "telephone": N_("Telephone"), "chat": N_("Chat"), "email": N_("Email"),
}  # fmt: skip


def name(channel: Channel) -> str:
    """Return the name of a channel."""
    return gettext(CHANNELS[channel])


def sentence(days: list[tuple[DayForecast, ChannelForecast]]) -> str:
    """Say what the coming four weeks bring on a channel, and which day most."""
    busiest, most = max(days, key=lambda each: each[1].expected)
    return gettext(
        "Some %(whole)s attempts in four weeks. The busiest day is %(day)s, with %(most)s.",
        whole=number(round(sum(each.expected for _, each in days), -1)),
        day=day(busiest.date, "EEEE d MMMM"),
        most=number(most.expected),
    )


def between(low: int, high: int) -> str:
    """Write an interval of whole numbers."""
    return f"{number(low)}–{number(high)}"


def shown(value: float | None, decimals: int = 0) -> str:
    """Write a number; None is one that must not be shown, or that nobody knows."""
    return gettext("not shown") if value is None else number(value, decimals)


def too_much(bias: float | None) -> str:
    """Write by which share more was expected than came: +3%."""
    if bias is None:
        return gettext("not shown")
    return f"{'+' if bias > 0 else ''}{percent(bias)}"


def inside(week: WeekOutcome) -> str:
    """Write how many days of a week lay within what was said."""
    if week.days_inside is None:
        return gettext("not shown")
    return gettext("%(days)s of 7", days=week.days_inside)
