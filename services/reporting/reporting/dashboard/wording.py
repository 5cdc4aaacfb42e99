"""The words of the dashboard that hang on what is shown."""

from datetime import date, datetime

from fastapi import Request
from shared.month import TIME_ZONE
from shared.pages.formats import day, number
from shared.pages.language import gettext, ngettext
from shared.pages.workplaces import workplaces

from reporting.dashboard.rules.freshness import Freshness
from reporting.days.rules.places import Places

NOTICES = {"current": "", "behind": "warn", "away": "wrong"}


def today(value: date) -> str:
    """Write a day as the beginning of a sentence: Wednesday 16 March 2016."""
    written = day(value, "EEEE d MMMM y")
    return written[0].upper() + written[1:]


def clock(moment: datetime) -> str:
    """Write a moment's time of day in Amsterdam with its seconds: 14:03:20."""
    return f"{moment.astimezone(TIME_ZONE):%H:%M:%S}"


def freshness(found: Freshness) -> str:
    """Say whether the figures are those of now; empty where they are."""
    if found.state == "away":
        return gettext("The bus does not answer: how old these figures are is not known.")
    if found.state == "behind":
        return ngettext(
            "These figures are behind: %(count)s event is not counted yet.",
            "These figures are behind: %(count)s events are not counted yet.",
            found.waiting, count=number(found.waiting),
        )  # fmt: skip
    return ""


def last_event(found: Freshness) -> str:
    """Say when the last event was counted."""
    if found.last_event_at is None:
        return gettext("When the last event was counted is not known.")
    return gettext("The last event was counted at %(time)s.", time=clock(found.last_event_at))


def places(found: Places) -> str:
    """Say how many places are needed by the shifts that last now, and how many are open."""
    if not found.needed:
        return gettext("no shift lasts now")
    needed = gettext("of %(needed)s needed", needed=number(found.needed))
    if not found.open:
        return f"{needed}; {gettext('none is open')}"
    are_open = ngettext("%(num)s place is open", "%(num)s places are open", found.open)
    return f"{needed}; {are_open}"


def queue_address(request: Request) -> str | None:
    """Return where it stands who waits now; None for who may not see it, or where it is unknown."""
    settings = request.app.state.settings
    if "contacts" not in workplaces(request.state.caller.roles):
        return None
    if "contacts" not in settings.page_addresses:
        return None
    return f"{settings.pages_address('contacts')}/contacts/board"
