"""Names and addresses: sealed, for few, told whole to the person, and gone when they are erased."""

import asyncio
import base64
import os
import subprocess
import sys
from typing import Any
from uuid import UUID

import httpx
import pytest
from sensoor.embedded.postgres_files import installed
from shared.database import Database
from shared.roles import Role
from volunteers.people.keys import Keys
from volunteers.people.open_people import first_names, open_people
from volunteers.persistence import Table
from volunteers.personal_data.forget_people import forget_people
from volunteers.personal_data.rules import TOLD
from volunteers.sealing import new_key

from tests import issuing
from tests.platform import Platform, Running
from tests.volunteers import desk

PERSON = {
    "name": "Noor van Verzonnen", "email": "noor@verzonnen.example", "phone": "+31 6 98765432",
    "street": "Dorpsstraat 1", "postalCode": "1234 AB", "city": "Ergenshuizen", "language": "nl",
    "byMail": True, "byPush": False, "reminderHours": 12,
}  # fmt: skip
WORDS = ("Noor", "Verzonnen", "98765432", "Dorpsstraat", "1234 AB", "Ergenshuizen")
COPIED = ("person", "evaluation")
PROGRAMS = installed() / "bin"


async def described(client: httpx.AsyncClient, role: str = "trainee") -> str:
    (one,) = await desk.volunteers(client, await desk.a_location(client), role=role)
    answer = await client.put(f"/v1/people/{one}", json=PERSON)
    assert answer.status_code == 200, answer.text
    return one


async def stored(service: Running) -> str:
    """Return all that the database holds, as text."""
    found = []
    async with service.database.commit() as connection:
        tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname='public'")
        for (table,) in tables:
            rows = await connection.fetch(f"SELECT t::text AS row FROM {table} t")
            found += [row["row"] for row in rows]
            for sealed in (bytes(value) for row in await connection.fetch(f"SELECT * FROM {table}")
                           for value in row.values() if isinstance(value, bytes)):  # fmt: skip
                found.append(sealed.decode("latin-1"))
    return "\n".join(found)


async def test_a_name_is_read_by_the_person_and_their_coordinator_and_stands_nowhere(
    platform: Platform, caplog: pytest.LogCaptureFixture
) -> None:
    service = await platform.service("volunteers")
    client = service.client
    one = await described(client)
    location = (await desk.get(client, f"/volunteers/{one}"))["locationId"]

    async def asked(*roles: Role, **claims: Any) -> httpx.Response:
        header = issuing.header_for(*roles, **claims)
        return await client.get(f"/v1/people/{one}", headers=header)

    own = await asked(Role.LISTENER, person=one)
    assert (own.status_code, own.json()) == (200, PERSON | {"personId": one, "version": 1})
    assert (own.headers["etag"], own.headers["cache-control"]) == ('"1"', "no-store")
    assert (await asked(Role.COORDINATOR, locations=(location,))).status_code == 200
    assert (await asked(Role.COORDINATOR, locations=(UUID(int=1),))).status_code == 403
    assert (await asked(Role.LISTENER, person=UUID(int=1))).status_code == 403
    assert (await asked(Role.TRAINER, locations=(location,))).status_code == 403
    kept = await stored(service) + caplog.text
    assert not [word for word in WORDS if word in kept]


async def test_a_person_is_changed_by_who_read_the_newest(platform: Platform) -> None:
    client = (await platform.service("volunteers")).client
    one = await described(client)
    body = PERSON | {"city": None}

    assert (await client.put(f"/v1/people/{one}", json=body)).status_code == 412
    changed = await client.put(f"/v1/people/{one}", json=body, headers={"If-Match": '"1"'})
    assert (changed.json()["city"], changed.json()["version"]) == (None, 2)
    for wrong in ({"email": "noor@x.example\nBcc: all@x.example"}, {"phone": "bel mij"},
                  {"name": " "}, {"name": "a\u202eb"}):  # fmt: skip
        refused = await client.put(f"/v1/people/{one}", json=body | wrong)
        assert refused.status_code == 400
        assert not [word for word in (*WORDS, "Bcc", "bel mij") if word in refused.text]


async def test_without_the_key_only_what_needs_names_is_refused(platform: Platform) -> None:
    client = (await platform.service("volunteers", personal_data_key=None)).client
    (one,) = await desk.volunteers(client, await desk.a_location(client))

    refused = await client.put(f"/v1/people/{one}", json=PERSON)

    assert refused.status_code == 503
    assert refused.json()["type"].endswith("personal-data-locked")
    assert (await desk.get(client, f"/volunteers/{one}"))["state"] == "interviewed"


async def test_all_that_is_kept_of_somebody_is_told_to_them(platform: Platform) -> None:
    client = (await platform.service("volunteers")).client
    one = await described(client)
    await desk.train(client, [one])
    await desk.sign_off(client, one)
    location = (await desk.get(client, f"/volunteers/{one}"))["locationId"]
    await desk.fill(client, await desk.a_shift(client, location), one)
    header = issuing.header_for(Role.LISTENER, person=one)

    told = (await client.get(f"/v1/volunteers/{one}/personal-data", headers=header)).json()

    assert told["contact"]["name"] == PERSON["name"]
    assert len(told["records"]["training"]) == 13
    assert len(told["records"]["place"]) == 1
    assert told["records"]["selection_interview"][0]["scores"] == [3] * 8
    steps = [row["step"] for row in told["records"]["volunteer_step"]]
    assert steps == ["apply", "interview", "attend", "complete_modules", "admit"]


def test_every_table_that_names_a_person_is_told_or_is_the_sealed_one() -> None:
    naming = {"volunteer_id", "person_id"}
    tables = {
        table.name for table in Table.metadata.tables.values() if naming & {*table.columns.keys()}
    }
    assert tables - set(TOLD) == {"person", "person_key", "erasure"}


async def test_who_was_erased_cannot_be_read_in_a_backup_either_and_is_still_counted(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    client, database, keys = service.client, service.database, service.app.state.keys
    gone, stays = await described(client), await described(client)
    await desk.train(client, [gone, stays])
    await desk.sign_off(client, gone)
    path = f"/v1/volunteers/{gone}/personal-data"
    assert (await client.delete(path)).json()["type"].endswith("still-there")
    async with database.commit() as connection:
        copies = [f"CREATE TABLE before_{name} AS SELECT * FROM {name}" for name in COPIED]
        await connection.execute(";".join(copies))
    before = (await desk.get(client, "/totals"))["volunteersAdmitted"]
    await desk.post(client, f"/volunteers/{gone}/departure")

    assert (await client.delete(path)).json() == {"personId": gone, "erased": True}

    assert (await client.get(f"/v1/people/{gone}")).status_code == 404
    assert (await client.put(f"/v1/people/{gone}", json=PERSON)).status_code == 409
    assert before == (await desk.get(client, "/totals"))["volunteersAdmitted"]
    # A dump from before is restored, and opened with the keys of today.
    async with database.commit() as connection:
        for name in COPIED:
            await connection.execute(
                f"INSERT INTO {name} SELECT * FROM before_{name} ON CONFLICT DO NOTHING"
            )
        opened = await open_people(connection, [UUID(gone), UUID(stays)], keys)
        assert {str(one) for one in opened} == {stays}
        assert await first_names(connection, opened, keys) == {UUID(stays): "Noor"}
        assert (await forget_people(connection), await forget_people(connection)) == (1, 0)


async def run(url: str, name: str, given: str = "", **keys: bytes) -> str:
    """Run a command for keys on a database; return what it writes to standard output."""
    known = {key.upper(): base64.b64encode(value).decode() for key, value in keys.items()}
    environment = {"DATABASE_URL": url, **known}
    return await output([sys.executable, "-m", "volunteers", name], given, environment)


async def tool(name: str, *words: str, given: str = "") -> str:
    """Run a program of PostgreSQL's own; return what it writes to standard output."""
    return await output([str(PROGRAMS / name), *words], given, {})


async def output(command: list[str], given: str, environment: dict[str, str]) -> str:
    done = await asyncio.to_thread(
        subprocess.run, command, env=os.environ | environment, input=given, capture_output=True,
        text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not [word for word in WORDS if word in done.stdout + done.stderr]
    return done.stdout


async def test_the_key_of_the_setting_is_replaced_and_the_old_one_opens_nothing(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    one, old, new = UUID(await described(service.client)), bytes(32), new_key()

    url = await platform.database_url("volunteers")
    await run(url, "rewrap", personal_data_key=new, personal_data_key_before=old)

    async with service.database.commit() as connection:
        assert (await open_people(connection, [one], Keys(new)))[one].name == PERSON["name"]
        with pytest.raises(Exception, match="PERSONAL_DATA_KEY_BEFORE"):
            await open_people(connection, [one], Keys(old))


async def test_a_backup_from_before_an_erasure_is_erased_again_by_the_keys_of_today(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    client, url = service.client, await platform.database_url("volunteers")
    gone, stays = await described(client), await described(client)
    dump = await tool("pg_dump", "--exclude-table-data=person_key", url)
    await desk.post(client, f"/volunteers/{gone}/departure")
    await client.delete(f"/v1/volunteers/{gone}/personal-data")
    newest = await run(url, "dump-keys")

    restored = f"{url}_restored"
    await platform.run(f'CREATE DATABASE "{restored.rsplit("/", 1)[1]}"')
    await tool("psql", "--quiet", "--set=ON_ERROR_STOP=1", restored, given=dump)
    database = Database(restored)
    platform.stack.push_async_callback(database.close)
    people = [UUID(gone), UUID(stays)]
    async with database.commit() as connection:
        assert await connection.fetchval("SELECT count(*) FROM person") == len(people)
        assert await open_people(connection, people, service.app.state.keys) == {}
    await run(restored, "load-keys", newest)

    async with database.commit() as connection:
        opened = await open_people(connection, people, service.app.state.keys)
        assert [(str(one), found.city) for one, found in opened.items()] == [
            (stays, "Ergenshuizen")
        ]
        assert await connection.fetchval("SELECT count(*) FROM person") == 1
        assert await connection.fetchval("SELECT count(*) FROM volunteer") == len(people)


async def test_the_database_keeps_no_sample_of_a_key_that_would_outlive_an_erasure(
    platform: Platform,
) -> None:
    service = await platform.service("volunteers")
    for _ in range(3):
        await described(service.client)
    async with service.database.commit() as connection:
        await connection.execute("ANALYZE person_key")  # as it does by itself
        sampled = await connection.fetch(
            "SELECT attname FROM pg_stats WHERE tablename = 'person_key'"
        )
    assert "person_id" in {row["attname"] for row in sampled}
    assert "wrapped" not in {row["attname"] for row in sampled}
