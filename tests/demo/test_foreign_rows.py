"""What others made is left out of the demo's checks, and every check still can fail."""

from decimal import Decimal

from demo.foreign_rows import Row, foreign, told
from hypothesis import given
from hypothesis import strategies as st

OWN: list[Row] = [("1", "monday 10:00", 1), ("2", "monday 11:00", 1)]
IDS = {"1", "2"}


def test_a_row_with_another_id_and_another_content_is_somebody_elses() -> None:
    assert foreign(OWN, IDS) == 0
    assert foreign([*OWN, ("3", "tuesday 09:00", 1)], IDS) == 1
    assert foreign([*OWN, ("3", "tuesday 09:00", Decimal("12.50"))], IDS) == Decimal("12.50")


def test_a_second_effect_of_the_demos_request_is_not_somebody_elses() -> None:
    assert foreign([*OWN, ("3", "monday 10:00", 1)], IDS) == 0


def test_a_row_of_the_demo_that_others_changed_is_still_the_demos() -> None:
    assert foreign([("1", "monday 10:05", 1), OWN[1]], IDS) == 0


@given(st.sets(st.text("abc", min_size=1)), st.sets(st.text("xyz", min_size=1)))
def test_rows_of_the_demo_that_are_lost_change_nothing_of_what_others_made(
    kept: set[str], others: set[str]
) -> None:
    rows: list[Row] = [(each, each, 1) for each in kept | others]
    assert foreign(rows, kept | {"lost"}) == len(others)


def test_it_is_told_in_words() -> None:
    assert told({}) == told({"contacts_handled": Decimal(0)}) == ""
    found = {
        "contacts_handled": Decimal(3), "conversations": Decimal(2), "municipalities": Decimal(1),
        "shifts_filled": Decimal(1), "invoiced_total": Decimal("9.50"),
    }  # fmt: skip
    assert told(found) == "1 municipality, 1 place in shifts, 3 contacts"
