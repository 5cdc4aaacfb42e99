"""Who may register a contact: the pure rule."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from contacts.duty.rules import (
    Duty,
    LocationNotOpen,
    VolunteerNotOnDuty,
    decide_duty,
)
from hypothesis import given
from hypothesis import strategies as st

VOLUNTEER = uuid4()
START = datetime(2026, 3, 1, 20, tzinfo=UTC)
END = START + timedelta(hours=4)


@given(st.booleans(), st.booleans(), st.booleans())
def test_what_is_not_sure_is_never_refused(admitted: bool, on_shift: bool, open_: bool) -> None:
    duty = Duty(admitted=admitted, on_shift=on_shift, locations_open=open_)
    verified = decide_duty(duty, heard_all=False, volunteer_id=VOLUNTEER)
    assert verified == (admitted and on_shift and open_)


@pytest.mark.parametrize(
    ("duty", "refusal", "says"),
    [
        (Duty(admitted=True, on_shift=False, locations_open=True), VolunteerNotOnDuty, "no shift"),
        (Duty(admitted=False, on_shift=False, locations_open=True), VolunteerNotOnDuty, "admitted"),
        (Duty(admitted=True, on_shift=True, locations_open=False), LocationNotOpen, "opened"),
    ],
)
def test_what_is_surely_not_so_is_refused_with_the_reason(
    duty: Duty, refusal: type[Exception], says: str
) -> None:
    with pytest.raises(refusal, match=says):
        decide_duty(duty, heard_all=True, volunteer_id=VOLUNTEER)
