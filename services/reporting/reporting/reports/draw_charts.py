"""Draw all charts of a report."""

from collections.abc import Sequence

from reporting.books.views import Report
from reporting.reports.charts import attempts, talk, trend
from reporting.reports.charts.chart import Chart

SEVERAL = 2


def draw_charts(report: Report, series: Sequence[Report]) -> list[Chart]:
    """Draw the charts of a report, in the language that is spoken.

    `series` are the reports of the periods up to it, in order. A month that is not closed shows
    how many attempts came and when, and nothing of what callers told.
    """
    if not report.closed:
        return [attempts.hours(report), attempts.reach(report)]
    over_time = [trend.progress(series)] if len(series) >= SEVERAL else []
    topics_over_time = [trend.topics(series)] if len(series) >= SEVERAL else []
    return [
        *over_time, attempts.hours(report), attempts.weekdays(report), attempts.reach(report),
        attempts.waits(report), attempts.channels_reached(report), talk.kinds(report),
        talk.channels(report), talk.topics(report), talk.outcomes(report),
        talk.topics_by_channel(report), *topics_over_time, talk.referrals(report),
        talk.handovers(report), talk.roster(report),
    ]  # fmt: skip
