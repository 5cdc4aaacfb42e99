"""`python -m reporting.forecasts.model [PARENT] < HISTORY`: the forecast as one line of JSON.

It ends with the process that started it, which says its id.
"""

import json
import os
import sys
import threading
import time

LOOK_SECONDS = 1.0


def main() -> int:
    """Read a history and print its forecast; return 0."""
    parent = int(sys.argv[1]) if len(sys.argv) > 1 else os.getppid()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    # One thread: these matrices are small, and threads that wait for each other take more.
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # Imported here, so that the process ends with its parent even while it loads them.
    from reporting.forecasts.model.forecast import forecast  # noqa: PLC0415
    from reporting.forecasts.model.history import read_history  # noqa: PLC0415

    print(json.dumps(forecast(read_history(json.load(sys.stdin)))), flush=True)
    return 0


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
