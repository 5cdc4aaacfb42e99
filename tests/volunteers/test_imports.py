"""Volunteers and shifts come in as CSV: tried first, whole or not at all, names sealed."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest
from shared.events.volunteers import ShiftFilled, VolunteerAdmitted, VolunteerApplied
from shared.roles import Role

from tests import issuing
from tests.volunteers import desk
from tests.volunteers.people import browser_of, carried, words
from tests.waiting import eventually

KEY = base64.b64encode(bytes(range(32))).decode()
HEADER = "reference,location,channels,lines,role,admittedOn,name,email,city"
NAME = "Truus van Dijk-Verzonnen"
LATER = datetime.now(UTC).date() + timedelta(days=9)


def volunteers(*rows):
    return "\n".join([HEADER, *rows]) + "\n"


def shifts(*rows):
    return "\n".join(["location;date;dayPart;channels;needed;volunteers", *rows]) + "\n"


@pytest.fixture
async def service(platform):
    return await platform.service("volunteers", personal_data_key=KEY)


async def a_place(service, name):
    opened = await desk.post(service.client, "/locations", name=name, region="Gelderland")
    return opened["locationId"]


async def send(service, kind, text, *, dry_run=False, **headers):
    return await service.client.post(
        f"/v1/imports/{kind}?dryRun={str(dry_run).lower()}", content=text.encode(),
        headers={"Content-Type": "text/csv; charset=utf-8", **headers},
    )  # fmt: skip


async def imported(service, kind, text, **headers):
    answer = await send(service, kind, text, **headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def rows(service, query):
    async with service.database.commit() as connection:
        return [tuple(row) for row in await connection.fetch(query)]


GOOD = (
    "V-1,Zutphen,telephone chat,national local,listener,2019-03-01,"
    f"{NAME},truus@example.org,Zutphen",
    "V-2,zutphen,chat,local,trainee,,Jan Smit,,",
    "V-3,Zutphen,chat,local,mentor,2016-01-01,,,",
)


async def test_a_trial_keeps_nothing_and_says_of_each_row_what_is_wrong_without_its_values(
    service, platform
):
    await a_place(service, "Zutphen")
    bad = (
        f"{NAME},Zutphen,chat,local,listener,,,,",
        f"V-5,{NAME},chat,local,listener,,,,",
        f"V-6,Zutphen,{NAME},local,listener,,,,",
        f"V-7,Zutphen,chat,local,listener,2099-01-01,{NAME},,",
        f"V-8,Zutphen,chat,local,listener,,{NAME},{NAME},",
        "V-1,Zutphen,chat,local,listener,,,,",
    )

    tried = await send(service, "volunteers", volunteers(*GOOD, *bad), dry_run=True)

    assert tried.status_code == 200
    view = tried.json()
    assert (view["dryRun"], view["rows"], view["created"]) == (True, 9, 3)
    assert [(one["row"], one["field"]) for one in view["refused"]] == [
        (5, "reference"), (6, "location"), (7, "channels"), (8, "admittedOn"), (9, "email"),
        (10, "reference"),
    ]  # fmt: skip
    assert not re.search("ruus|Dijk", tried.text)
    # Not imported either, as it is whole or not at all.
    refused = await send(service, "volunteers", volunteers(*GOOD, *bad))
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (409, "rows-refused")
    assert "6 of 9 rows are refused, the first is row 5 (reference)" in refused.json()["detail"]
    assert await rows(service, "SELECT 1 FROM volunteer UNION ALL SELECT 1 FROM person_key") == []
    assert await platform.published(VolunteerAdmitted) == []


async def test_volunteers_come_in_as_they_stand_and_are_known_again_by_their_reference(
    service, platform
):
    await a_place(service, "Zutphen")
    lochem = await a_place(service, "Lochem")
    key = {"Idempotency-Key": "the same file"}

    first = await imported(service, "volunteers", volunteers(*GOOD), **key)
    again = await imported(service, "volunteers", volunteers(*GOOD), **key)

    assert (first["created"], first["changed"]) == (3, 0)
    assert again == first
    states = "SELECT external_reference, state, role, cardinality(admitted_channels) FROM volunteer"
    assert sorted(await rows(service, states)) == [
        ("V-1", "active", "listener", 2), ("V-2", "applied", "trainee", 0),
        ("V-3", "active", "mentor", 1),
    ]  # fmt: skip
    listed = await desk.get(service.client, "/volunteers")
    assert {one["externalReference"] for one in listed["items"]} == {"V-1", "V-2", "V-3"}
    admitted = await eventually(lambda: _all(platform, VolunteerAdmitted, 2))
    assert {one.data.role for one in admitted} == {"listener", "mentor"}
    assert len(await platform.published(VolunteerApplied)) == 1
    # Another location follows; channels of somebody admitted do not.
    moved = [GOOD[0].replace("Zutphen,tel", "Lochem,tel"), GOOD[1].replace("chat", "email")]
    changed = await imported(service, "volunteers", volunteers(*moved))
    assert (changed["created"], changed["changed"]) == (0, 2)
    (told,) = [
        one for one in await eventually(lambda: _all(platform, VolunteerAdmitted, 3))
        if str(one.data.location_id) == lochem
    ]  # fmt: skip
    assert told.data.channels == ["telephone", "chat"]
    wider = await send(service, "volunteers", volunteers(GOOD[2].replace("chat", "email")))
    assert "channels" in wider.json()["detail"]


async def _all(platform, event, count):
    found = await platform.published(event)
    return found if len(found) == count else None


async def test_names_are_sealed_and_without_the_key_nothing_with_a_name_comes_in(service, platform):
    await a_place(service, "Zutphen")
    await imported(service, "volunteers", volunteers(*GOOD))

    sealed = await rows(service, "SELECT sealed FROM person")
    assert len(sealed) == 2
    assert not any(b"Truus" in one for (one,) in sealed)
    tables = "SELECT v::text FROM volunteer v UNION ALL SELECT o::text FROM outbox o"
    assert not [row for row in await rows(service, tables) if "Truus" in row[0]]

    locked = await platform.service("volunteers")
    refused = (await send(locked, "volunteers", volunteers(*GOOD), dry_run=True)).json()["refused"]
    assert [(one["row"], one["field"]) for one in refused] == [(2, "name"), (3, "name")]


async def test_shifts_come_in_with_who_is_in_them_by_all_rules(service, platform):
    await a_place(service, "Zutphen")
    await imported(service, "volunteers", volunteers(*GOOD))
    row = f"Zutphen;{LATER};evening;chat;2;V-1 V-3"

    tried = await send(service, "shifts", shifts(
        row, f"Zutphen;{LATER};evening;chat;2;V-2", f"Zutphen;{LATER};morning;telephone;1;V-3",
        f"Zutphen;{LATER};night;chat;1;V-9", f"Zutphen;{LATER};late;chat;0;V-1 V-1",
    ), dry_run=True)  # fmt: skip
    refused = [(one["row"], one["field"]) for one in tried.json()["refused"]]
    assert refused == [
        (3, "volunteers"), (4, "volunteers"), (5, "volunteers"), (6, "dayPart"), (6, "needed"),
        (6, "volunteers"),
    ]  # fmt: skip

    first = await imported(service, "shifts", shifts(row, "Zutphen;2020-03-01;night;chat;1;V-3"))
    assert (first["created"], first["changed"]) == (2, 0)
    again = await imported(service, "shifts", shifts(row.replace(";2;", ";3;")))
    assert (again["created"], again["changed"]) == (0, 1)
    held = await rows(service, "SELECT needed, filled FROM shift ORDER BY starts_at")
    assert held == [(1, 1), (3, 2)]
    await eventually(lambda: _all(platform, ShiftFilled, 3))
    header = "location,date,dayPart,channels,needed,homeAllowed,experiencedNeeded"
    unclear = await send(service, "shifts", f"{header}\nZutphen,{LATER},night,chat,1,yes,2\n")
    assert "row 2 (needed)" in unclear.json()["detail"]
    wider = await imported(service, "shifts", f"{header}\nZutphen,{LATER},evening,chat,3,yes,1\n")
    assert wider["changed"] == 1
    (*_, kept) = await rows(
        service, "SELECT home_allowed, experienced_needed FROM shift ORDER BY 1"
    )
    assert kept == (True, 1)
    fewer = await send(service, "shifts", shifts(row.replace(";2;", ";1;")), dry_run=True)
    assert [one["field"] for one in fewer.json()["refused"]] == ["needed"]


async def test_a_coordinator_imports_into_own_locations_only(service):
    here, _ = [await a_place(service, name) for name in ("Zutphen", "Lochem")]
    local = issuing.header_for(Role.COORDINATOR, locations=(here,))
    await imported(service, "volunteers", volunteers(GOOD[2].replace("Zutphen", "Lochem")))

    text = volunteers(GOOD[0], GOOD[2], GOOD[1].replace("zutphen", "Lochem"))
    tried = await send(service, "volunteers", text, dry_run=True, **local)
    refused = [(one["row"], one["field"]) for one in tried.json()["refused"]]
    assert refused == [(3, "reference"), (4, "location")]

    text = shifts(f"Zutphen;{LATER};evening;chat;1;V-3", f"Lochem;{LATER};evening;chat;1;")
    tried = await send(service, "shifts", text, dry_run=True, **local)
    refused = [(one["row"], one["field"]) for one in tried.json()["refused"]]
    assert refused == [(2, "volunteers"), (3, "location")]


async def test_the_page_tries_a_file_and_imports_the_same_one_only(service):
    await a_place(service, "Zutphen")
    browser = browser_of(service, Role.COORDINATOR)
    hidden = await carried(browser, "/volunteers/imports") | {"kind": "volunteers"}

    async def upload(text, **more):
        return await browser.post(
            "/volunteers/imports", data=hidden | more,
            files={"file": ("them.csv", text.encode(), "text/csv")},
        )  # fmt: skip

    wrong = await upload(volunteers(*GOOD, f"V-5,{NAME},chat,local,listener,,,,"))
    assert "1 row is refused" in words(wrong)
    assert "5 location No location has this name" in words(wrong)
    tried = await upload(volunteers(*GOOD))
    assert "Nothing is refused in 3 rows." in words(tried)
    (digest,) = re.findall(r'name="tried" value="([0-9a-f]{64})"', tried.text)
    another = await upload(volunteers(*GOOD[:2]), tried=digest)
    assert "Nothing is refused in 2 rows." in words(another)
    assert await rows(service, "SELECT 1 FROM volunteer") == []

    done = await upload(volunteers(*GOOD), tried=digest)
    assert done.status_code == 303
    assert len(await rows(service, "SELECT 1 FROM volunteer")) == 3
