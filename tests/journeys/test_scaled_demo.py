"""The whole story on the real platform, smaller: its parts are processes of their own."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import asyncpg
import httpx
import pytest
from demo.calls import BY_MESSAGES, BY_SIP, CALLERS_HOLD
from demo.chat_words import MARKER
from demo.main import Outcome, play
from demo.marker_scan import find_markers
from demo.sip_exchange import lacking
from demo.summary import COUNTED
from sensoor.embedded import postgres_files
from sensoor.issuer import persons, signing
from sensoor.platform.supervisor import Platform, running_platform
from shared.events.vocabulary import Province
from shared.roles import Role

from tests.journeys.planted_everywhere import nothing_planted_is_kept
from tests.waiting import eventually

SCALE = 0.02
MINUTES = timedelta(minutes=5)
NAMED_IN_THE_ISSUE = {
    *COUNTED, "zutphen_offer_2015", "zutphen_offer_2017", "referrals_received_by_partner",
    "documents_as_files", "received_by_bank", "paid_by_reference", "paid_by_hand", "unallocated",
    "credited_total", "open_total", "reminders_released", "vng_total", "vng_lines_within_a_cent",
    "chats_offered", "chats_answered", "chats_abandoned", "longest_wait_seconds",
    "calls_offered", "calls_answered", "calls_on_the_fixed_list", "letters_answered",
    "words_found_anywhere",
    "week_ahead_places", "week_ahead_signed_up", "week_ahead_proposed", "week_ahead_confirmed",
    "week_ahead_by_asks", "week_ahead_filled", "week_ahead_gaps", "week_ahead_proposal_bound",
    "events_published", "events_projected", "events_lost", "events_duplicated", "dead_letters",
    "rebuild_identical", "seconds",
}  # fmt: skip


@pytest.fixture
async def up(
    tmp_path_factory: pytest.TempPathFactory, collector: list[bytes]
) -> AsyncIterator[Platform]:
    """A platform whose services tell the collector of every span."""
    home = tmp_path_factory.mktemp("home")
    async with running_platform(home, say=lambda _: None) as platform:
        yield platform
    postgres_files.forget(home / "postgres")


def counts(outcome: Outcome) -> dict[str, object]:
    return {name: outcome.summary[name] for name in NAMED_IN_THE_ISSUE - {"seconds"}}


async def prepared_lines(up: Platform) -> set[str]:
    """Return the provinces that have an accident line prepared."""
    headers = signing.header(up.home, Role.COORDINATOR)
    async with httpx.AsyncClient(base_url=up.addresses["contacts"], trust_env=False) as client:
        found = (await client.get("/v1/surge-lines", headers=headers)).json()["items"]
    return {line["region"] for line in found}


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


async def a_listener_is_on_a_shift_now(up: Platform) -> None:
    """Choose a listener on the start page, as a person does, and look at the desk.

    Every shift of the story lies in 2016.
    """
    issuer, [one, *_] = up.addresses["issuer"], await persons.listeners(up.home)
    chosen = {"role": "listener", "person": str(one.listener)}
    headers = {"Authorization": f"Bearer {signing.sign_for(up.home, Role.LISTENER, one.listener)}"}
    async with httpx.AsyncClient(trust_env=False) as client:
        start = (await client.get(issuer)).text
        assert up.addresses["chat"]["help"] in start
        for _ in range(2):  # a second time the shift is there already
            answer = await client.post(issuer, data=chosen, headers={"Origin": issuer})
            assert answer.status_code == 303, answer.text

        async def shifts() -> list[dict[str, Any]]:
            desk = await client.get(f"{up.addresses['contacts']}/v1/desk", headers=headers)
            found: list[dict[str, Any]] = desk.json()["shifts"]
            return found

        [shift] = await eventually(shifts)
        assert "chat" in shift["channels"]
        desk = await client.put(
            f"{up.addresses['contacts']}/v1/desk",
            json={"shiftId": shift["shiftId"], "state": "present"}, headers=headers,
        )  # fmt: skip
        assert desk.is_success, desk.text
        assert abs(datetime.fromisoformat(desk.json()["now"]) - datetime.now(UTC)) < MINUTES
        await client.delete(f"{up.addresses['contacts']}/v1/desk", headers=headers)


async def a_word_that_was_kept_is_found(up: Platform) -> None:
    """Keep a word in a table and remove it again: the files of the database still hold it."""
    connection = await asyncpg.connect(up.addresses["databases"]["contacts"])
    await connection.execute("CREATE TABLE kept (word text)")
    await connection.execute("INSERT INTO kept VALUES ($1)", f"{MARKER} and so on")
    databases = {"contacts": up.addresses["databases"]["contacts"]}
    assert "contacts's table public.kept" in await find_markers([MARKER], up.home, databases, [])
    await connection.execute("DROP TABLE kept")
    await connection.close()
    found = await find_markers([MARKER], up.home, databases, [])
    assert found
    assert all(place.startswith("file postgres") for place in found)


def calls_came_by_telephone(up: Platform) -> None:
    """Look at what the telephones were shown, where there are any."""
    shown = up.home / "logs" / "telephony" / "heard.log"
    assert shown.exists() != bool(lacking())
    if not lacking():
        assert "INVITE sip:6" in shown.read_text()
        assert CALLERS_HOLD not in shown.read_text()


def documents_of(up: Platform) -> set[str]:
    """Return the kinds of files that are kept for people to open."""
    return {path.suffix for path in (up.home / "demo" / "documents").iterdir()}


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


async def test_the_story_ends_well_again_changes_nothing_and_keeps_nothing_of_who_sought_help(
    up: Platform, collector: list[bytes]
) -> None:
    first = await play(up.home, up.addresses, SCALE)

    assert first.well, (first.findings, first.wrong)
    assert first.foreign == ""
    kept = json.loads((up.home / "demo" / "summary.json").read_text())
    assert set(kept) >= NAMED_IN_THE_ISSUE
    assert kept["zutphen_offer_2015"] == "12265.07"
    assert kept["zutphen_offer_2017"] == "11346.96"
    assert kept["invoice_numbers_gapless"] is True
    assert documents_of(up) == {".pdf", ".xml"}
    assert kept["events_lost"] == kept["events_duplicated"] == kept["dead_letters"] == 0
    assert kept["referrals_made"] == kept["referrals_received_by_partner"] > 0
    assert kept["chats_offered"] > kept["chats_answered"] > 0
    assert kept["chats_abandoned"] > 0
    assert kept["calls_answered"] == kept["letters_answered"] == 3
    assert kept["calls_came_by"] == (BY_MESSAGES if lacking() else BY_SIP)
    calls_came_by_telephone(up)
    assert kept["words_found_anywhere"] == 0
    assert await prepared_lines(up) == {*get_args(Province)}
    for way in ("signed_up", "confirmed", "by_asks"):
        assert kept[f"week_ahead_{way}"] > 0
    assert kept["week_ahead_proposal_points"] <= kept["week_ahead_proposal_bound"]
    assert kept["week_ahead_filled"] + kept["week_ahead_gaps"] == kept["week_ahead_places"]
    async with httpx.AsyncClient(trust_env=False) as reader:
        for page in kept["reports"]:
            headers = signing.header(up.home, Role.ANALYST)
            answer = await reader.get(page, timeout=30, headers=headers)
            assert answer.status_code == 200
            assert "<html" in answer.text

    await listeners_see_their_own(up)
    await a_listener_is_on_a_shift_now(up)

    await somebody_tries_the_api(up)
    again = await play(up.home, up.addresses, SCALE)

    assert again.well, (again.findings, again.wrong)
    assert again.foreign == "1 missed attempt"
    # That attempt, and the listener who was on a shift since, are among what there is; nothing
    # else is new.
    since = {"events_published", "events_projected", "contacts_missed", "calls_on_the_fixed_list"}
    assert {**counts(again), **dict.fromkeys(since)} == {**counts(first), **dict.fromkeys(since)}
    assert again.summary["contacts_missed"] == first.summary["contacts_missed"] + 1

    await a_word_that_was_kept_is_found(up)
    await nothing_planted_is_kept(up, collector)
