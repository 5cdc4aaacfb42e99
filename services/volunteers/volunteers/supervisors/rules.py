"""Who may supervise what, on which day."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from shared.refusals import BadInput, NotFound, Refusal

from volunteers.supervisors.vocabulary import SupervisorCompetency, SupervisorStanding


class SupervisorNotFound(NotFound):
    """Nobody is known as a supervisor by this id."""


class UnknownSupervisor(Refusal):
    """Whom the request names is no supervisor."""


class AlreadySupervisor(Refusal):
    """Somebody is recorded as a supervisor once."""


class DaysReversed(BadInput):
    """A period ends on its first day or later."""


class SupervisorNotInService(Refusal):
    """The supervisor does not work as one on that day."""


class SupervisorLacksCompetency(Refusal):
    """The supervisor was not found competent for this."""


class CertificateNotValid(Refusal):
    """No certificate of the supervisor is valid on that day."""


def check_days(first: date, last: date | None, names: str) -> None:
    """Refuse a last day before the first; `names` are those of the two fields."""
    if last is not None and last < first:
        raise DaysReversed(f"{names} are {first} and {last}: the last is the first, or later")


def standing_on(
    day: date, days: tuple[date, date | None], certified: Collection[tuple[date, date]]
) -> SupervisorStanding:
    """Return whether somebody may supervise on a day; the days are those of `check_may`."""
    first, last = days
    if last is not None and last < day:
        return "ended"
    if first > day:
        return "later"
    if _is_certified(certified, day):
        return "certified"
    return "lapsed" if any(until < day for _, until in certified) else "uncertified"


def check_may(
    supervisor_id: UUID,
    competency: SupervisorCompetency,
    on_day: date,
    *,
    days: tuple[date, date | None],
    competencies: Collection[SupervisorCompetency],
    certified: Collection[tuple[date, date]],
) -> None:
    """Refuse work that a supervisor may not do on a day.

    `days` are the first and the last in service, `certified` those of each certificate; all last
    days count. The refusal says on which days it would be allowed.
    """
    first, last = days
    if not first <= on_day <= (last or date.max):
        until = f" up to {last}" if last else ""
        raise SupervisorNotInService(
            f"supervisor {supervisor_id} works from {first}{until}, and not on {on_day}: choose"
            " another day, or another supervisor"
        )
    if competency not in competencies:
        raise SupervisorLacksCompetency(
            f"supervisor {supervisor_id} is competent for {', '.join(competencies) or 'nothing'},"
            f" and not for {competency}: choose a supervisor who is"
        )
    if not _is_certified(certified, on_day):
        newest = max((until for _, until in certified), default=None)
        has = f"was certified up to {newest}" if newest else "has no certificate"
        raise CertificateNotValid(
            f"supervisor {supervisor_id} {has}, and on {on_day} none is valid: record a new"
            " certificate, or choose another supervisor"
        )


def _is_certified(certified: Collection[tuple[date, date]], day: date) -> bool:
    return any(issued <= day <= until for issued, until in certified)
