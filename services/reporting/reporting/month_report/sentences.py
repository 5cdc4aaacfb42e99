"""The sentences of a report: what a figure shows, said once in plain Dutch.

A sentence says only what may be shown; where too little may be, it says so.
"""

from shared.month import month_of

from reporting.disclosure.rules.threshold import SHARE_DECIMALS, half_up
from reporting.month_report.dutch import NAMES, day, month_name, number, percent
from reporting.month_report.plots import OFFICE_CLOSES, OFFICE_OPENS
from reporting.month_report.views import Cell, HourView, MonthReport

TOO_FEW = "Voor deze maand zijn de aantallen te klein om hier meer over te zeggen."


def opening(report: MonthReport) -> str:
    """Say what the month came to, as far as it may be said."""
    month = month_name(month_of(report.month))
    told = []
    if report.location and report.answered is not None:
        place = report.location.name
        told = [
            f"In {month} werden op locatie {place} {number(report.answered)} oproepen beantwoord."
        ]
    elif report.attempts is not None:
        came = number(report.attempts)
        told = [f"In {month} zochten mensen {came} keer contact per telefoon, chat of e-mail."]
        if report.answered is not None:
            told.append(f"{number(report.answered)} van deze oproepen zijn beantwoord.")
    if told and report.conversations is not None:
        told.append(f"Daaruit ontstonden {number(report.conversations)} gesprekken.")
    if not report.closed:
        until = day(report.counted_until)
        told.append(f"De maand is nog niet afgesloten: geteld is tot {until}, 0 uur.")
    return " ".join(told) or TOO_FEW


def hours(report: MonthReport) -> str:
    """Say at what hour most attempts came, and how many outside office hours."""
    counts = [
        (hour.answered if report.location else _attempts(hour), hour.hour) for hour in report.hours
    ]
    known = [(count, place) for count, place in counts if count is not None]
    if not known:
        return TOO_FEW
    busiest = max(known)[1]
    text = f"Het drukst is het tussen {busiest} en {busiest + 1} uur."
    if len(known) < len(counts):
        return text
    total = sum(count for count, _ in known)
    outside = sum(count for count, place in known if not OFFICE_OPENS <= place < OFFICE_CLOSES)
    part = percent(half_up(outside, total, SHARE_DECIMALS))
    return (
        f"{text} Van de oproepen komt {part} buiten kantooruren"
        f" (tussen {OFFICE_CLOSES} en {OFFICE_OPENS} uur)."
    )


def reach(report: MonthReport) -> str:
    """Say which part of the attempts that could be answered was."""
    if report.answer_rate is None:
        return TOO_FEW
    where = " op het eigen nummer van de locatie" if report.location else ""
    return (
        f"Van de oproepen{where} binnen openingstijd is {percent(report.answer_rate)} beantwoord."
    )


def channels(report: MonthReport) -> str:
    """Say through which channel most conversations went."""
    first = _largest(report.channel_mix)
    if first is None:
        return TOO_FEW
    ways = {"telephone": "per telefoon", "chat": "per chat", "email": "per e-mail"}
    if first.share is None:
        return f"De meeste gesprekken verlopen {ways[first.name]}."
    return f"Van de gesprekken verloopt {percent(first.share)} {ways[first.name]}."


def topics(report: MonthReport) -> str:
    """Say what conversations are most often about."""
    first = _largest([cell for cell in report.topics if cell.name != "other"])
    if first is None:
        return TOO_FEW
    part = "" if first.share is None else f", in {percent(first.share)} van de gesprekken"
    return (
        f"Het vaakst gaat het over {NAMES[first.name].lower()}{part}. Een gesprek kan over meer"
        " dan één onderwerp gaan."
    )


def outcomes(report: MonthReport) -> str:
    """Say which part of the conversations helped by itself."""
    helped = next(cell for cell in report.outcomes if cell.name == "helped_by_talk")
    if helped.share is None:
        return TOO_FEW
    return f"In {percent(helped.share)} van de gesprekken hielp het gesprek zelf."


def _attempts(hour: HourView) -> int | None:
    if hour.answered is None or hour.missed is None:
        return None
    return hour.answered + hour.missed


def _largest(cells: list[Cell]) -> Cell | None:
    shown = [cell for cell in cells if cell.count is not None]
    return max(shown, key=lambda cell: cell.count or 0) if shown else None
