"""When a closed month is corrected: its counts tell how many attempts differ at least."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from shared.refusals import Refusal

from reporting.counting.rules.month_table import COUNTED, TOPICS, Of
from reporting.disclosure.rules.threshold import MINIMUM

INTERVAL = timedelta(days=1)
# An answered attempt is in one cell of each of these, and an attempt that was missed of those.
ANSWERED = ("kinds", "line", "answered_by_channel", "answered_by_hour", "answered_by_weekday",
            "waits", "channels", "outcomes")  # fmt: skip
MISSED = ("missed", "unanswered_by_channel", "missed_by_hour", "missed_by_weekday")
REFERRED = ("referral_modes", "referral_partners", "handovers")
Places = Mapping[str, Of]


class NothingToCorrect(Refusal):
    """The month is not closed, or fewer than ten attempts differ from what was published."""


class CorrectedToday(Refusal):
    """The month was published less than a day ago."""


def check_correction(before: Places, now: Places, published_at: datetime, at: datetime) -> None:
    """Refuse a correction of fewer than ten attempts, or within a day of the last revision.

    Raises `NothingToCorrect` and `CorrectedToday`.
    """
    if attempts_changed(before, now) < MINIMUM:
        raise NothingToCorrect(
            f"fewer than {MINIMUM} attempts differ from what was published: nothing is said of them"
        )
    if at - published_at < INTERVAL:
        raise CorrectedToday("the month was published less than a day ago: correct it tomorrow")


def attempts_changed(before: Places, now: Places) -> int:
    """Return how many attempts differ at least between two counts of a month.

    Counts tell a net change only. In figures of which each attempt is in one cell, one attempt
    changes at most one cell upwards and one downwards; so as many differ as these cells do, one
    way or the other. A conversation has several topics: each topic is such a figure of its own.
    """
    answered = [_by_name(one, COUNTED[one]) for one in ANSWERED]
    answered += [_of_topic(topic) for topic in TOPICS]
    missed = [_by_name(one, COUNTED[one]) for one in MISSED]
    referred = [_by_name(one, COUNTED[one]) for one in REFERRED]
    of_all = [_most(figures, before, now) for figures in (answered, missed)]
    more, fewer = (sum(ways) for ways in zip(*of_all, strict=True))
    return max(int(more), int(fewer), *_most(referred, before, now))


Names = tuple[str, tuple[str, ...]]


def _by_name(figure: str, names: Iterable[str]) -> Names:
    return figure, tuple(names)


def _of_topic(topic: str) -> Names:
    names = COUNTED["topics_by_channel"]
    return "topics_by_channel", tuple(name for name in names if name.split(" ")[0] == topic)


def _most(figures: Iterable[Names], before: Places, now: Places) -> tuple[int, int]:
    """Return the most that any of the figures grew in some cells, and shrank in others."""
    ways = [_changed(figure, names, before, now) for figure, names in figures]
    return max(more for more, _ in ways), max(fewer for _, fewer in ways)


def _changed(figure: str, names: Sequence[str], before: Places, now: Places) -> tuple[int, int]:
    more = fewer = 0
    for place in {*before, *now}:
        old, new = before.get(place, {}).get(figure, {}), now.get(place, {}).get(figure, {})
        changes = [new.get(name, 0) - old.get(name, 0) for name in names]
        more += sum(by for by in changes if by > 0)
        fewer -= sum(by for by in changes if by < 0)
    return more, fewer
