"""What is shown of callers, redials and misuse: counts rounded, rates of rounded counts.

An attempt tells no more of its caller than whether it is the first of the day. So callers are
counted by their first attempts, and it is not known whether somebody who called again was reached.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shared.events.vocabulary import MisuseKind

from reporting.days.rules.shown import CallCounts, rounded_rate, settled_hours
from reporting.disclosure.rules.threshold import rounded


@dataclass(frozen=True)
class ShownCalls:
    """A day on the telephone as it may be shown; None: below fifteen, or not known.

    `is_told`: of fifteen attempts at least it was told whether they are redials. The rates are of
    attempts, and of callers by their first attempt of the day.
    """

    is_told: bool
    attempts: int | None
    callers: int | None
    redials: int | None
    untold: int | None
    cooled_down: int | None
    answer_rate: float | None
    first_answer_rate: float | None


def shown_calls(day: date, counts: CallCounts, now: datetime) -> ShownCalls:
    """Return what is shown of a day's calls; the rates are of hours that ended an hour ago."""
    until = settled_hours(day, now)

    def rate(answered: tuple[int, ...], unanswered: tuple[int, ...]) -> float | None:
        return rounded_rate(sum(answered[:until]), sum(unanswered[:until]))

    return ShownCalls(
        is_told=rounded(counts.first + counts.redials) is not None,
        attempts=rounded(counts.first + counts.redials + counts.untold),
        callers=rounded(counts.first),
        redials=rounded(counts.redials),
        untold=rounded(counts.untold),
        cooled_down=rounded(counts.cooled_down),
        answer_rate=rate(counts.answered, counts.unanswered),
        first_answer_rate=rate(counts.first_answered, counts.first_unanswered),
    )


def shown_misuse(days: Iterable[CallCounts]) -> Mapping[MisuseKind | None, int | None]:
    """Return the contacts of these days that were misuse, by kind; None: it was not said."""
    sums: dict[MisuseKind | None, int] = {}
    for of in days:
        for kind, count in of.misuse.items():
            sums[kind] = sums.get(kind, 0) + count
    return {kind: rounded(count) for kind, count in sums.items()}
