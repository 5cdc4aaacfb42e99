"""The frozen samples and schemas: one of each for every event of the published language."""

import json
from pathlib import Path
from typing import Any

from sensoor.documents.asyncapi import asyncapi
from sensoor.services import handlers
from shared.events.catalogue import EVENTS
from shared.events.envelope import Event

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent
SAMPLES = FOLDER / "samples"
SCHEMAS = FOLDER / "schemas"
DOCUMENT = ROOT / "docs/events/asyncapi.json"


def events() -> list[type[Event]]:
    """Return every event that the services and the partners publish, by subject."""
    return sorted(EVENTS, key=lambda event: event.subject)


def schema(event: type[Event]) -> dict[str, Any]:
    """Return an event's JSON Schema as the code has it, without words that bind nobody."""
    bare: dict[str, Any] = _bare(event.model_json_schema(by_alias=True, mode="serialization"))
    return bare


def document() -> str:
    """Return the AsyncAPI document of the whole bus as the code has it."""
    return json.dumps(asyncapi(handlers()), indent=2, ensure_ascii=False) + "\n"


def frozen(folder: Path, event: type[Event]) -> Any:
    """Return what was frozen of an event."""
    return json.loads((folder / f"{event.subject}.json").read_text())


def sample(event: type[Event]) -> Event:
    """Return an event's frozen sample."""
    return event.model_validate_json((SAMPLES / f"{event.subject}.json").read_text())


def _bare(part: Any) -> Any:
    if isinstance(part, dict):
        # A property may be named `title` or `description`: only their texts are words.
        return {
            name: _bare(value)
            for name, value in part.items()
            if not (name in ("title", "description") and isinstance(value, str))
        }
    return [_bare(value) for value in part] if isinstance(part, list) else part
