"""`python -m tests.contracts.freeze` freezes the schemas that are missing; it changes none."""

import json

from tests.contracts.samples import SCHEMAS, events, schema


def main() -> None:
    """Write the schema of every event that has none yet, and say so."""
    SCHEMAS.mkdir(exist_ok=True)
    for event in events():
        file = SCHEMAS / f"{event.subject}.json"
        if not file.exists():
            file.write_text(json.dumps(schema(event), indent=2, sort_keys=True) + "\n")
            print(f"frozen: {event.subject}")


if __name__ == "__main__":
    main()
