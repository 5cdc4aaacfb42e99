"""Which periods are closed by hand up to and including one."""

from collections.abc import Collection

from reporting.books.periods import Period, wholes_of


def through(last: Period, closed: Collection[Period], counted: Collection[Period]) -> list[Period]:
    """Return what is not closed and ends within or before `last`, in the order of closing.

    `counted` are the months that have attempts. What is part of a closed quarter or year is left
    out, unless it is `last`: that one was published without it. Each whole follows its last part.
    """
    known = {*counted, *closed}
    found = known | {whole for one in known for whole in wholes_of(one)}
    open_ones = {
        one for one in found
        if one not in closed and one.ends <= last.ends
        and not any(whole in closed for whole in wholes_of(one))
    }  # fmt: skip
    asked = set() if last in closed else {last}
    return sorted(open_ones | asked, key=lambda one: (one.length, one))
