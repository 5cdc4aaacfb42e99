"""What contacts has on the site to look at."""

from uuid import UUID, uuid4

from shared.roles import Role

from tests.browser.letters import given_letters
from tests.browser.site import Person, Site
from tests.contacts.calling import NATIONAL
from tests.contacts.surges_given import given_surges
from tests.volunteers import desk

DAY_AND_NIGHT = "0900005"  # of Zutphen
COOL_DOWN = """
INSERT INTO cool_down (cool_down_id, attempt_id, reason, asked_by, location_id, set_at, until,
    review)
VALUES ($1, $2, $3, gen_random_uuid(), $4, date_bin('15 min', now(), 'epoch'),
    date_bin('15 min', now(), 'epoch') + interval '1 hour', $5)
"""


async def given_contacts(site: Site) -> None:
    """Open a location where nobody is on duty; keep a few numbers and cool-downs."""
    await _lines(site)
    client = site.services["volunteers"].client
    empty = await desk.post(client, "/locations", name="Zwolle", region="Overijssel")
    here = (UUID(empty["locationId"]),)
    site.persons["coordinator of Zwolle"] = Person(Role.COORDINATOR, locations=here)
    site.values["contacts"] = {
        "location_id": site.values["volunteers"]["location_id"],
        **await given_letters(site),
        **await given_surges(site.services["contacts"].client),
    }
    zutphen = UUID(site.values["volunteers"]["location_id"])
    async with site.services["contacts"].database.commit() as connection:
        for reason, review in (("sexual", None), ("repeated_silent", None), ("prank", "upheld")):
            await connection.execute(COOL_DOWN, uuid4(), uuid4(), reason, zutphen, review)


async def _lines(site: Site) -> None:
    """Keep a number of each kind, with hours and without."""
    location = site.values["volunteers"]["location_id"]
    lines = [
        {"number": NATIONAL, "kind": "national"},
        {"number": "0900002", "kind": "local", "locationId": str(location),
         "hours": "1-5 09:00-17:30, 6 10:00-14:00", "closedDays": ["2030-12-25"]},
        {"number": "0900003", "kind": "partner", "organisation": "113online",
         "hours": "1-7 22:00-24:00, 1-7 00:00-08:00"},
        {"number": "0900004", "kind": "surge", "heardOutside": "closed"},
        {"number": DAY_AND_NIGHT, "kind": "local", "locationId": str(location)},
    ]  # fmt: skip
    client = site.services["contacts"].client
    headers = {"Authorization": f"Bearer {site.token('operator')}"}
    answer = await client.put("/v1/lines", json={"lines": lines}, headers=headers)
    assert answer.is_success, answer.text
