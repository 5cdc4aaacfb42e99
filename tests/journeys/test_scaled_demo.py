"""The whole story on the real platform, smaller: its parts are processes of their own."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
from demo.main import Outcome, play
from demo.summary import COUNTED
from sensoor.embedded import postgres_files
from sensoor.issuer import persons, signing
from sensoor.platform.supervisor import Platform, running_platform
from shared.roles import Role

SCALE = 0.05
NAMED_IN_THE_ISSUE = {
    *COUNTED, "zutphen_offer_2015", "zutphen_offer_2017", "referrals_received_by_partner",
    "events_published", "events_projected", "events_lost", "events_duplicated", "dead_letters",
    "rebuild_identical", "seconds",
}  # fmt: skip


@pytest.fixture
async def up(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Platform]:
    home = tmp_path_factory.mktemp("home")
    async with running_platform(home, say=lambda _: None) as platform:
        yield platform
    postgres_files.forget(home / "postgres")


def counts(outcome: Outcome) -> dict[str, object]:
    return {name: outcome.summary[name] for name in NAMED_IN_THE_ISSUE - {"seconds"}}


async def listeners_see_their_own(up: Platform) -> None:
    """Take the persons whom the issuer offers, one of each location, and look as each does."""
    known = await persons.listeners(up.home)
    assert len({one.name for one in known}) == len(known) > 1
    seen: set[str] = set()
    async with httpx.AsyncClient(base_url=up.addresses["contacts"], trust_env=False) as client:
        for one in known:
            token = signing.sign_for(up.home, Role.LISTENER, one.listener)
            header = {"Authorization": f"Bearer {token}"}
            listed = (await client.get("/v1/contacts?limit=500", headers=header)).json()["items"]
            assert {item["volunteerId"] for item in listed} <= {str(one.listener)}
            seen |= {item["contactId"] for item in listed}
    assert seen


async def somebody_tries_the_api(up: Platform) -> None:
    """Register an attempt in the month of the demo, as a person does who reads /docs."""
    body = {
        "channel": "telephone", "line": "national", "offeredAt": "2016-03-15T12:00:00+01:00",
        "waitedSeconds": 7, "reason": "abandoned",
    }  # fmt: skip
    async with httpx.AsyncClient(base_url=up.addresses["contacts"], trust_env=False) as client:
        answer = await client.post(
            "/v1/missed-attempts", json=body, headers=signing.header(up.home, Role.LISTENER)
        )
    assert answer.status_code == 201, answer.text


async def test_the_story_ends_well_and_played_again_it_changes_nothing(up: Platform) -> None:
    first = await play(up.home, up.addresses, SCALE)

    assert first.well, (first.findings, first.wrong)
    kept = json.loads((up.home / "demo" / "summary.json").read_text())
    assert set(kept) >= NAMED_IN_THE_ISSUE
    assert kept["zutphen_offer_2015"] == "12265.07"
    assert kept["zutphen_offer_2017"] == "11346.96"
    assert kept["invoice_numbers_gapless"] is True
    assert kept["events_lost"] == kept["events_duplicated"] == kept["dead_letters"] == 0
    assert kept["referrals_made"] == kept["referrals_received_by_partner"] > 0
    async with httpx.AsyncClient(trust_env=False) as reader:
        for page in kept["reports"]:
            headers = signing.header(up.home, Role.ANALYST)
            answer = await reader.get(page, timeout=30, headers=headers)
            assert answer.status_code == 200
            assert "<html" in answer.text

    await listeners_see_their_own(up)

    again = await play(up.home, up.addresses, SCALE)

    assert again.well, (again.findings, again.wrong)
    assert counts(again) == counts(first)
    assert again.foreign == ""

    await somebody_tries_the_api(up)
    after = await play(up.home, up.addresses, SCALE)

    assert after.well, (after.findings, after.wrong)
    assert after.foreign == "1 missed attempt"
    assert after.summary["contacts_missed"] == first.summary["contacts_missed"] + 1
