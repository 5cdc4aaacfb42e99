"""The answer rate (bereikbaarheid): which part of the attempts that could be answered was.

An attempt that came while the line was closed counts for nothing in it, and tests are left out
before.
"""

from reporting.rules.disclosure import shown_share


def shown_answer_rate(answered: int | None, unanswered: int | None) -> float | None:
    """Return answered / (answered + unanswered), or None where either is not shown.

    `unanswered` are those that were abandoned or found no listener.
    """
    if answered is None or unanswered is None:
        return None
    return shown_share(answered, answered + unanswered)
