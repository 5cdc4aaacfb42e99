"""What is kept of letters, for how long, and who could read it."""

import asyncio
import base64
import secrets
import subprocess
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from contacts.key_commands import rewrap_letters
from contacts.mailbox import tries as checking
from contacts.mailbox.forget_letters import forgetting_letters
from contacts.mailbox.keys import LettersClosed
from contacts.mailbox.oldest_letter import find_oldest_letter
from contacts.mailbox.phrase import new_phrase
from contacts.mailbox.rules import LONGEST_DELAY, MailboxBusy
from contacts.mailbox.take_letter import release_stale_letters
from contacts.mailbox.tries import Tries
from contacts.settings import KeySettings
from demo.letters import PAGES, FormFailed, LetterWriter, _hidden
from pydantic import SecretStr
from sensoor.embedded.postgres_files import installed

from tests.contacts.letters import LetterHouse, house_of_letters
from tests.platform import Platform

PROGRAMS = installed() / "bin"
TEXT = "de reiger staat op het ijs"
OLDER = "UPDATE mailbox SET last_at = last_at - $1::interval"
ZEROS = f"{'A' * 43}="


@pytest.fixture
async def house(platform: Platform) -> LetterHouse:
    return await house_of_letters(platform)


async def dump(house: LetterHouse) -> str:
    """Return the whole database as text, as a backup holds it."""
    done = await asyncio.to_thread(
        subprocess.run, [str(PROGRAMS / "pg_dump"), house.contacts.database.url],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout


async def full(house: LetterHouse) -> str:
    """Write a letter, a draft, a note and an answer that hold the text; return the phrase."""
    phrase = await house.seeker.write(f"{TEXT}, schrijft iemand")
    trainee, mentor = house.at_list("trainee"), house.at_list("mentor")
    path = await trainee.take()
    assert path is not None
    await trainee.answer(path, f"{TEXT}, antwoord")
    await mentor.review(path, f"{TEXT}, opmerking")
    form = _hidden((await trainee.client.get(path, headers=PAGES)).text)
    await trainee.client.post(f"{path}/draft", data=form | {"text": TEXT}, headers=PAGES)
    return phrase


async def forget(house: LetterHouse) -> list[int]:
    """Apply retention commit by commit; return how much each changed."""
    changed = [1]
    while changed[-1]:
        async with house.contacts.database.commit() as connection:
            changed.append(await forgetting_letters(30)(connection))
    return changed[1:]


async def test_while_it_is_kept_there_is_ciphertext_only_and_afterwards_neither_text_nor_key(
    house: LetterHouse,
) -> None:
    phrase = await full(house)
    while_kept = await dump(house)
    [(by_phrase, for_listeners)] = await house.rows(
        "SELECT by_phrase, for_listeners FROM mailbox_key"
    )
    sealed = [row[0] for row in await house.rows("SELECT sealed FROM letter")]
    assert isinstance(by_phrase, bytes)
    assert isinstance(for_listeners, bytes)
    for word in (TEXT, TEXT.encode().hex(), phrase, *[w for w in phrase.split() if len(w) > 6]):
        assert word not in while_kept
    assert by_phrase.hex() in while_kept
    # when it is not old enough yet nothing is deleted
    assert await forget(house) == [0]
    # when 30 days have passed the key goes in a commit of its own
    async with house.contacts.database.commit() as connection:
        await connection.execute(OLDER, timedelta(days=30))
        assert await forgetting_letters(30)(connection) == 1
    between = await dump(house)
    assert by_phrase.hex() not in between
    assert for_listeners.hex() not in between
    with pytest.raises(FormFailed, match="404"):
        await house.seeker.open(phrase)
    # and then what only the key could open; a count proves it
    assert await forget(house) == [2, 0]
    afterwards = await dump(house)
    for blob in (by_phrase, for_listeners, *sealed):
        assert isinstance(blob, bytes)
        assert blob.hex() not in afterwards
    assert await house.rows("SELECT boxes, letters FROM mailbox_deletion") == [(1, 1)]
    # and nothing of it was told to anybody
    told = await house.rows("SELECT data::text FROM outbox")
    assert not any(TEXT in str(row) or phrase in str(row) for row in told)


async def test_a_letter_that_nobody_took_is_missed_once_when_its_time_is_over(
    house: LetterHouse,
) -> None:
    await house.seeker.write(TEXT)
    async with house.contacts.database.commit() as connection:
        await connection.execute(OLDER, timedelta(days=30))
    await forget(house)
    await forget(house)
    assert await house.rows("SELECT reason, channel FROM missed_attempt") == [
        ("abandoned", "email")
    ]


async def test_a_process_that_ends_between_the_two_commits_leaves_no_mailbox(
    house: LetterHouse,
) -> None:
    await house.seeker.write(TEXT)
    async with house.contacts.database.commit() as connection:
        await connection.execute("DELETE FROM mailbox_key")
    assert await forget(house) == [2, 0]
    assert await house.rows("SELECT count(*) FROM letter") == [(0,)]


async def test_a_letter_held_for_a_day_goes_back_to_the_list(house: LetterHouse) -> None:
    await house.seeker.write(TEXT)
    listener = house.at_list("listener")
    path = await listener.take()
    assert path is not None
    database = house.contacts.database
    async with database.commit() as connection:
        assert await release_stale_letters(connection) == 0
        await connection.execute("UPDATE attempt SET answered_at = answered_at - interval '1 day'")
        assert await release_stale_letters(connection) == 1
    with pytest.raises(FormFailed, match="409"):
        await listener.answer(path, "Te laat")
    assert await house.at_list("mentor").take() == path
    # and the alert counts from when the letter was written, whoever has it
    async with database.commit() as connection:
        await connection.execute("UPDATE attempt SET arrived_at = now() - interval '61 hours'")
    async with database.read() as session:
        assert 219_600 <= await find_oldest_letter(session) < 219_700


async def test_the_key_of_the_setting_is_replaced_and_the_old_one_opens_nothing_any_more(
    house: LetterHouse,
) -> None:
    phrase = await house.seeker.write(TEXT)
    new = base64.b64encode(secrets.token_bytes(32)).decode()

    def known(*keys: str) -> KeySettings:
        given = {"letter_keys": " ".join(keys), "letter_pepper": ZEROS}
        return KeySettings(database_url="postgresql://nowhere", **given)  # type: ignore[arg-type]

    database, settings = house.contacts.database, house.contacts.app.state.settings
    with pytest.raises(LettersClosed, match="rewrap-letters"):
        await rewrap_letters(database, known(new))
    assert await rewrap_letters(database, known(new, ZEROS)) == 1
    assert await rewrap_letters(database, known(new, ZEROS)) == 0
    # then listeners need the new key, and the phrase opens as before
    path = await house.at_list("listener").take()
    assert path is not None
    with pytest.raises(FormFailed, match="503"):
        await house.at_list("listener").read(path)
    settings.letter_keys = SecretStr(new)
    assert await house.at_list("listener").read(path) == [("seeker", TEXT)]
    assert await house.seeker.read(phrase) == [("seeker", TEXT)]


async def test_wrong_phrases_slow_down_all_who_try_and_nobody_else(
    house: LetterHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = house.contacts.app.state.tries
    # given wrong phrases of real words, and one that is none and costs nothing
    slept: list[float] = []
    monkeypatch.setattr(checking, "delay_seconds", lambda wrong: slept.append(wrong) or 0.0)
    with pytest.raises(FormFailed, match="404"):
        await house.seeker.open("niet zes woorden")
    begun = time.perf_counter()
    for _ in range(5):
        with pytest.raises(FormFailed, match="404"):
            await house.seeker.open(new_phrase())
    each = (time.perf_counter() - begun) / 5
    assert 3.9 < max(slept) <= 5
    monkeypatch.undo()
    # when many more have come by anybody, a try waits for the cap, and others for their turn
    for _ in range(100):
        tries.was_wrong()
    assert tries.delay == LONGEST_DELAY
    waiting = [asyncio.create_task(tries.to_open(new_phrase(), b"")) for _ in range(40)]
    refused, _ = await asyncio.wait(waiting, timeout=0.2)
    assert len(refused) == 36
    assert all(isinstance(one.exception(), MailboxBusy) for one in refused)
    # then the page says that it is busy, and every other page answers at once
    busy = await house.seeker.client.post(
        "/contacts/letters/box?lang=en", data={"phrase": new_phrase(), "do": "open"}, headers=PAGES
    )
    assert busy.status_code == 503
    assert "Mailbox busy" not in busy.text
    begun = time.perf_counter()
    assert (await house.seeker.client.get("/contacts/help", headers=PAGES)).is_success
    assert len((await LetterWriter(house.seeker.client).write(TEXT)).split()) == 6
    assert time.perf_counter() - begun < 4
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert each < 5


async def test_a_flood_of_first_letters_is_told_to_come_back() -> None:
    tries = Tries()
    tries._bucket.tokens = 0
    with pytest.raises(MailboxBusy):
        await tries.to_begin(new_phrase(), uuid4().bytes)
