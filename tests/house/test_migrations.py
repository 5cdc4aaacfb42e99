"""A migration expands, or says that older releases do not work with what it leaves."""

import re
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from shared.migrations import migrations_of

from tests.platform import SERVICES

CONTRACTS = re.compile(r"\b(DROP (TABLE|COLUMN)|RENAME|SET NOT NULL|ALTER COLUMN \w+ TYPE)\b", re.I)


def revisions() -> list[Any]:
    found = []
    for service in SERVICES:
        script = ScriptDirectory(str(migrations_of(service)))
        found += [(service, revision) for revision in script.walk_revisions()]
    return found


@pytest.mark.parametrize(
    ("service", "revision"), revisions(), ids=lambda value: getattr(value, "revision", value)
)
def test_a_migration_says_which_releases_work_with_it(service: str, revision: Any) -> None:
    script = ScriptDirectory(str(migrations_of(service)))
    before = {one.revision for one in script.walk_revisions("base", revision.revision)}
    assert revision.module.works_with in before
    text = Path(revision.path).read_text()
    if CONTRACTS.search(text):
        assert revision.module.works_with == revision.revision
