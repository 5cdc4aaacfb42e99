"""The next release, made from a copy of this one: a migration, a new event, and its handler."""

import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from shared.events.catalogue import EVENTS
from shared.events.envelope import Event
from shared.migrations import migrations_of, release_of

from tests.house.test_house_rules import ROOT

PACKAGES = ["shared", "deploy/local", *(
    f"services/{name}" for name in ("contacts", "billing", "volunteers", "reporting")
)]  # fmt: skip
MIGRATION = """
from alembic import op

revision = "next"
down_revision = "{newest}"
works_with = "{newest}"


def upgrade() -> None:
    op.execute("CREATE TABLE of_the_next_release (volunteer_id uuid PRIMARY KEY)")
"""
HANDLER = """

from dataclasses import replace

from shared.events.volunteers import VolunteerReturned


async def greet_on_volunteer_returned(connection, events):
    await connection.executemany(
        "INSERT INTO of_the_next_release VALUES ($1)", [(e.data.volunteer_id,) for e in events]
    )


handlers = replace(
    handlers, table=[*handlers.table, when(VolunteerReturned, do=greet_on_volunteer_returned)]
)
"""


class VolunteerReturned(Event):
    """A volunteer is back. Aggregate: the volunteer."""

    subject: ClassVar[str] = "volunteers.volunteer_returned.v1"

    volunteer_id: UUID


def make_next_release(folder: Path) -> dict[str, str]:
    """Write the next release into `folder`; return the environment in which it is the one run."""
    assert VolunteerReturned.subject not in {event.subject for event in EVENTS}
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("*.pyc"))
    contacts = folder / "services/contacts/contacts"
    newest = release_of(migrations_of("contacts")).newest
    (contacts / "migrations/versions/9999_next.py").write_text(MIGRATION.format(newest=newest))
    with (folder / "shared/shared/events/volunteers.py").open("a") as file:
        file.write("\n\n" + inspect.getsource(VolunteerReturned))
    with (contacts / "event_handlers.py").open("a") as file:
        file.write(HANDLER)
    return {"PYTHONPATH": os.pathsep.join(str(folder / package) for package in PACKAGES)}


def run_job(environment: Mapping[str, str], *command: str) -> str:
    """Run a Job of a release to its end; return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", *command], env={**os.environ, **environment}, check=False,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
