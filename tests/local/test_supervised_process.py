"""Parts of a platform, with small programs in the place of services."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import psutil
import pytest
from sensoor.embedded.program import Program, start
from sensoor.platform.supervised_process import StepFailed, SupervisedProcess, all_of, run_step

from tests.waiting import eventually

STAYS = "import time; print('up', flush=True); time.sleep(600)"
WILL_NOT_GO = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {STAYS}"


def program(code: str, *arguments: str) -> Program:
    return Program([sys.executable, "-c", code, *arguments], dict(os.environ))


def part(code: str, folder: Path, said: list[str]) -> SupervisedProcess:
    log = folder / "part.log"

    async def answers() -> None:
        async def is_up() -> bool:
            return log.exists() and "up" in log.read_text()

        await eventually(is_up)

    return SupervisedProcess("part", program(code), log, answers, said.append, changed=lambda: None)


async def test_what_dies_is_started_again_and_it_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    stays = part(STAYS, tmp_path, said)
    stays.begin()
    await stays.first_answer()
    stays.kill()

    async def is_back() -> bool:
        return any("is back" in line for line in said)

    await eventually(is_back)
    assert said[0] == "part was killed (SIGKILL); it is started again in 0.2 s"
    assert stays.restarts == 1
    await stays.stop(10)


async def test_what_does_not_stop_in_time_is_killed_and_it_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    stubborn = part(WILL_NOT_GO, tmp_path, said)
    stubborn.begin()
    await stubborn.first_answer()
    await stubborn.stop(0.1)
    assert stubborn.process is not None
    assert stubborn.process.returncode == -signal.SIGKILL
    assert "did not stop" in said[-1]


async def test_what_never_stays_up_is_given_up_with_the_end_of_its_log(tmp_path: Path) -> None:
    broken = part("raise SystemExit('no settings')", tmp_path, [])
    broken.begin()
    with pytest.raises(StepFailed, match="no settings"):
        await broken.first_answer()
    await broken.stop(1)


async def test_a_step_that_fails_tells_how_and_what_it_wrote_last(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match=r"(?s)exit code 1.*no table"):
        await run_step("migrating", program("raise SystemExit('no table')"), tmp_path / "log")


async def test_the_first_failure_ends_the_others(tmp_path: Path) -> None:
    ended = asyncio.Event()

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def fails() -> None:
        raise StepFailed("this one")

    with pytest.raises(StepFailed, match="this one"):
        await all_of(waits(), fails())
    assert ended.is_set()


async def test_a_child_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent_code = (
        "import sys; from pathlib import Path\n"
        "from sensoor.embedded.program import Program, start\n"
        f"child = start(Program([sys.executable, '-c', {STAYS!r}], {{}}), Path(sys.argv[1]))\n"
        "print(child.pid, flush=True); child.wait()"
    )
    parent = start(program(parent_code, str(tmp_path / "log")), tmp_path / "parent.log")

    async def child_pid() -> int:
        return int((tmp_path / "parent.log").read_text() or 0)

    child = psutil.Process(await eventually(child_pid))
    parent.kill()
    parent.wait()

    async def is_gone() -> bool:
        return not child.is_running() or child.status() == psutil.STATUS_ZOMBIE

    await eventually(is_gone)


async def test_a_locked_folder_takes_no_second_program(tmp_path: Path) -> None:
    locked = Program([sys.executable, "-c", STAYS], dict(os.environ), lock=tmp_path / "lock")
    first = start(locked, tmp_path / "first.log")

    async def is_up() -> bool:
        return "up" in (tmp_path / "first.log").read_text()

    await eventually(is_up)
    second = start(locked, tmp_path / "second.log")
    assert second.wait() == 1
    assert "another process works in this folder" in (tmp_path / "second.log").read_text()
    first.kill()
    first.wait()
