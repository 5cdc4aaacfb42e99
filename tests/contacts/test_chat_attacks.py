"""What is sent to harm is refused clearly, and a chat beside it is not disturbed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from demo.chat import Desk, Seeker
from demo.chat.desk import PATH as DESK_PATH
from shared.roles import Role
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.contacts.browsers import WITHIN, answers, on_one_shift, present, seeking, talk, told
from tests.contacts.chatting import Desk as RawDesk
from tests.contacts.chatting import Process, Talk, desk, help_seeker, joined, processes
from tests.issuing import header_for
from tests.platform import Platform
from tests.waiting import eventually

SILENT_SOCKETS = 1000
MESSAGES = 1000


def say(text: str, n: int = 1) -> str:
    """Return the frame of a message, whatever is in it."""
    return json.dumps({"type": "say", "n": n, "text": text})


WRONG: dict[str, tuple[str | bytes, str]] = {
    "binary": (b"\x00\xff", "frame-wrong"),
    "binary JSON": (say("word").encode(), "frame-wrong"),
    "no JSON": ("{type: say", "frame-wrong"),
    "empty": ("", "frame-wrong"),
    "a list": ("[]", "frame-wrong"),
    "a number": ("NaN", "frame-wrong"),
    "deep": ("[" * 20_000, "frame-wrong"),
    "a lone surrogate": (say("\ud800"), "frame-wrong"),
    "64 KiB and more": (say("w" * 65_600), "frame-too-large"),
    "long": (say("w" * 4001), "frame-wrong"),
    "nothing said": (say(""), "frame-wrong"),
    "number 0": (say("word", 0), "frame-wrong"),
    "a huge number": (say("word", 10**30), "frame-wrong"),
    "more fields": (json.dumps({"type": "typing", "by": "listener"}), "frame-wrong"),
    "unknown": (json.dumps({"type": "desk"}), "frame-wrong"),
    "a control character": (say("a\x1b[2Jb"), "text-not-shown"),
    "a null": (say("a\x00b"), "text-not-shown"),
    "right to left": (say("a\u202eb"), "text-not-shown"),
    "an isolate": (say("a\u2066b"), "text-not-shown"),
}
MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; {{ 7 * 7 }} ${7*7} '; DROP TABLE attempt; --",
]


@dataclass
class Calm:
    """A chat that nobody may disturb, on a process that others attack."""

    process: Process
    shift_id: UUID
    other: UUID
    desk: Desk
    seeker: Seeker
    attempt: str


@pytest.fixture
async def calm(platform: Platform, tmp_path: Path) -> AsyncIterator[Calm]:
    """Give a chat that goes on; it is looked at again when the attack is over."""
    shift_id, (listener, other) = await on_one_shift(platform, 2)
    async with (
        processes(platform, 1, tmp_path) as (process,),
        present(process, listener, shift_id) as own,
        seeking(process) as seeker,
    ):
        attempt = await answers(own)
        await told(seeker, "answered")
        await talk(seeker, own, attempt)
        phases = list(seeker.phases)
        yield Calm(process, shift_id, other, own, seeker, attempt)
        await talk(seeker, own, attempt)
        assert seeker.connection.delays == own.connection.delays == []
        assert seeker.phases == phases
        assert "ERROR" not in process.log.read_text()


async def test_frames_that_are_none_are_refused_and_markup_is_text(calm: Calm) -> None:
    async with attacking(calm) as (attacker, victim, attempt):
        for name, (data, code) in WRONG.items():
            await attacker.socket.send(data)
            assert (await attacker.of("refused"))["code"] == code, name
        for n, text in enumerate(MARKUP, start=1):
            await attacker.send(type="say", n=n, text=text)
            assert (await victim.talk.of("say", chat=attempt, n=n))["text"] == text
        # and from a desk
        for name, (data, code) in WRONG.items():
            sent = (
                data if isinstance(data, bytes) else data.replace("{", f'{{"chat":"{attempt}",', 1)
            )
            await victim.talk.socket.send(sent)
            assert (await victim.talk.of("refused"))["code"] == code, name
        # what is longer than any frame closes its own socket
        await attacker.socket.send("w" * 200_000)
        assert await attacker.end() == 1009


async def test_who_sends_a_thousand_messages_at_once_is_slowed_and_closed(calm: Calm) -> None:
    async with attacking(calm) as (attacker, victim, attempt):
        with suppress(ConnectionClosed):
            for n in range(1, MESSAGES + 1):
                await attacker.socket.send(json.dumps({"type": "say", "n": n, "text": "flood"}))
        assert await attacker.end() == 1008
        assert any(frame.get("code") == "too-fast" for frame in attacker.frames)
        await victim.talk.of("say", chat=attempt)
        came = [frame for frame in victim.talk.frames if frame["type"] == "say"]
        assert 0 < len(came) < MESSAGES / 2
        assert victim.talk.closed is None
        await talk(calm.seeker, calm.desk, calm.attempt)


async def test_sockets_that_never_speak_are_closed_and_others_are_served_meanwhile(
    calm: Calm,
) -> None:
    async with AsyncExitStack() as stack:
        silent: list[Talk] = []
        while len(silent) < SILENT_SOCKETS:
            come = (stack.enter_async_context(help_seeker(calm.process)) for _ in range(50))
            silent += await asyncio.gather(*come)
        async with seeking(calm.process) as seeker:
            attempt = await answers(calm.desk)
            await told(seeker, "answered")
            await talk(seeker, calm.desk, attempt)
            seeker.end()
            await told(seeker, "ended")
        assert {await one.end() for one in silent} == {4003}


async def test_a_token_of_another_is_no_way_in(calm: Calm) -> None:
    async with seeking(calm.process) as late:
        await told(late, "waiting")
        for token in ("x" * 43, "0" * 43):
            async with help_seeker(calm.process) as talking:
                await talking.send(type="resume", token=token)
                assert (await talking.of("refused"))["code"] == "token-unknown"
                assert await talking.end() == 4004
        async with help_seeker(calm.process) as talking:
            await talking.send(type="say", n=1, text="not joined")
            assert (await talking.of("refused"))["code"] == "frame-wrong"
            first = await joined(talking)
            await talking.send(type="join")
            assert (await talking.of("refused"))["code"] == "frame-wrong"
            await talking.cut()
        # a token that was used, and whose successor is kept, is void
        async with help_seeker(calm.process) as talking:
            await talking.send(type="resume", token=first)
            await talking.of("welcome")
            await talking.send(type="kept")
            await talking.of("state")
            async with help_seeker(calm.process) as replayed:
                await replayed.send(type="resume", token=first)
                assert await replayed.end() == 4004
            await talking.send(type="end")
            await talking.of("state", phase="missed")


async def test_a_listener_has_no_part_in_the_chat_of_another(calm: Calm) -> None:
    async with desk(calm.process, calm.other) as other:
        await other.does("PUT", shiftId=str(calm.shift_id), state="present")
        registration = {"kind": "conversation", "topics": ["other"], "outcome": "helped_by_talk"}
        referral = {"partner": "113online", "mode": "information", "urgency": "low"}
        for act, body, code in (
            ("answer", {}, "offer-gone"),
            ("pass", {}, "offer-gone"),
            ("end", {}, "not-your-chat"),
            ("registration", registration, "not-your-chat"),
            ("referrals", referral, "not-your-chat"),
            (f"referrals/{uuid4()}/connect", {}, "not-your-chat"),
        ):
            method = "PUT" if act == "registration" else "POST"
            answer = await other.ask(method, f"/attempts/{calm.attempt}/{act}", **body)
            assert (answer.status_code, answer.json()["type"].split(":")[-1]) == (409, code), act
            gone = await other.ask(method, f"/attempts/{uuid4()}/{act}", **body)
            assert gone.status_code == 404, act
        for chat in (calm.attempt, str(uuid4()), "x"):
            await other.talk.send(chat=chat, type="want", page="1", seeker=0, listener=0)
            code = (await other.talk.of("refused"))["code"]
            assert code == ("frame-wrong" if chat == "x" else "not-your-chat")
        view = await other.does("GET")
        assert view["chats"] == view["offers"] == view["toRegister"] == []


async def test_a_page_of_another_site_opens_no_socket(calm: Calm) -> None:
    url = calm.process.address.replace("http", "ws", 1)
    token = header_for(Role.LISTENER)["Authorization"].split()[1]
    for path, more in (
        ("/contacts/help/socket", {}),
        (DESK_PATH, {"Cookie": f"sensoor_session={token}; __Host-sensoor={token}"}),
        (DESK_PATH, header_for(Role.COORDINATOR)),
    ):
        for origin in ("https://elsewhere.example", "null", None):
            with pytest.raises(InvalidStatus) as refused:
                await connect(url + path, additional_headers=more, origin=origin, proxy=None)  # type: ignore[arg-type]
            assert refused.value.response.status_code in (401, 403)


async def test_who_does_not_read_is_closed_and_the_other_side_is_told(calm: Calm) -> None:
    async with attacking(calm) as (deaf, victim, attempt):
        deaf.socket.transport.pause_reading()
        words = [{"by": "listener", "n": n, "text": "w" * 1000} for n in range(1, 41)]
        again = {"page": "1", "seeker": 0, "listener": 40, "words": words}
        for _ in range(90):
            await victim.talk.send(chat=attempt, type="again", **again)

        async def is_gone() -> bool:
            view = await victim.does("GET")
            return any(chat["seekerGoneSince"] for chat in view["chats"])

        # the service's pings are not answered
        await eventually(is_gone, 2 * WITHIN)
        assert victim.talk.closed is None
        deaf.socket.transport.abort()


@asynccontextmanager
async def attacking(calm: Calm) -> AsyncIterator[tuple[Talk, RawDesk, str]]:
    """Give an attacker's chat with a listener of its own, both by sockets as they are."""
    await calm.desk.be("paused", calm.shift_id)
    async with desk(calm.process, calm.other) as victim, help_seeker(calm.process) as attacker:
        await victim.does("PUT", shiftId=str(calm.shift_id), state="present")
        await joined(attacker)
        attempt = await victim.answers()
        # a word is refused before the chat is answered, and lost before the other side has come
        await attacker.of("state", phase="answered")
        await attacker.of("there")
        yield attacker, victim, attempt
