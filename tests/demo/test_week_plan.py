"""The week ahead: a whole week that nothing asks for by itself yet, and choices that repeat."""

from datetime import date, timedelta

from demo.plan import make_plan
from demo.week_plan import GLADLY, sign_ups, usual_week, week_ahead
from hypothesis import given
from hypothesis import strategies as st

LOCATIONS = ["here", "there"]


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_it_is_a_week_from_monday_on_that_begins_in_more_than_three_days(today):
    first, last = week_ahead(today)

    assert (first.weekday(), last.weekday()) == (0, 6)
    assert timedelta(days=4) <= first - today <= timedelta(days=10)


def test_people_sign_up_once_gladly_and_where_they_work():
    plan = make_plan(date(2026, 3, 31), 0.05)
    usual = {one: usual_week(one) for one in plan.roster.volunteers}
    assert usual == {one: usual_week(one) for one in plan.roster.volunteers}
    shifts = [
        {
            "shiftId": f"{place} {day} {part}", "locationId": place, "date": f"{day}",
            "dayPart": part, "startsAt": f"{day}", "channels": ["telephone"], "needed": 2,
            "filled": 0,
        }
        for place in LOCATIONS
        for day in (date(2026, 4, 6), date(2026, 4, 7))
        for part in ("night", "evening")
    ]  # fmt: skip

    chosen = list(sign_ups(shifts, LOCATIONS, usual))

    assert 0 < len(chosen) <= round(0.4 * 16)
    assert len({one for _, one in chosen}) == len(chosen)
    for shift, one in chosen:
        assert usual[one].wish(shift) == GLADLY
        assert LOCATIONS[one.location] == shift["locationId"]
        assert [each["shiftId"] for each, _ in chosen].count(shift["shiftId"]) <= 2
