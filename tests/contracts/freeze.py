"""`python -m tests.contracts.freeze` freezes what is new; writes AsyncAPI and the event map.

A schema that is frozen is never written again: a change that breaks it is a new version.
"""

import json
from pathlib import Path

from sensoor.documents.event_map import mapped
from sensoor.services import handlers

from tests.contracts.samples import DOCUMENT, SCHEMAS, document, events, schema


def main() -> None:
    """Write the schema of every event that has none yet, the document, and the map."""
    SCHEMAS.mkdir(exist_ok=True)
    for event in events():
        file = SCHEMAS / f"{event.subject}.json"
        if not file.exists():
            file.write_text(json.dumps(schema(event), indent=2, sort_keys=True) + "\n")
            print(f"frozen: {event.subject}")
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(document(), encoding="utf-8")
    readme = Path(__file__).parents[2] / "README.md"
    readme.write_text(mapped(readme.read_text(encoding="utf-8"), handlers()), encoding="utf-8")


if __name__ == "__main__":
    main()
