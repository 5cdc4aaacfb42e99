"""The compose files as they are read: anchors resolved, the included files merged in."""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "deploy" / "compose"
PROFILES = ("auth", "observe")


def files() -> list[Path]:
    """Return docker-compose.yml and what it includes."""
    main = ROOT / "docker-compose.yml"
    return [main, *(ROOT / name for name in yaml.safe_load(main.read_text())["include"])]


def services() -> dict[str, dict[str, Any]]:
    """Return the services of every profile, by name."""
    found: dict[str, dict[str, Any]] = {}
    for file in files():
        found |= yaml.safe_load(file.read_text())["services"]
    return found
