"""How this house is built: sizes, names, and what must never stand in a file."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BANNED_NAMES = re.compile(r"(^|_)(utils?|common|managers?|helpers?)$")
REGISTRY = re.compile(r"https?://[^\s\"']*(/simple\b|/packages/[0-9a-f]{2}/|/-/[^\s\"']+\.tgz)")


def project_files(suffix: str = "") -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    files = [ROOT / name for name in listed if name.endswith(suffix)]
    return [file for file in files if file.is_file()]


SOURCES = project_files(".py")


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_is_short_well_named_and_its_functions_are_short(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    assert not BANNED_NAMES.search(file.stem)
    shipped = file.relative_to(ROOT).parts[0] not in {"tests", "benchmarks"}
    for node in ast.walk(ast.parse(text)):
        if shipped and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 40, f"{node.name} has {length} lines"


def test_no_file_names_a_package_registry() -> None:
    found = [
        file
        for file in project_files()
        if file.suffix not in {".png", ".svg"} and REGISTRY.search(file.read_text("utf-8"))
    ]
    assert not found


def test_services_never_publish_past_the_outbox() -> None:
    for file in SOURCES:
        if "services" in file.relative_to(ROOT).parts:
            calls = re.findall(
                r"(?:js|broker|jetstream\(\))\.publish\(|@publisher",
                file.read_text(encoding="utf-8"),
            )
            assert not calls, file
