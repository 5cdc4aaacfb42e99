"""Which periods are closed by hand up to and including one."""

from collections.abc import Collection

from reporting.books.periods import Period, wholes_of


def through(last: Period, closed: Collection[Period], counted: Collection[Period]) -> list[Period]:
    """Return what is not closed and ends within or before `last`, in the order of closing.

    `counted` are the months that have attempts. A month of a quarter or a year that is closed
    already is left out: that one was published without it. Each whole follows its last part.
    """
    months = [
        one for one in counted
        if one not in closed and one.ends <= last.ends
        and not any(whole in closed for whole in wholes_of(one))
    ]  # fmt: skip
    wholes = {
        whole for one in [*counted, *closed] for whole in wholes_of(one)
        if whole not in closed and whole.ends <= last.ends
    }  # fmt: skip
    asked = [] if last in closed else [last]
    return sorted({*months, *wholes, *asked}, key=lambda one: (one.length, one))
