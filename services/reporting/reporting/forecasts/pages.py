"""The page of forecasts: the coming four weeks, and how earlier ones came out."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from shared.http import database
from shared.pages.route import pages_router
from shared.pages.show import show

from reporting.forecasts import queries, words
from reporting.forecasts.chart import Day, chart_of
from reporting.forecasts.views import ForecastsView

router = pages_router("/reporting/forecasts")


@router.get("")
async def get_forecasts(request: Request) -> HTMLResponse:
    """Return the page of the newest forecast and its accuracy."""
    async with database(request).read() as session:
        found = await queries.forecasts(session)
    return show(
        request, "forecasts/templates/forecasts.html",
        found=found, channels=_channels(found), words=words,
    )  # fmt: skip


def _channels(found: ForecastsView) -> list[dict[str, Any]]:
    """Return for each channel its days, and their chart."""
    channels = [each.channel for each in found.days[0].channels] if found.days else []
    shown = []
    for channel in channels:
        days = [(day, each) for day in found.days for each in day.channels
                if each.channel == channel]  # fmt: skip
        drawn = [Day(day.date, each.expected, each.low, each.high) for day, each in days]
        shown.append({"channel": channel, "days": days, "chart": chart_of(drawn)})
    return shown
