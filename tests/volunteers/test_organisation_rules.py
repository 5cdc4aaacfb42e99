"""What may be planned for locations and institutions can be carried out on its day."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.refusals import Refusal
from volunteers.locations.rules import (
    ChangePlannedAlready,
    ChangeTooEarly,
    InstitutionEnded,
    IntoItself,
    Lasting,
    LocationClosed,
    Planned,
    SuccessorCloses,
    check_institutions_merge,
    check_merge,
    check_move,
)

TODAY = date(2026, 11, 26)
A, B, C, D = (UUID(int=number) for number in range(1, 5))
wishes = st.lists(
    st.tuples(st.sampled_from([A, B, C, D]), st.sampled_from([A, B, C, D]), st.integers(0, 4)),
    max_size=8,
)


@given(wishes)
def test_every_merge_that_may_be_planned_goes_into_a_location_that_is_open_on_its_day(asked):
    planned: list[Planned] = []
    for location, into, days in asked:
        on_day = TODAY + timedelta(days=days)
        try:
            check_merge(Lasting(location), Lasting(into), on_day, TODAY, planned)
        except Refusal:
            continue
        planned.append(Planned("merge", location, into, on_day))

    closed = set()
    # On one day the order is that of planning.
    for change in sorted(planned, key=lambda one: one.on_day):
        assert change.location_id not in closed
        assert change.into_id not in closed
        closed.add(change.location_id)
    assert len(closed) < 4  # somebody is left


@pytest.mark.parametrize(
    ("location", "into", "days", "planned", "refusal"),
    [
        (Lasting(A), Lasting(A), 0, [], IntoItself),
        (Lasting(A), Lasting(B), -1, [], ChangeTooEarly),
        (Lasting(A, TODAY), Lasting(B), 1, [], LocationClosed),
        (Lasting(A), Lasting(B, TODAY), 1, [], LocationClosed),
        (Lasting(A), Lasting(B), 5, [(A, C, 9)], ChangePlannedAlready),
        (Lasting(A), Lasting(B), 5, [(B, C, 5)], SuccessorCloses),
        (Lasting(A), Lasting(B), 5, [(C, A, 5)], SuccessorCloses),
    ],
)
def test_a_merge_that_could_not_be_carried_out_is_refused(location, into, days, planned, refusal):
    known = [Planned("merge", of, to, TODAY + timedelta(days=day)) for of, to, day in planned]

    with pytest.raises(refusal):
        check_merge(location, into, TODAY + timedelta(days=days), TODAY, known)


def test_locations_that_merge_one_after_the_other_may_be_planned():
    first = Planned("merge", A, B, TODAY)

    check_merge(Lasting(B), Lasting(C), TODAY + timedelta(days=1), TODAY, [first])


@pytest.mark.parametrize(
    ("into", "belongs_to", "planned", "refusal"),
    [
        (Lasting(C, TODAY - timedelta(days=1)), None, [], InstitutionEnded),
        (Lasting(C, first_day=TODAY + timedelta(days=1)), None, [], InstitutionEnded),
        (Lasting(C), Lasting(C, first_day=date(2016, 1, 1)), [], IntoItself),
        (Lasting(C), Lasting(D, first_day=TODAY), [], ChangeTooEarly),
        (Lasting(C), None, [Planned("move", A, D, TODAY)], ChangePlannedAlready),
        (Lasting(C), None, [Planned("merge", A, B, TODAY)], ChangePlannedAlready),
    ],
)
def test_a_move_that_could_not_be_carried_out_is_refused(into, belongs_to, planned, refusal):
    with pytest.raises(refusal):
        check_move(Lasting(A), into, TODAY, belongs_to, planned)


@pytest.mark.parametrize(
    ("institution", "into", "merged_until", "planned", "refusal"),
    [
        (Lasting(A), Lasting(A), [], [], IntoItself),
        (Lasting(A, first_day=TODAY), Lasting(B), [], [], ChangeTooEarly),
        (Lasting(A), Lasting(B, TODAY + timedelta(days=9)), [], [], InstitutionEnded),
        (Lasting(A, TODAY + timedelta(days=9)), Lasting(B), [], [], InstitutionEnded),
        (Lasting(A), Lasting(B), [TODAY], [], SuccessorCloses),
        (Lasting(A), Lasting(B), [], [Planned("move", C, A, TODAY)], ChangePlannedAlready),
    ],
)
def test_a_merger_of_institutions_that_leaves_a_location_without_one_is_refused(
    institution, into, merged_until, planned, refusal
):
    with pytest.raises(refusal):
        check_institutions_merge(institution, into, TODAY, merged_until, planned)
