"""`sensoor up` with everything real: two homes, killed parts, a killed supervisor, Ctrl-C."""

import os
import re
import signal
import uuid

import httpx
import pytest
from sensoor.issuer import signing
from shared.roles import Role

from tests.local.conftest import UP_WITHIN, Up, read_json, run_sensoor, start_up
from tests.waiting import eventually

SERVICES = ("contacts", "billing", "volunteers", "reporting")
PARTS = ("nats", "postgres", "issuer", *SERVICES)


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """What the tests of this module hand on to one another: the name of a location."""
    return {}


async def test_two_homes_come_up_at_once_each_with_addresses_of_its_own(
    two_homes: tuple[Up, Up],
) -> None:
    for up in two_homes:
        await up.wait_until_ready()
    first, second = (up.addresses() for up in two_homes)
    assert not {first[name] for name in SERVICES} & {second[name] for name in SERVICES}
    assert first["nats"] != second["nats"]
    assert set(first["databases"]) == set(SERVICES)
    assert "is taken, so" in two_homes[0].screen() + two_homes[1].screen()


async def test_the_first_address_is_a_page_on_which_one_chooses_who_one_is(
    two_homes: tuple[Up, Up],
) -> None:
    for up in two_homes:

        async def shown(up: Up = up) -> bool:
            return "Ctrl-C stops" in up.screen()

        await eventually(shown)
        start = re.findall(r"http://\S+", up.screen().partition("ready in")[2])[0]
        assert start == f"{up.addresses()['issuer']}/"
        origin = {"Origin": start.rstrip("/")}
        async with httpx.AsyncClient(base_url=start, trust_env=False) as browser:
            assert 'name="role"' in (await browser.get("/")).text
            chosen = await browser.post("/", data={"role": "finance"}, headers=origin)
            sign_in = await browser.get(chosen.headers["location"])
            back = await browser.get(sign_in.headers["location"])
        # The billing of this home sends to the issuer, which knows already who it is.
        callback = f"{up.addresses()['billing']}/billing/sign-in/callback?code="
        assert back.headers["location"].startswith(callback)


async def test_each_service_has_its_metrics_on_a_port_of_their_own(
    two_homes: tuple[Up, Up],
) -> None:
    addresses = [up.addresses() for up in two_homes]
    assert len({url for found in addresses for url in found["metrics"].values()}) == 8
    shown, there = run_sensoor(two_homes[0].home, "status").stdout, addresses[0]
    async with httpx.AsyncClient(trust_env=False) as client:
        for service in SERVICES:
            metrics = there["metrics"][service]
            assert "http_request_seconds" in (await client.get(metrics)).text
            assert (await client.get(f"{there[service]}/metrics")).status_code == 404
            assert str(httpx.URL(metrics).port) in shown
            assert metrics in two_homes[0].screen()


async def test_addresses_are_for_their_owner_only_and_not_shown_with_a_password(
    two_homes: tuple[Up, Up],
) -> None:
    up = two_homes[0]
    assert (up.home / "addresses.json").stat().st_mode & 0o777 == 0o600
    password = read_json(up.home / "passwords.json")["sensoor_contacts"]
    assert password in up.addresses()["databases"]["contacts"]
    assert password not in up.screen()


async def test_status_shows_each_part_and_succeeds_when_all_are_ready(
    two_homes: tuple[Up, Up],
) -> None:
    shown = run_sensoor(two_homes[0].home, "status")
    assert shown.returncode == 0, shown.stdout
    for name in PARTS:
        assert name in shown.stdout
    issuer = next(line for line in shown.stdout.splitlines() if line.startswith("issuer"))
    assert two_homes[0].addresses()["issuer"] in issuer
    assert "yes" in issuer


async def test_one_address_comes_first_and_it_answers(two_homes: tuple[Up, Up]) -> None:
    up = two_homes[0]
    issuer, screen = up.addresses()["issuer"], up.screen()
    assert f"Open {issuer}/" in screen
    assert screen.index(f"Open {issuer}/") < screen.index(f"{up.addresses()['contacts']}/docs")


async def test_where_a_chat_is_seen_from_its_three_sides_is_told(two_homes: tuple[Up, Up]) -> None:
    up = two_homes[0]
    contacts, chat = up.addresses()["contacts"], up.addresses()["chat"]
    assert set(chat) == {"help", "desk", "board"}
    async with httpx.AsyncClient(trust_env=False) as browser:
        for name, address in chat.items():
            assert address.startswith(f"{contacts}/contacts/")
            assert address in up.screen()
            # anybody may ask for help; the others are led to the sign-in
            answer = await browser.get(address, headers={"Accept": "text/html"})
            status = answer.status_code
            assert status == (200 if name == "help" else 303), f"{address} is no page: {status}"


async def test_the_clock_of_the_queue_can_be_set_where_the_issuer_is_ours(
    two_homes: tuple[Up, Up],
) -> None:
    up = two_homes[0]
    async with httpx.AsyncClient(base_url=up.addresses()["contacts"], trust_env=False) as client:
        client.headers.update(signing.header(up.home, Role.OPERATOR))
        shows = "2016-03-20T20:00:00Z"
        shown = await client.put("/v1/clock", json={"shows": shows, "rate": 30})
        assert shown.is_success, shown.text
        assert (await client.get("/v1/clock")).json()["shows"].startswith("2016-03-20")
        assert (await client.delete("/v1/clock")).json()["rate"] == 1


async def test_an_issuer_that_was_stopped_is_told_by_status(two_homes: tuple[Up, Up]) -> None:
    up = two_homes[0]
    pid = up.pids()["issuer"]
    os.kill(pid, signal.SIGSTOP)
    try:
        shown = run_sensoor(up.home, "status")
        assert shown.returncode == 1
        issuer = next(line for line in shown.stdout.splitlines() if line.startswith("issuer"))
        assert "no" in issuer.split()
    finally:
        os.kill(pid, signal.SIGCONT)


async def test_the_doctor_finds_nothing_wrong(two_homes: tuple[Up, Up]) -> None:
    found = run_sensoor(two_homes[0].home, "doctor")
    assert found.returncode == 0, found.stdout


async def test_a_second_up_in_the_same_home_is_refused_and_told_by_whom(
    two_homes: tuple[Up, Up],
) -> None:
    up = two_homes[0]
    refused = run_sensoor(up.home, "up")
    assert refused.returncode == 1
    assert f"process {up.process.pid}" in refused.stdout
    assert "sensoor status" in refused.stdout


async def test_a_home_that_is_in_use_is_not_reset(two_homes: tuple[Up, Up]) -> None:
    refused = run_sensoor(two_homes[0].home, "reset", "--yes")
    assert refused.returncode == 1
    assert two_homes[0].addresses()


async def test_every_part_that_is_killed_comes_back_on_its_port_and_it_is_said(
    two_homes: tuple[Up, Up],
) -> None:
    up = two_homes[0]
    before, addresses = up.pids(), up.addresses()
    for name in PARTS:
        os.kill(before[name], signal.SIGKILL)

    async def are_back() -> bool:
        return all(f"{name} is back" in up.screen() for name in PARTS)

    await eventually(are_back, within=UP_WITHIN)
    assert all(up.pids()[name] != before[name] for name in PARTS)
    assert up.addresses() == addresses
    assert run_sensoor(up.home, "status").returncode == 0
    assert "contacts was killed (SIGKILL)" in up.screen()


async def test_ctrl_c_ends_all_of_it_with_success(two_homes: tuple[Up, Up]) -> None:
    up = two_homes[0]
    up.process.send_signal(signal.SIGINT)
    assert up.process.wait(UP_WITHIN) == 0, up.screen()
    assert await up.left() == []
    assert not up.addresses()
    assert run_sensoor(up.home, "status").returncode == 1


async def test_the_parts_die_with_a_supervisor_that_is_killed(
    two_homes: tuple[Up, Up], kept: dict[str, str]
) -> None:
    up = two_homes[1]
    kept["location"] = "Zutphen"
    await open_location(up, kept["location"])
    up.process.kill()
    up.process.wait()

    async def none_is_left() -> bool:
        return not await up.left()

    await eventually(none_is_left, within=UP_WITHIN)


async def test_after_that_up_begins_again_with_the_data_intact(
    two_homes: tuple[Up, Up], kept: dict[str, str]
) -> None:
    up = start_up(two_homes[1].home)
    try:
        await up.wait_until_ready()
        assert kept["location"] in await locations(up)
    finally:
        up.process.send_signal(signal.SIGTERM)
        assert up.process.wait(UP_WITHIN) == 0, up.screen()
    assert await up.left() == []


async def test_reset_leaves_nothing_of_the_platform(two_homes: tuple[Up, Up]) -> None:
    home = two_homes[1].home
    assert run_sensoor(home, "reset", "--yes").returncode == 0
    assert {path.name for path in home.iterdir()} <= {"lock", "screen.txt"}


def coordinator(up: Up) -> dict[str, str]:
    return signing.header(up.home, Role.COORDINATOR)


async def open_location(up: Up, name: str) -> None:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        answer = await client.post(
            f"{up.addresses()['volunteers']}/v1/locations",
            json={"name": name, "region": "Gelderland"},
            headers=coordinator(up) | {"Idempotency-Key": str(uuid.uuid4())},
        )
    assert answer.status_code == 201, answer.text


async def locations(up: Up) -> str:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        address = f"{up.addresses()['volunteers']}/v1/locations"
        return (await client.get(address, headers=coordinator(up))).text
