"""Every link of every page leads somewhere, and the decisions are listed in their order."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# What is installed, and what is kept of running, lies in folders that are not the project's.
APART = re.compile(r"(^|/)(\.|var/|node_modules/)")
PAGES = sorted(
    page for page in ROOT.rglob("*.md") if not APART.search(str(page.relative_to(ROOT)))
)  # fmt: skip
DECISIONS = ROOT / "docs" / "decisions"
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]*)\)")


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text()):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_decisions_are_all_listed_and_in_their_order() -> None:
    listed = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\)", (DECISIONS / "README.md").read_text(), re.M)
    there = sorted(page.name for page in DECISIONS.glob("0*.md"))
    assert [name for _, name in listed] == there
    assert [number for number, _ in listed] == [name[:4] for name in there]
    assert len({number for number, _ in listed}) == len(listed)
