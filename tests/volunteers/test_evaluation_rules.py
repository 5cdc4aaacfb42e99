"""When interviews are due, how far they are, and who may supervise."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from volunteers.evaluations.rules import (
    DUE_WITHIN,
    ReflectionIsWritten,
    SupervisorOfOneself,
    check_supervisor,
    due_on,
    months_later,
    reminded,
    standing,
)
from volunteers.supervisors.rules import (
    CertificateNotValid,
    SupervisorLacksCompetency,
    SupervisorNotInService,
    check_may,
)

DUE = date(2026, 6, 15)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("admitted", "last", "due"),
    [
        (date(2025, 12, 31), None, date(2026, 6, 30)),
        (date(2025, 8, 31), None, date(2026, 2, 28)),
        (date(2020, 1, 1), date(2024, 2, 29), date(2025, 2, 28)),
        (date(2020, 1, 1), date(2025, 6, 1), date(2026, 6, 1)),
    ],
)
def test_the_first_is_due_after_half_a_year_and_then_one_each_year(admitted, last, due):
    assert due_on(admitted, last) == due


@settings(deadline=None)
@given(DAYS, st.integers(1, 36))
def test_some_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("planned", "held", "today", "far"),
    [
        (None, None, DUE - timedelta(days=31), "later"),
        (None, None, DUE - timedelta(days=30), "due"),
        (None, None, DUE, "due"),
        (None, None, DUE + timedelta(days=1), "overdue"),
        (DUE, None, DUE, "planned"),
        (DUE + timedelta(days=9), None, DUE + timedelta(days=1), "planned"),
        (DUE, None, DUE + timedelta(days=1), "overdue"),
        (DUE, DUE, DUE + timedelta(days=1), "held"),
    ],
)
def test_how_far_an_interview_is(planned, held, today, far):
    assert standing(DUE, planned, held, today) == far


@settings(deadline=None)
@given(st.integers(-60, 60), st.one_of(st.none(), st.integers(-60, 60)))
def test_a_reminder_comes_once_before_and_once_after_the_due_day(far, planned):
    today = DUE + timedelta(days=far)
    days = reminded(DUE, None if planned is None else DUE + timedelta(days=planned), today)
    assert days in (None, (DUE - DUE_WITHIN, DUE), (DUE + timedelta(days=1), DUE + DUE_WITHIN))
    assert days is None or days[0] <= today <= days[1]
    if planned is None:
        assert (days is not None) == (abs(far) <= 30)


def test_nobody_supervises_themselves_and_a_reflection_stays_with_its_supervisor():
    me, first, second = uuid4(), uuid4(), uuid4()
    with pytest.raises(SupervisorOfOneself, match="choose another"):
        check_supervisor(me, before=None, wanted=me, reflection_written=False)
    with pytest.raises(ReflectionIsWritten, match="take the reflection back"):
        check_supervisor(me, before=first, wanted=second, reflection_written=True)
    check_supervisor(me, before=first, wanted=first, reflection_written=True)
    check_supervisor(me, before=first, wanted=second, reflection_written=False)


MAY = {
    "days": (date(2026, 1, 1), date(2026, 12, 31)), "competencies": ["evaluation"],
    "certified": [(date(2025, 1, 1), date(2026, 6, 30))],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "on_day", "refusal", "allowed"),
    [
        ({}, date(2025, 12, 31), SupervisorNotInService, "from 2026-01-01 up to 2026-12-31"),
        ({}, date(2027, 1, 1), SupervisorNotInService, "choose"),
        ({"competencies": ["training"]}, DUE, SupervisorLacksCompetency, "for training"),
        ({}, date(2026, 7, 1), CertificateNotValid, "up to 2026-06-30"),
        ({"certified": []}, DUE, CertificateNotValid, "no certificate"),
    ],
)
def test_who_may_not_evaluate_is_refused_with_what_would_be_allowed(
    changed, on_day, refusal, allowed
):
    with pytest.raises(refusal, match=allowed):
        check_may(uuid4(), "evaluation", on_day, **(MAY | changed))


def test_a_supervisor_may_up_to_and_on_the_last_day_of_the_certificate():
    for day in (date(2026, 1, 1), date(2026, 6, 30)):
        check_may(uuid4(), "evaluation", day, **MAY)
