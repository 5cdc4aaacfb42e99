"""The page that a partner's engineers get: every example on it is run as it stands there."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sensoor.partners import access
from shared.events.catalogue import EVENTS, PARTNERS

from tests.bus.visiting import sheet_of, tell, visiting
from tests.platform import Platform

JAVASCRIPT = Path(__file__).parent / "javascript"
LOCK = JAVASCRIPT / "package-lock.json"
INSTALLED = JAVASCRIPT / "node_modules/.package-lock.json"
EXAMPLE = re.compile(r"^```(\w+) (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
US = PARTNERS[0]
FIVE = range(1, 6)


@dataclass
class Sheet:
    """A partner's page in its own folder, beside its credentials."""

    folder: Path
    examples: dict[tuple[str, str], str]

    def run(self, command: Sequence[str]) -> str:
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, name: str, *arguments: str) -> str:
        return self.run([sys.executable, "-c", self.examples["python", name], *arguments])

    def read_soon(self) -> list[str]:
        """Read as the page says, with less patience."""
        program = self.examples["python", "read"].replace("timeout=5", "timeout=1")
        return ids(self.run([sys.executable, "-c", program]))


@pytest.fixture
async def sheet(platform: Platform, tmp_path: Path) -> Sheet:
    """What `partners add` wrote, where the partner laid it; five copies wait."""
    await platform.provision()
    credentials = await access.add(platform.bus, US, platform.bus.url)
    shutil.copy(credentials, tmp_path)
    page = credentials.with_suffix(".md").read_text()
    return Sheet(tmp_path, {(found[1], found[2]): found[3] for found in EXAMPLE.finditer(page)})


@pytest.fixture
async def made(platform: Platform, sheet: Sheet) -> list[str]:
    """The ids of five copies that wait."""
    async with visiting(platform.bus, "contacts") as contacts:
        subject = f"partners.{US}.referral_made.v1"
        return [await tell(contacts, subject, version=version) for version in FIVE]


async def waiting(platform: Platform) -> int:
    return (await access.standings(platform.bus))[0].waiting


def install_packages() -> None:
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        subprocess.run(["npm", "ci"], cwd=JAVASCRIPT, check=True, capture_output=True)


def ids(printed: str) -> list[str]:
    return [line.split()[0] for line in printed.splitlines()]


async def test_the_python_example_reads_everything_once(
    platform: Platform, sheet: Sheet, made: list[str]
) -> None:
    assert ids(sheet.python("read")) == made
    assert await waiting(platform) == 0


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not here: JavaScript needs it")
async def test_the_javascript_example_reads_everything_once(
    platform: Platform, sheet: Sheet, made: list[str]
) -> None:
    install_packages()
    (sheet.folder / "node_modules").symlink_to(JAVASCRIPT / "node_modules")
    (sheet.folder / "read.mjs").write_text(sheet.examples["javascript", "read"])
    assert ids(sheet.run(["node", "read.mjs"])) == made
    assert await waiting(platform) == 0


@pytest.mark.skipif(shutil.which("nats") is None, reason="the nats command is not on the PATH")
async def test_the_nats_command_reads_what_waits(
    platform: Platform, sheet: Sheet, made: list[str]
) -> None:
    five = sheet.examples["sh", "read"].replace("--count 10", f"--count {len(made)}")
    shown = sheet.run(["sh", "-c", five])
    assert [one for one in made if one in shown] == made
    assert await waiting(platform) == 0


async def test_the_example_answers_a_warm_handover(platform: Platform, sheet: Sheet) -> None:
    referral = "0f2f0b6e-3a51-4e0c-9a3c-2f0d7a9b1c08"
    sheet.python("answer", referral, "accepted")
    event = next(e for e in EVENTS if e.subject == f"partners.{US}.handover_answered.v1")
    (answer,) = await platform.published(event)
    assert (str(answer.data.referral_id), answer.data.answer) == (referral, "accepted")


async def test_the_example_reads_again_from_a_time_on(
    platform: Platform, sheet: Sheet, made: list[str]
) -> None:
    sheet.read_soon()
    since = datetime.now(UTC)
    assert "nothing came" in sheet.python("replay", since.isoformat())
    assert sheet.read_soon() == []
    async with visiting(platform.bus, "contacts") as contacts:
        later = [await tell(contacts, f"partners.{US}.handover_settled.v1")]
    assert sheet.read_soon() == later

    assert "reads again from" in sheet.python("replay", f"{since:%Y-%m-%dT%H:%M:%S.%fZ}")
    assert sheet.read_soon() == later
    sheet.python("replay", "2016-01-01T00:00:00Z")
    assert sheet.read_soon() == [*made, *later]


async def test_what_the_page_shows_are_events_as_they_come(sheet: Sheet) -> None:
    shown = {name: text for (language, name), text in sheet.examples.items() if language == "json"}
    assert set(shown) == {"referral_made", "handover_settled"}
    for name, text in shown.items():
        event = next(e for e in EVENTS if e.subject == f"partners.{US}.{name}.v1")
        said = event.model_validate_json(text).model_dump(mode="json", by_alias=True)
        assert said == json.loads(text)


async def test_every_word_of_the_vocabulary_stands_on_the_page(platform: Platform) -> None:
    page = access.sheet(US, platform.bus.url)
    for name in ("referral_made", "handover_settled", "handover_answered"):
        event = next(e for e in EVENTS if e.subject == f"partners.{US}.{name}.v1")
        for part in event.model_json_schema()["properties"].values():
            assert all(f"`{word}`" in page for word in part.get("enum", ()))
    assert "$" not in page


def test_the_lock_names_no_host_that_packages_come_from() -> None:
    packages = json.loads(LOCK.read_text())["packages"]
    assert len(packages) > 1
    assert not [name for name, found in packages.items() if "resolved" in found]
    assert all(found["integrity"] for name, found in packages.items() if name)


def test_credentials_are_for_their_owner_only(sheet: Sheet, platform: Platform) -> None:
    assert sheet_of(platform.bus, US).stat().st_mode & 0o777 == 0o600
