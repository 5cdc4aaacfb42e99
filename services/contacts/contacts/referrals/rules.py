"""Which contact leads to a referral, and what a partner's answer does.

An answer settles a warm handover that was offered to that partner, once.
"""

from collections.abc import Mapping

from shared.events.vocabulary import HandoverAnswer, HandoverOutcome
from shared.refusals import Refusal

# The outcome `timed_out` is nobody's answer: how long to wait for one is not decided yet.
OUTCOMES: Mapping[HandoverAnswer, HandoverOutcome] = {
    "accepted": "connected",
    "declined": "declined",
}


class NothingToRefer(Refusal):
    """Only a conversation leads to a referral."""


class ReferralUnknown(Refusal):
    """No partner has a copy of this id."""


class ReferralOfAnotherPartner(Refusal):
    """A partner answers for what was offered to it, and for nobody else."""


class NoWarmHandover(Refusal):
    """Information or an emergency asks for no answer."""


class HandoverSettledBefore(Refusal):
    """The first answer holds."""


def check_referable(kind: str) -> None:
    """Refuse a referral from what was no conversation."""
    if kind != "conversation":
        raise NothingToRefer(f"the contact is registered as {kind}: correct its kind first")


def settle(
    answer: HandoverAnswer, *, by: str, partner: str, mode: str, outcome: str | None
) -> HandoverOutcome:
    """Return how the handover ends when partner `by` answers it.

    `partner`, `mode` and `outcome` (None while it is open) are the referral's. Raises
    ReferralOfAnotherPartner, NoWarmHandover or HandoverSettledBefore.
    """
    if partner != by:
        raise ReferralOfAnotherPartner(f"the referral is {partner}'s")
    if mode != "warm_handover":
        raise NoWarmHandover(f"the referral is made as {mode}: it asks for no answer")
    if outcome is not None:
        raise HandoverSettledBefore(f"the handover is settled: {outcome}")
    return OUTCOMES[answer]
