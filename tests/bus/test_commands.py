"""`sensoor bus` and `sensoor partners` as they are typed: what goes wrong is one clear line."""

import asyncio
from pathlib import Path

import pytest
from sensoor.bus import keys as bus_keys
from sensoor.bus.keys import SENSOOR, BusKeys
from sensoor.cli import app
from sensoor.embedded.ports import free_port, release_port
from sensoor.services import PORTS
from shared.events.catalogue import PARTNERS
from typer.testing import CliRunner

from tests.platform import Platform

US = PARTNERS[0]
ASKING = [
    ["bus", "plan"], ["bus", "apply"], ["partners", "list"], ["partners", "add", US],
    ["partners", "rotate", US], ["partners", "revoke", US], ["partners", "revoke", US, "--old"],
    ["partners", "empty", US],
]  # fmt: skip
every_command = pytest.mark.parametrize("command", ASKING, ids=" ".join)


def typed(*command: str, **environment: str) -> tuple[int, str]:
    """Run a command; return its exit code and what it printed."""
    unset = {"NATS_URL": None, "BUS_KEYS": None, "NATS_CA": None, "NATS_REPLICAS": None}
    done = CliRunner().invoke(app, command, env={**unset, **environment})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def refused(*command: str, **environment: str) -> str:
    """Run a command that must not succeed; return the one line that it prints."""
    code, output = typed(*command, **environment)
    assert code == 1, output
    assert output.startswith("✗ "), output
    assert output.count("\n") == 1, output
    return output


@pytest.fixture
def away(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything is right, but nothing answers."""
    bus_keys.init(tmp_path / "keys", PORTS)
    port = free_port(29500)
    release_port(port)
    return {"NATS_URL": f"nats://127.0.0.1:{port}", "BUS_KEYS": str(tmp_path / "keys")}


def surroundings(platform: Platform, keys: BusKeys) -> dict[str, str]:
    return {"NATS_URL": platform.bus.url, "BUS_KEYS": str(keys.folder)}


@every_command
def test_a_bus_that_is_away_is_said(command: list[str], away: dict[str, str]) -> None:
    assert "no servers available" in refused(*command, **away)


@every_command
def test_what_the_environment_lacks_is_said(
    command: list[str], away: dict[str, str], tmp_path: Path
) -> None:
    assert "BUS_KEYS must be set" in refused(*command, NATS_URL=away["NATS_URL"])
    assert "NATS_URL must be set" in refused(*command, BUS_KEYS=away["BUS_KEYS"])
    nowhere = {**away, "BUS_KEYS": str(tmp_path / "nowhere")}
    assert "sensoor bus init" in refused(*command, **nowhere)
    assert "there is no such file" in refused(*command, **away, NATS_CA=str(tmp_path / "no.pem"))
    assert "NATS_REPLICAS is 2" in refused(*command, **away, NATS_REPLICAS="2")
    assert "nothing is up" in refused(*command, SENSOOR_HOME=str(tmp_path / "home"))
    (tmp_path / "keys" / "keys.json").write_text("{}")
    assert "keys.json is not what" in refused(*command, **away)


def test_keys_are_made_once_and_where_they_cannot_be_it_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert typed("bus", "init", "--keys", str(folder))[0] == 0
    kept = {path: path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert {path.name for path in kept} >= {"keys.json", "server.json", "account", "billing.creds"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder / "creds").iterdir())
    assert (folder / "keys.json").stat().st_mode & 0o077 == 0
    assert typed("bus", "init", "--keys", str(folder))[0] == 0
    assert {path: path.read_text() for path in kept} == kept
    in_a_file = str(folder / "account" / "keys")
    assert "no keys can be made" in refused("bus", "init", "--keys", in_a_file)


def test_credentials_of_another_account_are_made_anew_and_that_is_said(tmp_path: Path) -> None:
    """So they were before each service had an account of its own."""
    folder = tmp_path / "keys"
    keys = bus_keys.init(folder, PORTS)
    for user in ("contacts", "operator"):
        before = bus_keys.user_file(keys, SENSOOR, user)
        bus_keys.write_secret(keys.credentials(user), before)
    kept = {user: keys.credentials(user).read_text() for user in ("billing", "provisioner")}
    code, said = typed("bus", "init", "--keys", str(folder))
    assert code == 0
    assert "contacts: new credentials, for the account CONTACTS" in said
    assert "operator: new credentials, for the account OPERATOR" in said
    for user, text in kept.items():
        assert f"{user}: new" not in said
        assert keys.credentials(user).read_text() == text
    token = bus_keys.token_in(keys.credentials("contacts"))["nats"]
    assert token["issuer_account"] == keys.account("CONTACTS").public
    assert "new credentials" not in typed("bus", "init", "--keys", str(folder))[1]


def test_a_user_that_does_not_exist_is_not_rotated(away: dict[str, str]) -> None:
    assert "there is no user nobody" in refused("bus", "rotate", "nobody", **away)
    assert "is not being rotated" in refused("bus", "rotate", "billing", "--finish", **away)
    assert typed("bus", "rotate", "billing", **away)[0] == 0
    assert "first `sensoor bus rotate" in refused("bus", "rotate", "billing", **away)
    assert "no servers available" in refused("bus", "rotate", "billing", "--finish", **away)


@pytest.mark.parametrize("command", ASKING, ids=" ".join)
async def test_the_keys_of_another_bus_open_nothing(
    platform: Platform, away: dict[str, str], command: list[str]
) -> None:
    others = {**away, "NATS_URL": platform.bus.url}
    said = await asyncio.to_thread(refused, *command, **others)
    assert "authorization violation" in said.lower()


async def test_from_an_empty_bus_to_a_partner_that_is_in(platform: Platform, keys: BusKeys) -> None:
    there = surroundings(platform, keys)

    async def told(*command: str) -> tuple[int, str]:
        return await asyncio.to_thread(typed, *command, **there)

    code, plan = await told("bus", "plan")
    assert code == 1
    assert "account SENSOOR is missing" in plan
    assert (await told("bus", "apply"))[0] == 0
    assert "nothing was to be done" in (await told("bus", "apply"))[1]
    assert await told("bus", "plan") == (0, "nothing to do\n")

    code, added = await told("partners", "add", US, "--url", "tls://bus.example.org:4222")
    assert code == 0, added
    page = (keys.folder / "partners" / f"{US}.md").read_text()
    assert "tls://bus.example.org:4222" in page
    listed = (await told("partners", "list"))[1]
    states = [line.split()[1:3] for line in listed.splitlines()[1:]]
    assert states == [["active", "0"], ["none", "0"]]
    assert "is in already" in (await told("partners", "add", US))[1]
    assert (await told("partners", "rotate", US))[0] == 0
    assert (await told("partners", "revoke", US, "--old"))[0] == 0
    assert (await told("partners", "revoke", US))[0] == 0
    assert "revoked" in (await told("partners", "list"))[1]
    code, said = await told("partners", "add", "somebody")
    assert code == 1
    assert "the partners are 113online" in said
