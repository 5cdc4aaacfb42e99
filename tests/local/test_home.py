"""The home: who holds it, what a killed run left in it, and what is removed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from py_vapid import Vapid02
from sensoor import home
from sensoor.embedded import postgres_files
from sensoor.platform.supervised_process import end_leftovers
from sensoor.platform.supervisor import CannotStart, running_platform
from volunteers.people.keys import keys_of
from volunteers.settings import Settings


@pytest.fixture
def left() -> Iterator[subprocess.Popen[bytes]]:
    """A process that nobody looks after any more."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process
    process.kill()
    process.wait()


async def test_what_a_killed_run_left_is_ended_and_named(
    tmp_path: Path, left: subprocess.Popen[bytes]
) -> None:
    record = home.record_of(left.pid)
    assert record is not None
    home.keep_records(tmp_path, {"contacts": record})
    said: list[str] = []
    await end_leftovers(tmp_path, said.append)
    assert not psutil.pid_exists(left.pid)
    assert said == [
        f"contacts (process {left.pid}) is left from a run that was killed: ended"
    ]  # fmt: skip


async def test_a_process_that_only_has_the_recorded_number_is_left_alone(
    tmp_path: Path, left: subprocess.Popen[bytes]
) -> None:
    record = home.record_of(left.pid)
    assert record is not None
    home.keep_records(tmp_path, {"contacts": replace(record, created=record.created - 60)})
    await end_leftovers(tmp_path, print)
    assert left.poll() is None


def test_a_home_has_one_holder_who_is_named_while_it_lasts(tmp_path: Path) -> None:
    with home.held(tmp_path):
        holder = home.holder(tmp_path)
        assert holder is not None
        assert holder.pid == os.getpid()
        with pytest.raises(home.HomeIsHeld, match=f"process {os.getpid()}"), home.held(tmp_path):
            pass
    assert home.holder(tmp_path) is None


def test_the_addresses_of_a_killed_run_are_not_taken_for_those_of_this_one(tmp_path: Path) -> None:
    home.write_private(tmp_path / "addresses.json", {"contacts": "http://127.0.0.1:1"})
    assert home.addresses(tmp_path) is None
    with home.held(tmp_path):
        assert home.addresses(tmp_path) is None


def test_passwords_are_generated_once_and_for_their_owner_only(tmp_path: Path) -> None:
    kept = home.passwords(tmp_path, ["sensoor_contacts", "sensoor_billing"])
    assert home.passwords(tmp_path, ["sensoor_contacts", "sensoor_billing"]) == kept
    assert len(set(kept.values())) == 2
    assert (tmp_path / "passwords.json").stat().st_mode & 0o777 == 0o600


def test_the_keys_of_names_are_generated_once_and_volunteers_takes_them(tmp_path: Path) -> None:
    kept = home.personal_keys(tmp_path)
    assert home.personal_keys(tmp_path) == kept
    assert (tmp_path / "personal_keys.json").stat().st_mode & 0o777 == 0o600
    given = {name.lower(): value for name, value in kept.items()}
    settings = Settings(database_url="postgresql://", nats_credentials=tmp_path, **given)
    assert keys_of(settings).sealing()
    assert Vapid02.from_string(kept["VAPID_PRIVATE_KEY"]).public_key


def test_a_new_run_keeps_the_log_of_the_one_before(tmp_path: Path) -> None:
    home.fresh_log(tmp_path, "contacts").write_text("before")
    log = home.fresh_log(tmp_path, "contacts")
    assert not log.exists()
    assert log.with_name("contacts.log.1").read_text() == "before"


def test_only_what_is_ours_is_removed(tmp_path: Path) -> None:
    for folder in ("nats", "logs", "demo", "bench"):
        (tmp_path / folder).mkdir()
    home.remove(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["bench"]


async def test_a_home_from_before_the_bus_was_closed_says_how_to_begin_anew(
    tmp_path: Path,
) -> None:
    (tmp_path / "nats" / "jetstream" / "$G").mkdir(parents=True)
    with pytest.raises(CannotStart, match="sensoor reset"):
        async with running_platform(tmp_path, say=lambda _: None):
            pass
    postgres_files.forget(tmp_path / "postgres")
