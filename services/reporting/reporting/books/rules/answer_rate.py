"""The answer rate (bereikbaarheid): the answered share of the attempts during opening hours.

Attempts while the line was closed do not count. The caller leaves out tests.
"""

from reporting.disclosure.rules.threshold import shown_share


def shown_answer_rate(answered: int | None, unanswered: int | None) -> float | None:
    """Return answered / (answered + unanswered), or None where either is not shown.

    `unanswered` is abandoned + no listener.
    """
    if answered is None or unanswered is None:
        return None
    return shown_share(answered, answered + unanswered)
