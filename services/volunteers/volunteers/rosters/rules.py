"""What may be asked of a proposal, and when it may be accepted."""

from datetime import date, timedelta
from uuid import UUID

from shared.refusals import BadInput, NotFound, Refusal

from volunteers.rosters.vocabulary import ProposalState

MOST_DAYS = 35
OFFERED_FOR = timedelta(hours=72)


class ProposalNotFound(NotFound):
    """No proposal was asked for by this id."""


class ProposalPeriodWrong(BadInput):
    """A proposal is for 1 to 35 days from today on."""


class ProposalNotDone(Refusal):
    """A proposal is accepted once it is done."""


class NotProposed(Refusal):
    """Only what was proposed, and not offered yet, is accepted."""


def check_period(first_day: date, last_day: date, today: date) -> None:
    """Refuse days that are over, in the wrong order, or too many."""
    days = (last_day - first_day).days + 1
    if 1 <= days <= MOST_DAYS and first_day >= today:
        return
    raise ProposalPeriodWrong(
        f"{first_day} to {last_day} cannot be proposed: give a firstDay from {today} on, and a "
        f"lastDay that is at most {MOST_DAYS - 1} days later"
    )


def check_done(proposal_id: UUID, state: ProposalState) -> None:
    """Refuse to accept a proposal that is still being made, or could not be made."""
    if state == "done":
        return
    todo = "ask for a new one" if state == "failed" else "stop it first, or wait until it is done"
    raise ProposalNotDone(f"proposal {proposal_id} is {state}: {todo}")
