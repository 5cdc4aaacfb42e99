"""The files of issued documents: made once, kept with their hash, always the same bytes."""

import asyncio
import hashlib

import asyncpg
import pytest
from billing.files.make_files import make_file, make_files, make_files_of
from billing.files.make_missing import make_missing
from shared.database import Database

from tests.billing.documents import BUYER
from tests.billing.issued import CREDIT_NOTE, INVOICE, given_parties, issue, keep_party
from tests.platform import Platform
from tests.waiting import eventually


async def files_kept(database: Database) -> int:
    async with database.commit() as connection:
        found: int = await connection.fetchval("SELECT count(*) FROM document_file")
    return found


async def test_a_file_is_made_once_however_many_ask(platform: Platform) -> None:
    """The two replicas are two pools of connections."""
    database, other = await platform.database("billing"), await platform.database("billing")
    await given_parties(database)
    [number] = await issue(database)
    for name in ("pdf", "peppol", "nlcius"):
        asked = await asyncio.gather(
            *(make_file(one, number, name) for one in (database, other, database, other))
        )
        assert len({(bytes(file.content), file.sha256, file.made_at) for file in asked}) == 1
        assert hashlib.sha256(asked[0].content).hexdigest() == asked[0].sha256
    assert await files_kept(database) == 3


async def test_a_kept_file_is_never_changed(platform: Platform) -> None:
    database = await platform.database("billing")
    await given_parties(database)
    [number] = await issue(database)
    await make_files(database, number)
    for change in ("UPDATE document_file SET content = ''", "DELETE FROM document_file"):
        with pytest.raises((asyncpg.RestrictViolationError, asyncpg.InsufficientPrivilegeError)):
            async with database.commit() as connection:
                await connection.execute(change)


async def test_what_cannot_be_electronic_is_a_pdf_and_says_why_not(platform: Platform) -> None:
    database = await platform.database("billing")
    await given_parties(database, BUYER | {"endpoint_id": None, "endpoint_scheme": None})
    [number] = await issue(database)
    made = (await make_files_of(database, [number]))[number]
    assert list(made.files) == ["pdf"]
    assert {refusal.code() for refusal in made.refused.values()} == {"document-incomplete"}
    assert not await make_missing(database)  # it is not tried again and again


async def test_a_service_makes_what_is_missing_and_gives_it_with_its_hash(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    await given_parties(billing.database)
    await issue(billing.database, INVOICE, count=3)
    await issue(billing.database, CREDIT_NOTE)

    async def all_made() -> bool:
        return await files_kept(billing.database) == 4 * 3

    await eventually(all_made)
    for path, media_type, start, name in (
        ("invoices/2016-00001/pdf", "application/pdf", b"%PDF", "2016-00001.pdf"),
        ("invoices/2016-00001/ubl?profile=peppol", "application/xml", b"<?xml",
         "2016-00001-peppol.xml"),
        ("credit-notes/C2016-00001/pdf", "application/pdf", b"%PDF", "C2016-00001.pdf"),
        ("credit-notes/C2016-00001/ubl?profile=nlcius", "application/xml", b"<?xml",
         "C2016-00001-nlcius.xml"),
    ):  # fmt: skip
        answer = await billing.client.get(f"/v1/{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
        assert answer.content.startswith(start)
        tag = answer.headers["etag"]
        assert tag == f'"{hashlib.sha256(answer.content).hexdigest()}"'
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        known = await billing.client.get(f"/v1/{path}", headers={"If-None-Match": tag})
        assert (known.status_code, known.content) == (304, b"")
    missing = await billing.client.get("/v1/invoices/2016-99999/pdf")
    assert (missing.status_code, missing.json()["type"].rpartition(":")[2]) == (
        404, "no-such-document",
    )  # fmt: skip
    unknown = await billing.client.get("/v1/invoices/2016-00001/ubl?profile=ubl")
    assert unknown.status_code == 400


async def test_an_incomplete_party_is_named_with_the_rule_and_what_to_do(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    await given_parties(billing.database)
    async with billing.database.commit() as connection:
        await keep_party(connection, BUYER, version=2, oin=None)
    [number] = await issue(billing.database)
    answer = await billing.client.get(f"/v1/invoices/{number}/ubl?profile=nlcius")
    assert answer.status_code == 409
    assert "GM0301" in answer.json()["detail"]
    assert "NL-R-005" in answer.json()["detail"]
