"""The sentences of a report about attempts: each says in words what a figure shows.

A sentence uses only counts that may be shown, so a count in it is ten at least and always plural.
Where too little may be shown, the sentence says so.
"""

from shared.pages.formats import day, number, percent
from shared.pages.language import gettext

from reporting.books.periods import period_of
from reporting.books.views import HourView, Report, WeekdayView
from reporting.disclosure.rules.threshold import SHARE_DECIMALS, half_up, shown_share
from reporting.reports.plots import OFFICE_CLOSES, OFFICE_OPENS
from reporting.reports.rules.waiting import Within
from reporting.reports.words import name, period_name, weekday_name

NIGHT_BEGINS, NIGHT_ENDS = 23, 7
A_MINUTE, FIVE_MINUTES = "60", "300"


def too_few() -> str:
    """Say that the counts are too small."""
    return gettext("The numbers of this period are too small to say more here.")


def opening(report: Report) -> str:
    """Say how many attempts came, how many were answered, and how many conversations followed."""
    said = _attempts_said(report)
    if said and report.conversations is not None:
        count = number(report.conversations)
        said.append(gettext("They led to %(count)s conversations.", count=count))
    if not report.closed:
        counted = gettext(
            "The month is not closed yet: attempts are counted up to %(day)s, 0:00.",
            day=day(report.counted_until),
        )
        said.append(counted)
    return " ".join(said) or too_few()


def _attempts_said(report: Report) -> list[str]:
    month = period_name(period_of(report.period))
    if report.location or report.region:
        if report.answered is None:
            return []
        place = report.location.name if report.location else report.region
        said = (
            gettext("In %(month)s, %(count)s attempts were answered at location %(place)s.",
                    month=month, count=number(report.answered), place=place)
            if report.location
            else gettext("In %(month)s, %(count)s attempts were answered at the locations in"
                         " %(place)s.",
                         month=month, count=number(report.answered), place=place)
        )  # fmt: skip
        return [said]
    if report.attempts is None:
        return []
    said = gettext(
        "In %(month)s, people sought contact %(count)s times, by telephone, chat or email.",
        month=month, count=number(report.attempts),
    )  # fmt: skip
    if report.answered is None:
        return [said]
    answered = number(report.answered)
    return [said, gettext("%(count)s of these attempts were answered.", count=answered)]


def hours(report: Report) -> str:
    """Say at what hour most attempts came, and how many outside office hours."""
    apart = report.location or report.region
    counts = [(hour.answered if apart else _attempts(hour), hour.hour) for hour in report.hours]
    known = [(count, hour) for count, hour in counts if count is not None]
    if not known:
        return too_few()
    busiest = max(known)[1]
    if len(known) < len(counts):
        return gettext(
            "Of the hours shown, %(start)s:00 to %(end)s:00 is the busiest.",
            start=busiest, end=busiest + 1,
        )  # fmt: skip
    text = gettext(
        "It is busiest between %(start)s:00 and %(end)s:00.", start=busiest, end=busiest + 1
    )
    total = sum(count for count, _ in known)
    outside = sum(count for count, hour in known if not OFFICE_OPENS <= hour < OFFICE_CLOSES)
    part = gettext(
        "%(share)s of the attempts come outside office hours (between %(closes)s:00 and"
        " %(opens)s:00).",
        share=percent(half_up(outside, total, SHARE_DECIMALS), 1),
        closes=OFFICE_CLOSES, opens=OFFICE_OPENS,
    )  # fmt: skip
    return " ".join([text, part, *([] if report.location or report.region else _night(report))])


def _night(report: Report) -> list[str]:
    """Say how many are answered at night; of the country, where answered and missed add up."""
    night = [one for one in report.hours if not NIGHT_ENDS <= one.hour < NIGHT_BEGINS]
    answered = sum(one.answered or 0 for one in night)
    missed = sum(one.missed or 0 for one in night)
    share = shown_share(answered, answered + missed)
    if share is None or any(_attempts(one) is None for one in night):
        return []
    said = gettext(
        "At night, from %(begins)s:00 to %(ends)s:00, %(share)s of the attempts are answered.",
        begins=NIGHT_BEGINS, ends=NIGHT_ENDS, share=percent(share, 1),
    )  # fmt: skip
    return [said]


def weekdays(report: Report) -> str:
    """Say on which days most and least attempts come."""
    counts = [
        (one.answered if report.location or report.region else _attempts(one), one.weekday)
        for one in report.weekdays
    ]
    known = [(count, day) for count, day in counts if count is not None]
    if len(known) < len(counts):
        return too_few()
    return gettext(
        "Most attempts come on %(busiest)s, the fewest on %(calmest)s.",
        busiest=weekday_name(max(known)[1]), calmest=weekday_name(min(known)[1]),
    )  # fmt: skip


def waits(found: list[Within]) -> str:
    """Say which share was answered within a minute, and within five."""
    shares = {one.seconds: one.share for one in found}
    soon, later = shares[A_MINUTE], shares[FIVE_MINUTES]
    said = [
        gettext("Of the answered attempts, %(share)s waited at most a minute.",
                share=percent(soon, 1))
        if soon is not None else "",
        gettext("Within five minutes it is %(share)s.", share=percent(later, 1))
        if later is not None else "",
    ]  # fmt: skip
    return " ".join(filter(None, said)) or too_few()


def channels_reached(report: Report) -> str:
    """Say by which channel help seekers are answered most and least often."""
    rates = [(one.answer_rate, one.name) for one in report.channels if one.answer_rate is not None]
    if not rates:
        return too_few()
    best, worst = max(rates), min(rates)
    said = gettext(
        "%(channel)s is answered most often: %(share)s of the attempts during opening hours.",
        channel=name(best[1]), share=percent(best[0], 1),
    )  # fmt: skip
    if best == worst:
        return said
    least = gettext("%(channel)s least often: %(share)s.", channel=name(worst[1]),
                    share=percent(worst[0], 1))  # fmt: skip
    return f"{said} {least}"


def reach(report: Report) -> str:
    """Say which share of the attempts during opening hours was answered."""
    if report.answer_rate is None:
        return too_few()
    share = percent(report.answer_rate, 1)
    if report.location:
        return gettext(
            "Of the attempts on the location's own number during opening hours, %(share)s were"
            " answered.",
            share=share,
        )
    if report.region:
        return gettext(
            "Of the attempts on the region's own numbers during opening hours, %(share)s were"
            " answered.",
            share=share,
        )
    return gettext("Of the attempts during opening hours, %(share)s were answered.", share=share)


def _attempts(hour: HourView | WeekdayView) -> int | None:
    if hour.answered is None or hour.missed is None:
        return None
    return hour.answered + hour.missed
