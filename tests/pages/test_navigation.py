"""The rows of the navigation: which sections and pages they have, and which of them is current."""

from shared.pages.navigation import Link, navigation
from shared.pages.site import Entry, Section

START, BOARD = Entry("/probe", "Start"), Entry("/probe/board", "Board")
SHIFTS, OPEN = Entry("/probe/shifts", "Shifts"), Entry("/probe/shifts/open", "Open")
ALL = (START, BOARD, SHIFTS, OPEN)
SECTIONS = (Section("Start", (START,)), Section("Roster", (BOARD, SHIFTS, OPEN)))


def test_a_section_leads_to_the_first_page_that_the_reader_may_see() -> None:
    shown = navigation(SECTIONS, "/elsewhere", "/probe", {START, SHIFTS, OPEN}.__contains__)
    assert shown.sections == [Link("/probe", "Start"), Link("/probe/shifts", "Roster")]
    assert shown.pages == []


def test_a_section_with_one_page_is_that_page_and_one_without_any_is_left_out() -> None:
    shown = navigation(SECTIONS, "/probe/shifts", "/probe", {SHIFTS}.__contains__)
    assert shown.sections == [Link("/probe/shifts", "Shifts", "page")]
    assert shown.pages == []


def test_a_page_is_current_and_its_section_is_open() -> None:
    shown = navigation(SECTIONS, "/probe/shifts", "/probe", set(ALL).__contains__)
    assert shown.sections == [Link("/probe", "Start"), Link("/probe/board", "Roster", "true")]
    assert shown.title == "Roster"
    assert shown.pages == [
        Link("/probe/board", "Board"),
        Link("/probe/shifts", "Shifts", "page"),
        Link("/probe/shifts/open", "Open"),
    ]


def test_a_page_below_an_entry_belongs_to_the_nearest_one() -> None:
    for path, nearest in (
        ("/probe/shifts/7", "Shifts"), ("/probe/shifts/open", "Open"),
        ("/probe/shifts/open/7", "Open"), ("/probe/shiftsx", ""),
    ):  # fmt: skip
        shown = navigation(SECTIONS, path, "/probe", set(ALL).__contains__)
        assert [link.title for link in shown.pages if link.here] == [nearest] * bool(nearest), path


def test_the_home_of_the_service_is_above_no_other_page() -> None:
    home, other = (
        navigation(SECTIONS, path, "/probe", set(ALL).__contains__)
        for path in ("/probe", "/probe/other")
    )
    assert [link.here for link in home.sections] == ["page", ""]
    assert [link.here for link in other.sections] == ["", ""]
