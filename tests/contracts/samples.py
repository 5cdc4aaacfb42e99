"""The frozen samples and schemas: one of each for every event of the published language."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import shared.events
from shared.events.envelope import Event

FOLDER = Path(__file__).parent
SAMPLES = FOLDER / "samples"
SCHEMAS = FOLDER / "schemas"
FILES = [
    file.stem
    for file in sorted(Path(str(shared.events.__file__)).parent.glob("*.py"))
    if file.stem not in ("__init__", "envelope", "vocabulary")
]


def events() -> list[type[Event]]:
    """Return every event that the services publish, by subject."""
    found = {
        thing.subject: thing
        for name in FILES
        for thing in vars(import_module(f"shared.events.{name}")).values()
        if isinstance(thing, type) and issubclass(thing, Event) and thing is not Event
    }
    return [found[subject] for subject in sorted(found)]


def schema(event: type[Event]) -> dict[str, Any]:
    """Return an event's JSON Schema as the code has it, without words that bind nobody."""
    bare: dict[str, Any] = _bare(event.model_json_schema(by_alias=True, mode="serialization"))
    return bare


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
