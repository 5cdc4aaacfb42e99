"""`python -m reporting.disclosure.decider PARENT < TABLE > DECISION`, both as JSON.

A process of its own, so that the service's loads no solver (docs/decisions/0023). It ends with the
process whose id is `PARENT`.
"""

import json
import os
import sys
import threading
import time

from reporting.disclosure.as_json import decision_as_json, table_from_json
from reporting.disclosure.rules.decide import decide

LOOK_SECONDS = 1.0


def main() -> None:
    """Read a table, decide, and write the decision."""
    threading.Thread(target=_end_with, args=(int(sys.argv[1]),), daemon=True).start()
    table = table_from_json(json.load(sys.stdin))
    json.dump(decision_as_json(decide(table), table), sys.stdout)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
