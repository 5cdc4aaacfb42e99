"""The AsyncAPI document says what the code does, and the official parser takes it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from shared.events.catalogue import EVENTS, PARTNERS

from tests.contracts.samples import DOCUMENT, document

FOLDER = Path(__file__).parent / "asyncapi"
LOCK = FOLDER / "package-lock.json"
INSTALLED = FOLDER / "node_modules/.package-lock.json"


@pytest.fixture(scope="module")
def written() -> Any:
    """The document as it is committed."""
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


def test_the_committed_document_is_that_of_the_code() -> None:
    why = "write it: python -m tests.contracts.freeze"
    assert DOCUMENT.read_text(encoding="utf-8") == document(), why


def test_every_event_is_sent_by_one_and_a_partner_sees_its_own_channels_only(written: Any) -> None:
    sent = [one for one in written["operations"].values() if one["action"] == "send"]
    for event in EVENTS:
        channel = {"$ref": f"#/channels/{event.subject}"}
        assert [one["channel"] for one in sent].count(channel) == 1
    for partner in PARTNERS:
        seen = {
            name.split(".", 1)[1]
            for name, one in written["operations"].items()
            if one["tags"] == [{"name": partner}]
        }
        assert seen == {
            f"receive.partners.{partner}.referral_made.v1",
            f"receive.partners.{partner}.handover_settled.v1",
            f"send.partners.{partner}.handover_answered.v1",
        }


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not here: the parser needs it")
def test_the_official_parser_takes_the_document_without_a_remark() -> None:
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        subprocess.run(["npm", "ci"], cwd=FOLDER, check=True, capture_output=True)
    checked = subprocess.run(
        ["node", "parse.mjs", str(DOCUMENT)], cwd=FOLDER, check=True, capture_output=True
    )
    assert json.loads(checked.stdout) == []


def test_the_parsers_lock_names_no_host_that_packages_come_from() -> None:
    packages = json.loads(LOCK.read_text())["packages"]
    assert len(packages) > 1
    assert not [name for name, found in packages.items() if "resolved" in found]
    assert all(found["integrity"] for name, found in packages.items() if name)
