"""When a document that was not taken is sent again."""

from datetime import datetime, timedelta
from typing import Literal, get_args

Route = Literal["folder", "email", "peppol"]
State = Literal["waiting", "sent", "failed"]
ROUTES: tuple[Route, ...] = get_args(Route)
MOST_ATTEMPTS = 8
FIRST_DELAY = timedelta(seconds=30)
GROWTH = 4


def next_attempt(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts failed; None: a person has to look.

    The delay grows from half a minute to a day and a half; all together they are almost two days.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    return now + FIRST_DELAY * int(GROWTH ** (attempts - 1))
