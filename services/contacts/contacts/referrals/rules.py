"""Which contact leads to a referral, and the steps of a warm handover.

A warm handover is offered, accepted or declined, and connected. The partner's first answer holds.
A registered contact's is connected by the answer `accepted`: the partner goes on by itself. In a
chat that is still open the listener connects the help seeker, so there it is accepted first. What
is not answered, or not connected, in time is timed out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.events.vocabulary import HandoverAnswer, HandoverOutcome, Kind, ReferralMode
from shared.refusals import NotFound, Refusal

Step = Literal["offered", "accepted", "declined", "timed_out", "connected"]


class NothingToRefer(Refusal):
    """Only a conversation leads to a referral."""


class AlreadyReferred(Refusal):
    """A contact is referred to a partner once."""


class ReferredContactIsNoConversation(Refusal):
    """A contact that was referred while it lasted was a conversation."""


class ReferralNotFound(NotFound):
    """No referral has this id."""


class ReferralUnknown(Refusal):
    """No partner has a copy of this id."""


class ReferralOfAnotherPartner(Refusal):
    """A partner answers for what was offered to it, and for nobody else."""


class NoWarmHandover(Refusal):
    """Information or an emergency asks for no answer and is not connected."""


class HandoverAnsweredBefore(Refusal):
    """The first answer holds."""


class HandoverSettledBefore(Refusal):
    """A handover ends once."""


class HandoverNotAccepted(Refusal):
    """Nobody is connected to a partner that has not accepted."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A referral as an answer, the listener or the clock finds it.

    `live`: it was made in a chat that was still open. `answer_by` is None where it does not time
    out, `answer` until the partner answers, and `outcome` until it is settled.
    """

    partner: str
    mode: ReferralMode
    live: bool
    made_at: datetime
    answer_by: datetime | None
    answer: HandoverAnswer | None
    outcome: HandoverOutcome | None


def check_referable(kind: str) -> None:
    """Refuse a referral from what was no conversation."""
    if kind != "conversation":
        raise NothingToRefer(f"the contact is registered as {kind}: correct its kind first")


def check_kind_of_referred(kind: Kind) -> None:
    """Refuse to register a contact that has referrals as anything but a conversation."""
    if kind != "conversation":
        raise ReferredContactIsNoConversation(
            f"the help seeker was referred in this contact, so its kind is not {kind}: register it"
            " as conversation, with its topics and an outcome"
        )


def answer_by(mode: ReferralMode, now: datetime, within: timedelta) -> datetime | None:
    """Return until when a partner may answer what is offered now; None: it asks for no answer."""
    return now + within if mode == "warm_handover" else None


def step_of(handover: Handover) -> Step | None:
    """Return how far a warm handover is; None for every other mode."""
    if handover.mode != "warm_handover":
        return None
    if handover.outcome is not None:
        return handover.outcome
    return "offered" if handover.answer is None else "accepted"


def take_answer(handover: Handover, answer: HandoverAnswer, *, by: str) -> HandoverOutcome | None:
    """Return how the handover ends when partner `by` answers it; None: it goes on, accepted.

    Raises ReferralOfAnotherPartner, NoWarmHandover, HandoverSettledBefore or
    HandoverAnsweredBefore.
    """
    if handover.partner != by:
        raise ReferralOfAnotherPartner(f"the referral is {handover.partner}'s")
    _check_open(handover)
    if handover.answer is not None:
        raise HandoverAnsweredBefore(f"the handover is answered: {handover.answer}")
    if answer == "declined":
        return "declined"
    return None if handover.live else "connected"


def check_connectable(handover: Handover) -> None:
    """Refuse to connect a help seeker to a partner that did not accept, or for a second time.

    Raises NoWarmHandover, HandoverSettledBefore or HandoverNotAccepted.
    """
    _check_open(handover)
    if handover.answer != "accepted":
        raise HandoverNotAccepted(
            f"{handover.partner} has not accepted the handover yet: stay with the help seeker"
            " until it answers"
        )


def is_due(handover: Handover, now: datetime) -> bool:
    """Return whether the handover times out: not answered, or not connected, in time.

    What was accepted may be connected for as long again as the partner had for its answer. Only a
    live handover is accepted and open, and that was made when it was offered.
    """
    if handover.outcome is not None or handover.answer_by is None:
        return False
    longer = handover.answer_by - handover.made_at if handover.answer else timedelta(0)
    return now >= handover.answer_by + longer


def _check_open(handover: Handover) -> None:
    if handover.mode != "warm_handover":
        raise NoWarmHandover(f"the referral is made as {handover.mode}: it asks for no answer")
    if handover.outcome is not None:
        raise HandoverSettledBefore(f"the handover is settled: {handover.outcome}")
