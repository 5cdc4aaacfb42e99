"""The volunteers of some locations were there before, and their list has what an import takes."""

from datetime import date, timedelta

import pytest
from demo.plan import Plan, make_plan
from demo.taking_over import COLUMNS, LINES, applies, list_of, reference
from volunteers.imports.rows import VolunteerRow
from volunteers.imports.rules import read_rows, several

LAST_DAY = date(2016, 3, 20)


@pytest.mark.parametrize("scale", [0.02, 0.05])
def test_even_in_a_small_demo_some_apply_and_some_were_there_before(scale: float) -> None:
    roster = make_plan(LAST_DAY, scale).roster

    assert {applies(one) for one in roster.volunteers} == {True, False}
    for one in roster.volunteers:  # a location as a whole: its mentors sign off its trainees
        assert applies(one) == all(
            applies(other) for other in roster.volunteers if other.location == one.location
        )


def test_a_list_names_nobody_and_has_what_an_import_takes() -> None:
    plan: Plan = make_plan(LAST_DAY, 0.05)
    there = [one for one in plan.roster.volunteers if not applies(one)]

    rows = read_rows(list_of(there, plan.roster.first_day), COLUMNS, COLUMNS)

    assert "name" not in COLUMNS
    for one, cells in zip(there, rows.values(), strict=True):
        lists = {name: several(cells[name]) for name in ("channels", "lines")}
        row = VolunteerRow.model_validate({**cells, **lists})
        assert (row.reference, row.lines) == (reference(one), LINES)
        assert tuple(row.channels) == one.channels
        assert row.role == ("mentor" if one.mentor else "listener")
        assert row.admitted_on == plan.roster.first_day - timedelta(days=1)
