"""A service as a process of its own, to be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sensoor.embedded.ports import free_port, release_port


@contextmanager
def process(
    command: Sequence[str], surroundings: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python <command>` in these surroundings; kill -9 when the block ends."""
    port = free_port(28300)
    with log.open("ab") as output:
        running = subprocess.Popen(
            [sys.executable, *command], env={**os.environ, **surroundings, "PORT": str(port)},
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield running
    finally:
        running.send_signal(signal.SIGKILL)
        running.wait()
        release_port(port)
