"""Documents are sent by their route, tried again, and their receipt is kept."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from billing.deliveries.by_mail import by_mail
from billing.deliveries.rules import MOST_ATTEMPTS, next_attempt
from billing.deliveries.send_documents import send_next
from billing.deliveries.to_access_point import to_access_point
from billing.deliveries.to_folder import to_folder
from billing.settings import Settings
from pydantic import ValidationError
from shared.database import Database

from tests import issuing
from tests.billing.documents import BUYER, CLIENT, VNG
from tests.billing.given import refusal
from tests.billing.issued import CREDIT_NOTE, INVOICE, given_parties, issue, keep_party
from tests.billing.receivers import access_point, mail_server
from tests.platform import Platform
from tests.waiting import end, eventually

NOW = datetime(2016, 1, 4, 9, tzinfo=UTC)
WITHOUT_ADDRESS = {"endpoint_id": None, "endpoint_scheme": None}


async def delivery(database: Database, number: str = "2016-00001") -> Mapping[str, Any]:
    async with database.commit() as connection:
        row = await connection.fetchrow("SELECT * FROM delivery WHERE number = $1", number)
    assert row is not None
    return dict(row)


async def time_passes(database: Database) -> None:
    """Let every delivery be due, as if its delay or lease had passed."""
    async with database.commit() as connection:
        await connection.execute("UPDATE delivery SET next_at = now()")


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_the_delay_grows_and_ends_after_eight_attempts() -> None:
    delays = [next_attempt(attempts, NOW) for attempts in range(1, MOST_ATTEMPTS)]
    times = [later - NOW for later in delays if later]
    assert times[0] == timedelta(seconds=30)
    assert times == sorted(times)
    assert len(times) == MOST_ATTEMPTS - 1
    assert timedelta(days=1) < sum(times, timedelta()) < timedelta(days=2)
    assert next_attempt(MOST_ATTEMPTS, NOW) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"smtp_url": "https://mail.example"}, {"smtp_url": "smtp:mail"},
        {"peppol_url": "http://elsewhere.example/documents"}, {"peppol_url": "ftp://127.0.0.1"},
    ],
)  # fmt: skip
def test_a_wrong_address_ends_the_start_and_is_not_told(wrong: dict[str, str]) -> None:
    given = {"database_url": "postgresql://nowhere", "nats_credentials": "none"}
    with pytest.raises(ValidationError) as refused:
        Settings(**given | issuing.settings() | wrong)
    assert next(iter(wrong)).upper() in str(refused.value)
    assert next(iter(wrong.values())) not in str(refused.value)


async def test_every_route_takes_its_documents_and_a_route_without_a_setting_waits(
    platform: Platform, tmp_path: Path
) -> None:
    async with mail_server() as mail:
        billing = await platform.service("billing", outgoing_folder=tmp_path, smtp_url=mail.url)
        database = billing.database
        folder = VNG | {"route": "folder"}
        await given_parties(database, BUYER, CLIENT | {"route": "email"}, folder)
        await issue(database)
        await issue(database, replace(INVOICE, payer="ORG-VOORBEELD"))
        await issue(database, replace(INVOICE, payer="VNG"))
        await issue(database, replace(CREDIT_NOTE, payer="VNG", credits="2016-00003"))

        async def sent() -> bool:
            numbers = ("2016-00002", "2016-00003", "C2016-00001")
            return all([(await delivery(database, one))["state"] == "sent" for one in numbers])

        await eventually(sent)
        answer = (await billing.client.get("/v1/deliveries?state=waiting")).json()
    assert [one["number"] for one in answer["items"]] == ["2016-00001"]
    assert answer["items"][0]["problem"] == "PEPPOL_URL is not set"
    assert answer["items"][0]["attempts"] == 0
    assert names_in(tmp_path) == [
        f"{number}{end}" for number in ("2016-00003", "C2016-00001")
        for end in ("-nlcius.xml", "-peppol.xml", ".pdf")
    ]  # fmt: skip
    [message] = mail.mails
    assert message["To"] == "crediteuren@voorbeeld.example"
    assert message["Message-ID"] == "<2016-00002@voorbeeldlijn.example>"
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == ["2016-00002.pdf", "2016-00002-nlcius.xml"]
    kept = (await billing.client.get("/v1/invoices/2016-00003/pdf")).content
    assert (tmp_path / "2016-00003.pdf").read_bytes() == kept
    assert (await delivery(database, "2016-00002"))["receipt"] == "OK, queued as 1"


async def test_an_access_point_gets_the_ubl_with_a_key_and_gives_a_receipt(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    await given_parties(database)
    await issue(database)
    async with access_point() as point:
        point.answers = [503]
        send = to_access_point(point.url)
        assert await send_next(database, "peppol", send)
        tried = await delivery(database)
        assert (tried["state"], tried["attempts"]) == ("waiting", 1)
        assert tried["problem"] == "the access point answered 503"
        assert not await send_next(database, "peppol", send)  # not before its delay has passed
        await time_passes(database)
        assert await send_next(database, "peppol", send)
    sent = await delivery(database)
    assert (sent["state"], sent["receipt"], sent["problem"]) == (
        "sent", "receipt-2016-00001", None,
    )  # fmt: skip
    assert b"<cbc:ID>2016-00001</cbc:ID>" in point.taken["2016-00001"]
    assert point.asked[0]["authorization"].startswith("Basic ")


async def test_who_is_killed_after_sending_sends_once_more_and_it_is_one_document(
    platform: Platform,
) -> None:
    database = await platform.database("billing")
    await given_parties(database)
    await issue(database)
    async with access_point() as point:
        point.answering.clear()
        send = to_access_point(point.url)
        killed = asyncio.create_task(send_next(database, "peppol", send))

        async def taken() -> bool:
            return bool(point.taken)

        await eventually(taken)
        await end(killed)
        point.answering.set()
        assert not await send_next(database, "peppol", send)  # the lease of the dead holds
        await time_passes(database)
        assert await send_next(database, "peppol", send)
    assert [asked["idempotency-key"] for asked in point.asked] == ["2016-00001"] * 2
    assert len(point.taken) == 1
    assert (await delivery(database))["state"] == "sent"


async def test_two_processes_send_a_document_once(platform: Platform, tmp_path: Path) -> None:
    database, other = await platform.database("billing"), await platform.database("billing")
    await given_parties(database, BUYER | {"route": "folder"})
    await issue(database, count=5)
    send = to_folder(tmp_path)
    done = await asyncio.gather(*(send_next(one, "folder", send) for one in (database, other) * 4))
    assert sorted(done) == [False] * 3 + [True] * 5
    assert (await delivery(database, "2016-00005"))["attempts"] == 1


async def test_mail_that_is_refused_eight_times_has_failed_until_a_person_retries_it(
    platform: Platform,
) -> None:
    billing = await platform.service("billing")
    database = billing.database
    await given_parties(database, CLIENT)
    await issue(database, replace(INVOICE, payer="ORG-VOORBEELD"))
    async with mail_server() as mail:
        mail.answers = ["451 later"] * MOST_ATTEMPTS
        for _ in range(MOST_ATTEMPTS):
            await time_passes(database)
            assert await send_next(database, "email", by_mail(mail.url))
        assert not await send_next(database, "email", by_mail(mail.url))
    failed = (await billing.client.get("/v1/deliveries?state=failed")).json()["items"]
    assert [(one["number"], one["problem"]) for one in failed] == [
        ("2016-00001", "the mail server answered 451")
    ]
    async with database.commit() as connection:
        await keep_party(connection, CLIENT, version=2, route="folder")
    answer = await billing.client.post("/v1/deliveries/2016-00001/retry")
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in ("route", "state", "attempts")} == {
        "route": "folder", "state": "waiting", "attempts": 0,
    }  # fmt: skip


async def test_what_can_never_be_sent_fails_at_once_and_says_why(platform: Platform) -> None:
    billing = await platform.service("billing")
    database = billing.database
    await given_parties(database, BUYER | WITHOUT_ADDRESS, CLIENT | {"email": None})
    await issue(database)
    await issue(database, replace(INVOICE, payer="ORG-VOORBEELD"))
    assert await send_next(database, "peppol", to_access_point("http://127.0.0.1:1"))
    assert await send_next(database, "email", by_mail("smtp://127.0.0.1:1"))
    peppol, mail = await delivery(database), await delivery(database, "2016-00002")
    assert "PEPPOL-EN16931-R010" in peppol["problem"]
    assert mail["problem"] == "The payer of 2016-00002 has no mail address."
    assert {peppol["state"], mail["state"]} == {"failed"}


async def test_what_was_sent_or_never_issued_is_not_retried(
    platform: Platform, tmp_path: Path
) -> None:
    billing = await platform.service("billing")
    await given_parties(billing.database, BUYER | {"route": "folder"})
    await issue(billing.database)
    assert await send_next(billing.database, "folder", to_folder(tmp_path))
    answer = await billing.client.post("/v1/deliveries/2016-00001/retry")
    assert refusal(answer) == (409, "sent-already")
    answer = await billing.client.post("/v1/deliveries/2016-00009/retry")
    assert refusal(answer) == (404, "no-such-delivery")


async def test_a_folder_or_server_that_is_away_is_a_problem_that_passes(
    platform: Platform, tmp_path: Path
) -> None:
    database = await platform.database("billing")
    await given_parties(database, BUYER | {"route": "folder"}, CLIENT)
    await issue(database)
    await issue(database, replace(INVOICE, payer="ORG-VOORBEELD"))
    assert await send_next(database, "folder", to_folder(tmp_path / "absent"))
    assert await send_next(database, "email", by_mail("smtp://127.0.0.1:1"))
    problems = [(await delivery(database, one))["problem"] for one in ("2016-00001", "2016-00002")]
    assert problems == [
        "the folder did not take it: FileNotFoundError", "no mail server: ConnectionRefusedError",
    ]  # fmt: skip
