"""That no secret lies in git: neither in what is rendered nor in any file beside it."""

import re
from pathlib import Path

from checks.manifests import Resource, name_of

PATTERNS = {
    "a private key": re.compile(r"-{5}BEGIN (?:(?:[A-Z]+ )*PRIVATE KEY|USER NKEY SEED)"),
    "a NATS seed": re.compile(r"\bS[UAOCN][A-Z2-7]{56}\b"),
    "a token": re.compile(r"\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}"),
    "a password in an address": re.compile(r"postgres(?:ql)?://[^\s:/]+:(?![$<{*])[^\s:@]+@"),
}


def check(resources: list[Resource]) -> list[str]:
    """Return each Secret with content, whatever it holds."""
    return [
        f"{name_of(found)}: a Secret with content"
        for found in resources
        if found["kind"] == "Secret" and (found.get("data") or found.get("stringData"))
    ]


def files(folder: Path) -> list[str]:
    """Return each file of a folder in which something looks like a secret."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if not path.is_file() or parts[0].startswith(".") or "__pycache__" in parts:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [
            f"{path.relative_to(folder)}: {what}"
            for what, pattern in PATTERNS.items()
            if pattern.search(text)
        ]
    return found
