"""Check a document's UBL against its schema and EN 16931, in a process of its own.

The process is started by the first check and serves all threads of this one, one at a time. One
that dies, or takes too long, is replaced at the next check.
"""

import json
import subprocess
import sys
from threading import Lock, Timer

from shared.refusals import Refusal

# Compiling the rules takes two seconds, a document of 386 lines one, and a machine may be busy.
MOST_SECONDS = 60.0
COMMAND = [sys.executable, "-m", "billing.files.rules_process"]
_one_at_a_time = Lock()
_processes: list[subprocess.Popen[bytes]] = []


class DocumentBreaksRules(Refusal):
    """A document as UBL breaks a rule that every electronic invoice must keep."""


class CheckFailed(Exception):
    """The process that checks died, or did not answer in time."""


def check_ubl(number: str, document: bytes) -> None:
    """Raise `DocumentBreaksRules`, which names the rules, or `CheckFailed`; it blocks."""
    with _one_at_a_time:
        broken = _ask(document)
    if broken:
        raise DocumentBreaksRules(
            f"{number} is not kept as an electronic invoice: it breaks {', '.join(broken)}. "
            "Credit it, correct its parties or its contract by what the rule says, invoice anew."
        )


def _ask(document: bytes) -> list[str]:
    process = _process()
    assert process.stdin
    assert process.stdout
    too_late = Timer(MOST_SECONDS, process.kill)
    too_late.start()
    try:
        process.stdin.write(b"%d\n" % len(document) + document)
        process.stdin.flush()
        answer = process.stdout.readline()
    except BrokenPipeError:
        answer = b""
    finally:
        too_late.cancel()
    if not answer:
        process.kill()
        status = process.wait()
        raise CheckFailed(f"the process that checks documents ended with status {status}")
    broken: list[str] = json.loads(answer)
    return broken


def _process() -> subprocess.Popen[bytes]:
    """Return the process that runs, or start one; it ends when its input does, as ours ends."""
    if not _processes or _processes[-1].poll() is not None:
        _processes[:] = [
            # What stands on its error output may quote the document.
            subprocess.Popen(  # noqa: S603 - a fixed command
                COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env={}, start_new_session=True,
            )
        ]  # fmt: skip
    return _processes[-1]
