"""Reads of forecasts, for GET."""

from itertools import groupby

from shared.events.vocabulary import Channel
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.forecasts.rules.accuracy import bias
from reporting.forecasts.tables import Forecast, ForecastRun, ForecastWeek
from reporting.forecasts.views import (
    ChannelForecast,
    DayForecast,
    ForecastsView,
    Trial,
    WeekOutcome,
)

MOST_WEEKS = 12
CHANNELS: tuple[Channel, ...] = ("telephone", "chat", "email")
BASE = 5


async def forecasts(session: AsyncSession) -> ForecastsView:
    """Return the newest forecast, and how those of the last twelve weeks came out."""
    done = select(ForecastRun).where(col(ForecastRun.ended_at).is_not(None))
    newest = done.order_by(col(ForecastRun.made_on).desc()).limit(1)
    run = (await session.exec(newest)).first()
    return ForecastsView(
        made_on=run.made_on if run else None,
        history_days=run.history_days if run else None,
        held_back_days=run.held_back_days if run else None,
        trials=_trials(run),
        days=await _days(session, run) if run else [],
        weeks=await _weeks(session),
    )


def _trials(run: ForecastRun | None) -> list[Trial]:
    trials = (run.trials if run else None) or {}
    return [Trial(channel=name, **trials[name]) for name in sorted(trials, key=_place)]


async def _days(session: AsyncSession, run: ForecastRun) -> list[DayForecast]:
    query = select(Forecast).where(Forecast.made_on == run.made_on).order_by(col(Forecast.day))
    rows = (await session.exec(query)).all()
    return [
        DayForecast(
            date=day,
            channels=[
                ChannelForecast(
                    channel=row.channel,
                    expected=row.expected,
                    low=row.low,
                    high=row.high,
                    hours=row.hours,
                )
                for row in sorted(of_day, key=lambda row: _place(row.channel))
            ],
        )
        for day, of_day in groupby(rows, key=lambda row: row.day)
    ]


async def _weeks(session: AsyncSession) -> list[WeekOutcome]:
    query = (
        select(ForecastWeek)
        .order_by(col(ForecastWeek.week).desc())
        .limit(MOST_WEEKS * len(CHANNELS))
    )
    rows = sorted(
        (await session.exec(query)).all(),
        key=lambda row: (-row.week.toordinal(), _place(row.channel)),
    )
    return [_outcome(row) for row in rows]


def _outcome(row: ForecastWeek) -> WeekOutcome:
    expected = BASE * round(row.expected / BASE)
    wrong = bias(expected, row.came) if row.came else None
    return WeekOutcome(
        week=row.week,
        channel=row.channel,
        made_on=row.made_on,
        expected=expected,
        came=row.came,
        bias=None if wrong is None else round(wrong, 2),
        mase=row.mase,
        days_inside=row.days_inside,
    )


def _place(channel: str) -> int:
    return CHANNELS.index(channel)
