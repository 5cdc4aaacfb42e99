"""The steps of a warm handover: the pure rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from contacts.referrals import rules
from contacts.referrals.rules import Handover
from hypothesis import given
from hypothesis import strategies as st
from shared.events.vocabulary import HandoverAnswer, HandoverOutcome, Kind, Partner, ReferralMode
from shared.refusals import Refusal

MADE = datetime(2016, 3, 7, 20, 4, 31, tzinfo=UTC)
WITHIN = timedelta(minutes=5)
OFFERED = Handover(
    partner="113online", mode="warm_handover", live=True, made_at=MADE, answer_by=MADE + WITHIN,
    answer=None, outcome=None,
)  # fmt: skip
ACCEPTED = replace(OFFERED, answer="accepted")
MODES, PARTNERS = st.sampled_from(get_args(ReferralMode)), st.sampled_from(get_args(Partner))
ANSWERS = st.sampled_from(get_args(HandoverAnswer))
HANDOVERS = st.builds(
    Handover, partner=PARTNERS, mode=MODES, live=st.booleans(), made_at=st.just(MADE),
    answer_by=st.none() | st.just(MADE + WITHIN), answer=st.none() | ANSWERS,
    outcome=st.none() | st.sampled_from(get_args(HandoverOutcome)),
)  # fmt: skip
# What may happen to a handover, each at a second after it was made.
HAPPENS = st.sampled_from(["accepted", "declined", "connect", "clock"])
HISTORY = st.lists(st.tuples(HAPPENS, st.integers(0, 900)), max_size=8)


@pytest.mark.parametrize(
    ("answer", "live", "outcome", "step"),
    [
        ("accepted", True, None, "accepted"),
        ("accepted", False, "connected", "connected"),
        ("declined", True, "declined", "declined"),
        ("declined", False, "declined", "declined"),
    ],
)
def test_an_answer_settles_all_but_an_acceptance_in_an_open_chat(
    answer: HandoverAnswer, live: bool, outcome: str | None, step: str
) -> None:
    handover = replace(OFFERED, live=live)
    assert rules.step_of(handover) == "offered"
    ended = rules.take_answer(handover, answer, by="113online")
    assert ended == outcome
    assert rules.step_of(replace(handover, answer=answer, outcome=ended)) == step


@given(HANDOVERS, PARTNERS, ANSWERS)
def test_only_the_partners_own_open_and_unanswered_warm_handover_is_answered(
    handover: Handover, by: Partner, answer: HandoverAnswer
) -> None:
    refusal = (
        rules.ReferralOfAnotherPartner if by != handover.partner
        else rules.NoWarmHandover if handover.mode != "warm_handover"
        else rules.HandoverSettledBefore if handover.outcome
        else rules.HandoverAnsweredBefore if handover.answer
        else None
    )  # fmt: skip
    if refusal is None:
        rules.take_answer(handover, answer, by=by)
        return
    with pytest.raises(refusal):
        rules.take_answer(handover, answer, by=by)


@pytest.mark.parametrize(
    ("handover", "refusal"),
    [
        (OFFERED, rules.HandoverNotAccepted),
        (replace(ACCEPTED, mode="information"), rules.NoWarmHandover),
        (replace(ACCEPTED, outcome="connected"), rules.HandoverSettledBefore),
        (replace(ACCEPTED, outcome="timed_out"), rules.HandoverSettledBefore),
        (replace(OFFERED, answer="declined", outcome="declined"), rules.HandoverSettledBefore),
    ],
)
def test_nobody_is_connected_but_to_a_partner_that_accepted_and_once(
    handover: Handover, refusal: type[Exception]
) -> None:
    rules.check_connectable(ACCEPTED)
    with pytest.raises(refusal):
        rules.check_connectable(handover)


def test_an_answer_is_waited_for_until_its_time_and_a_connection_for_as_long_again() -> None:
    moment = timedelta(microseconds=1)
    for handover, until in ((OFFERED, MADE + WITHIN), (ACCEPTED, MADE + 2 * WITHIN)):
        assert not rules.is_due(handover, until - moment)
        assert rules.is_due(handover, until)
        assert not rules.is_due(replace(handover, outcome="connected"), until)


def test_what_asks_for_no_answer_has_no_step_and_no_end() -> None:
    for mode in get_args(ReferralMode):
        until = rules.answer_by(mode, MADE, WITHIN)
        assert until == (MADE + WITHIN if mode == "warm_handover" else None)
        handover = replace(OFFERED, mode=mode, answer_by=until)
        assert (rules.step_of(handover) is None) == (mode != "warm_handover")
        assert rules.is_due(handover, MADE + timedelta(days=400)) == (mode == "warm_handover")


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_contact_that_was_referred_is_registered_as_a_conversation(kind: Kind) -> None:
    if kind == "conversation":
        rules.check_kind_of_referred(kind)
        return
    with pytest.raises(rules.ReferredContactIsNoConversation, match=kind):
        rules.check_kind_of_referred(kind)


def happen(handover: Handover, what: str, now: datetime) -> Handover:
    """Return the handover after something happened, or as it was where that is refused."""
    try:
        if what == "clock":
            return (
                replace(handover, outcome="timed_out") if rules.is_due(handover, now) else handover
            )
        if what == "connect":
            rules.check_connectable(handover)
            return replace(handover, outcome="connected")
        answer: HandoverAnswer = "accepted" if what == "accepted" else "declined"
        outcome = rules.take_answer(handover, answer, by=handover.partner)
        return replace(handover, answer=answer, outcome=outcome)
    except Refusal:
        return handover


@given(HISTORY, st.booleans())
def test_whatever_happens_a_handover_goes_forward_ends_once_and_always_ends(
    history: list[tuple[str, int]], live: bool
) -> None:
    forward = {
        "offered": {"accepted", "declined", "timed_out", "connected"},
        "accepted": {"connected", "timed_out"},
    }
    handover, before = replace(OFFERED, live=live), "offered"
    for what, second in sorted(history, key=lambda one: one[1]):
        handover = happen(handover, what, MADE + timedelta(seconds=second))
        step = rules.step_of(handover)
        assert step == before or step in forward.get(before, set())
        assert not (live and before == "offered" and step == "connected")
        assert step != "accepted" or live
        before = str(step)
    ended = happen(handover, "clock", MADE + 2 * WITHIN)
    assert ended.outcome is not None
