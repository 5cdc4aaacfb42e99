"""Volunteers who were there before Sensoor: each location's list is taken over, as a CSV file."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from demo import figures
from demo.chance import key
from demo.client import Api, Refused
from demo.roster import Roster, Volunteer

PATH = "/v1/imports/volunteers"
CONFLICT = 409
LINES = ["national", "local"]
COLUMNS = ["reference", "location", "channels", "lines", "role", "admittedOn"]
# Of every third location the volunteers apply at Sensoor; those of the others are taken over.
APPLY_AT_EVERY = 3


def applies(volunteer: Volunteer) -> bool:
    """Return whether a volunteer applies at Sensoor; else they were admitted before."""
    return volunteer.location % APPLY_AT_EVERY == 0


def reference(volunteer: Volunteer) -> str:
    """Return the number of a volunteer in the list of their location; it is invented."""
    return f"DEMO-{volunteer.number}"


def list_of(volunteers: Sequence[Volunteer], first_day: date) -> bytes:
    """Return the list of a location as CSV, without names: all admitted before the first day."""
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for one in volunteers:
        rows.writerow([
            reference(one), figures.LOCATIONS[one.location][0], " ".join(one.channels),
            " ".join(LINES), "mentor" if one.mentor else "listener", first_day - timedelta(days=1),
        ])  # fmt: skip
    return file.getvalue().encode()


async def take_over(volunteers: Api, roster: Roster) -> dict[int, str]:
    """Import the lists of the locations, each tried first; return the ids by number.

    One after the other, because the service imports one file at a time. Raises Refused.
    """
    there = [one for one in roster.volunteers if not applies(one)]
    places = sorted({one.location for one in there})
    volunteers.doing.begin("takes over volunteers", len(there))
    for place in places:
        here = [one for one in there if one.location == place]
        await _import(volunteers, place, list_of(here, roster.first_day))
        volunteers.doing.done += len(here)
    listed = await volunteers.listed("/v1/volunteers")
    ids = {one["externalReference"]: one["volunteerId"] for one in listed}
    return {one.number: ids[reference(one)] for one in there}


async def _import(volunteers: Api, place: int, content: bytes) -> None:
    async def send(dry_run: str) -> Any:
        path = f"{PATH}?dryRun={dry_run}"
        return await volunteers.post_file(path, content, "text/csv", key("takes over", place))

    if refused := (await send("true"))["refused"]:
        raise Refused(CONFLICT, f"the list of {figures.LOCATIONS[place][0]}: {refused}")
    await send("false")
