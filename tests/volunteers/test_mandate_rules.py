"""As whom, and where, a caller acts: never more than the token says, nor than mandates say."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.reach import NothingWithinReach, Reach, reach_of
from shared.roles import OWN, OWN_LOCATIONS, Role, may
from shared.tokens import Caller
from volunteers.mandates.rules import (
    BoundToAnother,
    Mandated,
    MandateEndsBeforeItBegins,
    MandateUnclear,
    act_by,
    check_mandate,
)

IDS = [UUID(int=number) for number in range(1, 5)]
TODAY = date(2026, 3, 10)
DAYS = st.dates(date(2026, 3, 8), date(2026, 3, 12))
ROW = may(listener=OWN, coordinator=OWN_LOCATIONS, trainer=OWN_LOCATIONS)
places = st.frozensets(st.sampled_from(IDS))
callers = st.builds(
    Caller,
    roles=st.frozensets(st.sampled_from([Role.LISTENER, Role.COORDINATOR, Role.TRAINER])),
    subject_hash=st.just("x"),
    person=st.none() | st.sampled_from(IDS),
    locations=st.none() | places,
)
mandates = st.lists(
    st.builds(
        Mandated, role=st.just("listener"), volunteer_id=st.sampled_from(IDS),
        location_id=st.none(), first_day=DAYS, last_day=st.none() | DAYS,
    )
    | st.builds(
        Mandated, role=st.sampled_from(["coordinator", "trainer"]), volunteer_id=st.none(),
        location_id=st.sampled_from(IDS), first_day=DAYS, last_day=st.none() | DAYS,
    ),
    max_size=6,
)  # fmt: skip


def reached(caller: Caller, *roles: Role) -> Reach:
    row = {role: ROW[role] for role in roles if role in caller.roles}
    try:
        return reach_of(row, caller)
    except NothingWithinReach:
        return Reach()


def act(caller: Caller, given_mandates: list[Mandated], **more: object) -> Caller:
    said = {"bound_to_another": False, "successors": {}, "today": TODAY} | more
    return act_by(caller, given_mandates, **said)  # type: ignore[arg-type]


@given(callers, mandates, st.sampled_from(Role), st.sampled_from(IDS))
def test_nobody_reaches_more_than_the_token_and_a_mandate_in_force_give(
    caller: Caller, given_mandates: list[Mandated], role: Role, one: UUID
) -> None:
    if role not in ROW:
        return
    acting = act(caller, given_mandates)
    if not given_mandates:
        assert acting == caller
        return
    reach = reached(acting, role)
    in_force = [each for each in given_mandates if each.in_force(TODAY) and each.role == role.value]
    if role is Role.LISTENER:
        covers = reach.covers(person=one)
        assert not covers or one in {each.volunteer_id for each in in_force}
        assert not covers or caller.person in (None, one)
    else:
        covers = reach.covers(location=one)
        by_token = reached(caller, role).covers(location=one)
        assert covers == (by_token and one in {each.location_id for each in in_force})
    assert not reach.everything


def test_a_coordinator_here_who_trains_there_does_not_coordinate_there() -> None:
    here, there = IDS[:2]
    caller = Caller(frozenset({Role.COORDINATOR, Role.TRAINER}), "x")
    acting = act(
        caller,
        [Mandated("coordinator", None, here, TODAY, None),
         Mandated("trainer", None, there, TODAY, TODAY)],
    )  # fmt: skip
    assert reached(acting, Role.COORDINATOR).locations == {here}
    assert reached(acting, Role.TRAINER).locations == {there}
    assert reached(acting, Role.TRAINER, Role.COORDINATOR).locations == {here, there}


def test_a_volunteer_with_a_mandate_is_acted_for_by_that_account_only() -> None:
    listener = Caller(frozenset({Role.LISTENER}), "x", person=IDS[0])
    with pytest.raises(BoundToAnother):
        act(listener, [], bound_to_another=True)
    assert act(listener, [Mandated("listener", IDS[0], None, TODAY, None)]).person == IDS[0]
    assert act(Caller(frozenset({Role.COORDINATOR}), "x", person=IDS[0]), [],
               bound_to_another=True).person is None  # fmt: skip


def test_who_acts_for_a_merged_location_acts_for_its_successors() -> None:
    old, middle, new, other = IDS
    successors = {old: middle, middle: new}
    coordinator = Caller(frozenset({Role.COORDINATOR}), "x", locations=frozenset({old}))
    mandate = [Mandated("coordinator", None, old, TODAY, None)]
    for given_mandates in ([], mandate):
        acting = act(coordinator, given_mandates, successors=successors)
        assert acting.locations == {old, middle, new}
    assert act(coordinator, [Mandated("coordinator", None, other, TODAY, None)],
               successors=successors).locations == frozenset()  # fmt: skip


@pytest.mark.parametrize(
    ("mandate", "refused"),
    [
        (Mandated("listener", None, IDS[0], TODAY, None), MandateUnclear),
        (Mandated("trainer", IDS[0], IDS[1], TODAY, None), MandateUnclear),
        (Mandated("coordinator", None, None, TODAY, None), MandateUnclear),
        (Mandated("trainer", None, IDS[1], TODAY, date(2026, 3, 9)), MandateEndsBeforeItBegins),
    ],
)
def test_a_mandate_names_one_thing_and_lasts_a_day(
    mandate: Mandated, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        check_mandate(mandate)


def test_a_supervisor_of_staff_stays_who_they_are_and_is_no_listener_by_it():
    caller = Caller(frozenset({Role.TRAINER, Role.LISTENER}), "x", person=IDS[0])
    trainer = Mandated("trainer", None, IDS[1], TODAY, None)

    found = act(caller, [trainer], is_staff=True)

    assert (found.person, found.roles) == (IDS[0], {Role.TRAINER})
    assert act(caller, [trainer]).person is None
