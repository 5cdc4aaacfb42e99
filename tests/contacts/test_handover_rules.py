"""What a partner's answer does to a referral: the pure rule."""

from typing import get_args

import pytest
from contacts.referrals import rules
from hypothesis import given
from hypothesis import strategies as st
from shared.events.vocabulary import (
    HandoverAnswer,
    HandoverOutcome,
    Partner,
    ReferralMode,
)

ANSWERS = st.sampled_from(get_args(HandoverAnswer))
PARTNERS = st.sampled_from(get_args(Partner))
MODES = st.sampled_from(get_args(ReferralMode))
OUTCOMES = st.sampled_from([None, *get_args(HandoverOutcome)])


@pytest.mark.parametrize(
    ("answer", "outcome"), [("accepted", "connected"), ("declined", "declined")]
)
def test_the_partners_answer_is_the_outcome(
    answer: HandoverAnswer, outcome: HandoverOutcome
) -> None:
    ended = rules.settle(
        answer, by="113online", partner="113online", mode="warm_handover", outcome=None
    )
    assert ended == outcome


def test_every_answer_has_an_outcome_and_no_answer_means_that_time_ran_out() -> None:
    assert set(rules.OUTCOMES) == set(get_args(HandoverAnswer))
    assert set(rules.OUTCOMES.values()) == set(get_args(HandoverOutcome)) - {"timed_out"}


@given(ANSWERS, PARTNERS, PARTNERS, MODES, OUTCOMES)
def test_only_the_partners_own_open_warm_handover_is_settled(
    answer: HandoverAnswer, by: str, partner: str, mode: str, outcome: str | None
) -> None:
    def settle() -> HandoverOutcome:
        return rules.settle(answer, by=by, partner=partner, mode=mode, outcome=outcome)

    if by != partner:
        with pytest.raises(rules.ReferralOfAnotherPartner):
            settle()
    elif mode != "warm_handover":
        with pytest.raises(rules.NoWarmHandover):
            settle()
    elif outcome is not None:
        with pytest.raises(rules.HandoverSettledBefore):
            settle()
    else:
        assert settle() == rules.OUTCOMES[answer]
