"""How long the demo takes, all of it: from nothing to its summary, in a home of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.results import console, write

AIM_SECONDS = 180
PATIENCE_SECONDS = 1_800


def measure() -> dict[str, Any]:
    """Run the demo as `make demo EXIT=1` does once all is installed; return the result."""
    home = Path(tempfile.mkdtemp(prefix="sensoor-demo-time-"))
    home.chmod(0o755)
    began = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sensoor", "demo"],
            env={**os.environ, "SENSOOR_HOME": str(home), "EXIT": "1"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=PATIENCE_SECONDS, check=False, text=True,
        )  # fmt: skip
        seconds = time.monotonic() - began
        if done.returncode:
            console.print(done.stdout[-2_000:], markup=False)
        summary = home / "demo" / "summary.json"
        return {
            "seconds": round(seconds, 1),
            "aim_seconds": AIM_SECONDS,
            "exit_code": done.returncode,
            "summary": json.loads(summary.read_text()) if summary.exists() else None,
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


def tell(result: dict[str, Any]) -> None:
    """Print the time against the aim."""
    reached = result["exit_code"] == 0 and result["seconds"] <= AIM_SECONDS
    console.print(
        f"the demo took {result['seconds']:.0f} s (aim {AIM_SECONDS} s:"
        f" {'reached' if reached else 'missed'}), exit code {result['exit_code']}"
    )


def main() -> None:
    """Measure, tell and write."""
    result = measure()
    tell(result)
    console.print(f"written to {write('demo_time', result)}")


if __name__ == "__main__":
    main()
