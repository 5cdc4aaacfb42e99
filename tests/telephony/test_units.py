"""The units of systemd: it takes them as they are, and nothing of a caller gets to a disk."""

import shlex
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from edge.settings import Settings

from tests.telephony.test_edge import SECRET

TELEPHONY = Path(__file__).parents[2] / "deploy" / "telephony"
UNITS = TELEPHONY / "systemd"
EDGE, KAMAILIO = UNITS / "sensoor-edge.service", UNITS / "kamailio.service.d" / "sensoor.conf"
# Where Kamailio is not installed there is no unit that the second file belongs to.
DEBIANS = "[Service]\nExecStart=/bin/true\n"


def settings_of(unit: Path) -> dict[str, list[str]]:
    """Return what a unit sets, each key with its values."""
    found = defaultdict(list)
    for line in unit.read_text().splitlines():
        if line[:1] not in ("", "#", "["):
            key, value = line.split("=", 1)
            found[key].append(value)
    return found


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed here (apt install systemd)")
    # given the units, with a program in the place of the edge, which is not installed here
    shutil.copytree(UNITS, tmp_path, dirs_exist_ok=True)
    installed = EDGE.read_text().replace("/opt/sensoor/bin/sensoor-edge", "/bin/true")
    (tmp_path / EDGE.name).write_text(installed)
    (tmp_path / "kamailio.service").write_text(DEBIANS)
    # when
    checked = subprocess.run(
        [program, "verify", "--man=no", EDGE.name, "kamailio.service"],
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    # then
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("unit", [EDGE, KAMAILIO], ids=lambda unit: str(unit.name))
def test_nothing_of_a_caller_gets_to_a_disk(unit: Path) -> None:
    found = settings_of(unit)
    assert (found["LimitCORE"], found["MemorySwapMax"]) == (["0"], ["0"])


def test_the_tables_are_empty_at_each_start_and_in_memory() -> None:
    found = settings_of(KAMAILIO)
    folder = f"/run/{found['RuntimeDirectory'][0]}/"
    assert found["ExecStartPre"] == [f"/bin/cp -r /etc/kamailio/memory {folder}"]
    assert f'"text://{folder}memory"' in (TELEPHONY / "settings.cfg").read_text()


def test_the_edge_reads_what_its_unit_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    found = settings_of(EDGE)
    for assignments in found["Environment"]:
        for assignment in shlex.split(assignments):
            monkeypatch.setenv(*assignment.split("=", 1))
    credential, _ = found["LoadCredential"][0].split(":")
    (tmp_path / credential).write_text(f"{SECRET}\n")
    # when
    settings = Settings(_secrets_dir=tmp_path)
    # then
    assert settings.diversions == {"0201234567": "113online"}
    assert settings.keys == (bytes(32),)
    assert "sensoor-edge" in (TELEPHONY / "pyproject.toml").read_text()
    assert (found["DynamicUser"], found["Restart"]) == (["yes"], ["always"])
