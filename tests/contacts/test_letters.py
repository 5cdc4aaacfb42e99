"""Letters there and back, by the forms that people use."""

import asyncio
import json

import pytest
from demo.letters import PAGES, FormFailed, _hidden, play_letters

from tests.contacts.letters import LetterHouse, house_of_letters
from tests.platform import Platform


@pytest.fixture
async def house(platform: Platform) -> LetterHouse:
    return await house_of_letters(platform)


async def told(house: LetterHouse) -> list[tuple[str, dict[str, object]]]:
    """Return what was told, each with its subject."""
    rows = await house.rows("SELECT subject, data FROM outbox ORDER BY id")
    return [(str(subject), json.loads(str(data))) for subject, data in rows]


async def test_a_letter_is_written_answered_registered_and_written_on(house: LetterHouse) -> None:
    # given two letters before the answer, which are one attempt
    phrase = await house.seeker.write("Ik voel me alleen.")
    await house.seeker.write_on(phrase, "En nog iets.")
    # when a listener who is on no shift takes it, answers and registers
    listener = house.at_list("listener")
    path = await listener.take()
    assert path is not None
    assert [text for _, text in await listener.read(path)] == ["Ik voel me alleen.", "En nog iets."]
    assert await listener.answer(path, "Wat goed dat je schrijft.")
    await listener.register(path)
    # then the help seeker reads the answer, and one contact is told, whose duty is sure
    assert (await house.seeker.read(phrase))[-1] == ("listener", "Wat goed dat je schrijft.")
    [(subject, contact)] = await told(house)
    assert subject == "contacts.contact_handled.v1"
    assert (contact["channel"], contact["line"], contact["dutyVerified"]) == (
        "email", "national", True,
    )  # fmt: skip
    # and what is written on is another attempt, with all that was written before
    await house.seeker.write_on(phrase, "Dank je.")
    path = await house.at_list("mentor").take()
    assert path is not None
    assert len(await house.at_list("mentor").read(path)) == 4


async def test_a_form_that_is_sent_twice_writes_one_letter_and_shows_the_same_words(
    house: LetterHouse,
) -> None:
    client = house.seeker.client
    form = _hidden((await client.get("/contacts/letters/first", headers=PAGES)).text)
    pages = await asyncio.gather(*(
        client.post("/contacts/letters/first", data=form | {"text": "Eén brief."}, headers=PAGES)
        for _ in range(2)
    ))  # fmt: skip
    assert len({page.text.split('class="phrase"')[1].split("</ol>")[0] for page in pages}) == 1
    assert await house.rows("SELECT count(*) FROM letter") == [(1,)]
    # when an open mailbox's form is sent twice, and an answer
    phrase = " ".join(await words(house))
    said = _hidden(await house.seeker.open(phrase)) | {"do": "write", "text": "Nog een."}
    for _ in range(2):
        await client.post("/contacts/letters/box", data=said, headers=PAGES)
    listener = house.at_list("listener")
    path = await listener.take()
    assert path is not None
    hidden = _hidden((await listener.client.get(path, headers=PAGES)).text)
    for _ in range(2):
        sent = await listener.client.post(
            f"{path}/answer", data=hidden | {"text": "Antwoord"}, headers=PAGES
        )
        assert sent.status_code == 303
    await listener.register(path)
    # then each is there once
    assert await house.rows("SELECT author, count(*) FROM letter GROUP BY 1 ORDER BY 1") == [
        ("listener", 1), ("seeker", 3),
    ]  # fmt: skip
    assert len(await told(house)) == 1


async def words(house: LetterHouse) -> list[str]:
    """Return the words of another first letter, whose mailbox is used from here on."""
    return (await house.seeker.write("Een andere.")).split()


async def test_a_trainees_answer_goes_through_a_colleague(house: LetterHouse) -> None:
    phrase = await house.seeker.write("Help.")
    trainee, mentor = house.at_list("trainee"), house.at_list("mentor")
    path = await trainee.take()
    assert path is not None
    # when it is given back with a note, written anew and sent on
    assert not await trainee.answer(path, "Eerste poging")
    assert await trainee.to_review() == []
    assert await mentor.to_review() == [path]
    await mentor.review(path, "Vraag ook hoe het nu gaat.")
    assert "Vraag ook hoe het nu gaat." in (await trainee.client.get(path, headers=PAGES)).text
    assert len(await house.seeker.read(phrase)) == 1
    assert not await trainee.answer(path, "Tweede poging")
    # and no trainee may review it, nor anybody open what is with another
    with pytest.raises(FormFailed, match="409"):
        await trainee.review(path)
    await mentor.review(path)
    # then it is sent once, registered by who wrote it, and draft and note are gone
    assert await house.seeker.read(phrase) == [("seeker", "Help."), ("listener", "Tweede poging")]
    with pytest.raises(FormFailed, match="409"):
        await mentor.review(path)
    await trainee.register(path)
    assert await house.rows("SELECT count(*) FROM letter_answer") == [(0,)]
    [(_, contact)] = await told(house)
    assert contact["volunteerId"] == str(house.people["trainee"])


async def test_a_letter_is_with_one_listener_and_one_who_saw_less_may_not_send(
    house: LetterHouse,
) -> None:
    phrase = await house.seeker.write("Eerste.")
    one, other = house.at_list("listener"), house.at_list("mentor")
    path = await one.take()
    assert path is not None
    assert await other.take() is None
    assert (await other.client.get(path, headers=PAGES)).status_code == 409
    taken = await other.client.post(f"{path}/take", headers=PAGES)
    assert taken.status_code == 409
    # when the help seeker writes on while the answer is being written
    hidden = _hidden((await one.client.get(path, headers=PAGES)).text)
    await house.seeker.write_on(phrase, "Tweede.")
    late = await one.client.post(f"{path}/answer", data=hidden | {"text": "Hoi"}, headers=PAGES)
    # then the listener reads that first, and what was typed is still there
    assert late.status_code == 409
    assert "Tweede." in late.text
    assert ">Hoi</textarea>" in late.text
    # and a draft stays with the letter when it is given back
    form = hidden | {"text": "Lieve jij"}
    assert (await one.client.post(f"{path}/draft", data=form, headers=PAGES)).status_code == 303
    await one.client.post(f"{path}/release", headers=PAGES)
    assert await other.take() == path
    assert "Lieve jij" in (await other.client.get(path, headers=PAGES)).text


async def test_what_is_deleted_before_anybody_took_it_is_abandoned(house: LetterHouse) -> None:
    phrase = await house.seeker.write("Toch niet.")
    taken = await house.seeker.write("Ook niet.")
    await house.seeker.delete(phrase)
    [(subject, missed)] = await told(house)
    assert (subject, missed["reason"]) == ("contacts.contact_missed.v1", "abandoned")
    # and what a listener has ends, is registered, and is never missed
    listener = house.at_list("listener")
    path = await listener.take()
    assert path is not None
    await house.seeker.delete(taken)
    page = await listener.client.get(path, headers=PAGES)
    assert page.status_code == 200
    assert "/registration" in page.text
    await listener.register(path, {"kind": "hang_up", "outcome": "no_conversation"})
    assert [subject for subject, _ in await told(house)][1:] == ["contacts.contact_handled.v1"]
    # then nothing is left but the count
    for table in ("mailbox", "mailbox_key", "letter", "letter_answer"):
        assert await house.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert await house.rows("SELECT boxes, letters FROM mailbox_deletion") == [(2, 2)]
    with pytest.raises(FormFailed, match="404"):
        await house.seeker.open(phrase)


async def test_nobody_who_is_not_admitted_for_letters_takes_one(house: LetterHouse) -> None:
    await house.seeker.write("Hallo.")
    async with house.contacts.database.commit() as connection:
        await connection.execute("UPDATE listener SET channels = '{chat}'")
    listener = house.at_list("listener")
    assert await listener.take() is None
    [(attempt_id,)] = await house.rows("SELECT attempt_id FROM attempt")
    path = f"/contacts/letters/work/{attempt_id}"
    assert (await listener.client.post(f"{path}/take", headers=PAGES)).status_code == 409
    assert (await listener.client.get(path, headers=PAGES)).status_code == 409


async def test_without_keys_there_are_no_letters_and_the_page_says_so(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LETTER_KEYS")
    house = await house_of_letters(platform)
    page = await house.seeker.client.get("/contacts/letters?lang=en", headers=PAGES)
    assert page.status_code == 503
    assert "Letters cannot be written or read just now" in page.text
    problem = await house.seeker.client.get("/contacts/letters")
    assert problem.json()["type"].endswith("letters-closed")


async def test_the_demo_plays_letters(house: LetterHouse) -> None:
    listeners = [house.at_list(role).client for role in ("listener", "mentor")]
    played = await play_letters(house.seeker.client, listeners, ["Een brief."] * 5, "Antwoord.")
    assert played == {"written": 5, "answered": 5, "read": 5}
    assert len(await told(house)) == 5
