"""What is hidden of a quarter or a year that is the sum of one month alone."""

from datetime import UTC, datetime

import pytest
from reporting.books.closings import Closing
from reporting.books.counted import of_month, of_months
from reporting.books.decide_period import decide_period
from reporting.books.periods import period_of
from reporting.books.rules.known import Known, decided, periods_known
from reporting.counting.read_counts import Counts
from reporting.disclosure.rules.decide import decide
from reporting.disclosure.rules.periods import of_period, periods_table

MARCH = period_of("2016-03")
REGIONS = {"zutphen": "Gelderland", "ede": "Gelderland", "heerlen": "Limburg"}


def of_place(silent: int, gone: int) -> dict[str, dict[str, int]]:
    """Return the counts of a place that nobody talked with, by kind, hour and day of the week."""
    both = silent + gone
    return {
        "kinds": {"silent": silent, "hang_up": gone}, "line": {"answered": both},
        "answered_by_channel": {"telephone": silent, "chat": gone},
        "answered_by_hour": {"9": 2, "20": both - 2},
        "answered_by_weekday": {"1": gone, "6": silent}, "waits": {"30": both},
    }  # fmt: skip


COUNTS = Counts(
    {"zutphen": of_place(3, 41), "ede": of_place(25, 17), "heerlen": of_place(60, 8)}, REGIONS
)


@pytest.mark.parametrize("name", ["2016-Q1", "2016"])
async def test_what_is_the_sum_of_one_month_hides_what_the_month_hides(name: str) -> None:
    # given a month that is closed
    table = of_month(COUNTS).table
    hidden = decide(table).hidden
    assert hidden
    month = Closing(1, MARCH, 0, datetime(2016, 4, 7, tzinfo=UTC), {}, COUNTS, hidden)
    # when what is the sum of it alone is decided
    whole = Known(period_of(name), 0, of_months([COUNTS]).table)
    found = await decide_period(whole.period, 0, of_months([COUNTS]), [month])
    # then it hides the same, as the gate says that looks at both together
    both = periods_table(periods_known([Known(MARCH, 0, decided(table, hidden)), whole]))
    assert found == hidden == of_period(whole.name, decide(both).hidden)
