"""The answer rate (bereikbaarheid): which part of the attempts that could be answered was.

An attempt that came while the line was closed counts for nothing in it, and tests are left out
before.
"""

from reporting.rules.disclosure import shown_share


def shown_answer_rate(answered: int, abandoned: int, no_listener: int) -> float | None:
    """Return answered / (answered + abandoned + no_listener), or None where it may not be shown."""
    return shown_share(answered, answered + abandoned + no_listener)
