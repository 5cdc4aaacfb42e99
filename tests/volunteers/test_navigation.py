"""What each role finds in the navigation of volunteers."""

import pytest
from shared.pages.navigation import navigation
from shared.roles import Role
from volunteers.main import SITE
from volunteers.roles import ROLES


@pytest.mark.parametrize(
    ("role", "path", "sections", "pages"),
    [
        (Role.LISTENER, "/volunteers/me/shifts", ["My pages", "Shifts", "Guidance"],
         ["Today", "My shifts", "Open shifts", "Swaps", "When I can", "Training", "My data"]),
        (Role.LISTENER, "/volunteers/evaluations", ["My pages", "Shifts", "Guidance"],
         ["Interviews", "Half-days", "After-care"]),
        (Role.COORDINATOR, "/volunteers/board",
         ["Roster", "People", "Guidance", "Quality and organisation"],
         ["Shifts", "Board", "At risk", "At the desk", "Demand", "Proposals"]),
        (Role.TRAINER, "/volunteers/shifts",
         ["Shifts", "People", "Guidance", "Quality and organisation"], []),
        (Role.TRAINER, "/volunteers/courses",
         ["Shifts", "People", "Guidance", "Quality and organisation"],
         ["Quality", "Courses", "Organisation"]),
        (Role.ANALYST, "/volunteers", [], []),
    ],
)  # fmt: skip
def test_a_role_finds_the_pages_that_it_may_see(
    role: Role, path: str, sections: list[str], pages: list[str]
) -> None:
    shown = navigation(
        SITE.sections, path, "/volunteers", lambda entry: role in ROLES[f"GET {entry.path}"]
    )
    assert [link.title for link in shown.sections] == sections
    assert [link.title for link in shown.pages] == pages
