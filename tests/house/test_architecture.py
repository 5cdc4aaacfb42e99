"""docs/architecture.md names files that are there, and is short."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs/architecture.md").read_text()
MOST_LINES = 150


def test_the_page_can_be_read_in_a_minute_or_two() -> None:
    assert len(PAGE.splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", PAGE))))
def test_every_file_that_it_names_is_there(name: str) -> None:
    rooms = [room for room in (ROOT / "services").glob("*/*") if room.is_dir()]
    places = [ROOT, *rooms, *(each for room in rooms for each in room.iterdir() if each.is_dir())]
    assert any((place / name).exists() for place in places), name


@pytest.mark.parametrize("service", ["contacts", "billing", "volunteers", "reporting"])
def test_every_room_is_on_the_plan(service: str) -> None:
    folder = ROOT / "services" / service / service
    rooms = {room.parent.name for room in folder.glob("*/__init__.py")} - {"migrations"}
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {service} |"))
    assert {name.rstrip("/") for name in re.findall(r"`([\w/]+)`", row)} == rooms
