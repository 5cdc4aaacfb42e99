"""Help seekers who write letters, and listeners who answer them, by the pages' own forms."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape

import httpx

SENT_BEFORE = "409"
LETTERS, WORK = "/contacts/letters", "/contacts/letters/work"
REGISTRATION = {"kind": "conversation", "topics": "loneliness", "outcome": "thought_along"}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
WORDS = re.compile(r'<li lang="nl">(\w+)</li>')
TEXTS = re.compile(r'<li class="letter (\w+)">.*?<p class="text"[^>]*>(.*?)</p>', re.DOTALL)
TO_TAKE = re.compile(rf'action="({WORK}/[0-9a-f-]+)/take"')
TO_OPEN = re.compile(rf'href="({WORK}/[0-9a-f-]+)"')
TO_REVIEW = re.compile(r'<h2 id="review">.*?</section>', re.DOTALL)
MINE = re.compile(r'<h2 id="mine">.*?</section>', re.DOTALL)
TO_REGISTER = re.compile(r'action="[^"]*/registration"')


class FormFailed(Exception):
    """A page refused its form; the text is its status and address."""


@dataclass(frozen=True)
class LetterWriter:
    """A help seeker's browser. `client` asks contacts, with no token and no cookie."""

    client: httpx.AsyncClient

    async def write(self, text: str) -> str:
        """Send a first letter; return its pass-phrase."""
        form = await _get(self.client, f"{LETTERS}/first")
        page = await _post(self.client, f"{LETTERS}/first", {**_hidden(form), "text": text})
        return " ".join(WORDS.findall(page))

    async def open(self, phrase: str) -> str:
        """Come back with a pass-phrase; return the page of the letters."""
        return await _post(self.client, f"{LETTERS}/box", {"phrase": phrase, "do": "open"})

    async def read(self, phrase: str) -> list[tuple[str, str]]:
        """Return the letters of a pass-phrase: by seeker or listener, and its text."""
        return letters_on(await self.open(phrase))

    async def write_on(self, phrase: str, text: str) -> list[tuple[str, str]]:
        """Send a further letter; return them all."""
        said = {**_hidden(await self.open(phrase)), "text": text, "do": "write"}
        return letters_on(await _post(self.client, f"{LETTERS}/box", said))

    async def delete(self, phrase: str) -> None:
        """Delete everything."""
        said = {**_hidden(await self.open(phrase)), "do": "delete"}
        await _post(self.client, f"{LETTERS}/box", said)


@dataclass(frozen=True)
class LetterListener:
    """A listener at the work list. `client` asks contacts with the listener's token."""

    client: httpx.AsyncClient

    async def take(self) -> str | None:
        """Take the letter that waits longest; return its address, None where none waits."""
        for path in TO_TAKE.findall(await _get(self.client, WORK)):
            answer = await self.client.post(f"{path}/take", headers=PAGES)
            if answer.is_redirect:
                return str(path)
            if answer.status_code != httpx.codes.CONFLICT:  # another was first
                raise FormFailed(f"{answer.status_code} {path}/take")
        return None

    async def read(self, path: str) -> list[tuple[str, str]]:
        """Return the letters on the page of one: by seeker or listener, and its text."""
        return letters_on(await _get(self.client, path))

    async def answer(self, path: str, text: str) -> bool:
        """Send an answer; return whether it is sent: a trainee's waits for a colleague."""
        hidden = _hidden(await _get(self.client, path))
        page = await _post(self.client, f"{path}/answer", {**hidden, "text": text})
        return TO_REGISTER.search(page) is not None

    async def draft(self, path: str, text: str) -> None:
        """Save what is written of an answer so far."""
        hidden = _hidden(await _get(self.client, path))
        await _post(self.client, f"{path}/draft", {**hidden, "text": text})

    async def to_review(self) -> list[str]:
        """Return the addresses of answers that wait for this listener's review."""
        return await self._listed(TO_REVIEW)

    async def mine(self) -> list[str]:
        """Return the addresses of letters that this listener has, or has to register."""
        return await self._listed(MINE)

    async def review(self, path: str, note: str | None = None) -> None:
        """Send a trainee's answer on, or give it back with a note."""
        do = {"do": "send"} if note is None else {"do": "give_back", "note": note}
        hidden = _hidden(await _get(self.client, path))
        await _post(self.client, f"{path}/review", {**hidden, **do})

    async def register(self, path: str, said: Mapping[str, str] | None = None) -> None:
        """Register an answered letter."""
        hidden = _hidden(await _get(self.client, path))
        await _post(self.client, f"{path}/registration", {**hidden, **(said or REGISTRATION)})

    async def finish(self, path: str, text: str) -> None:
        """Answer a letter that is this listener's, and register it; what was done stays so."""
        await self.answer(path, text)
        await self.register(path)

    async def _listed(self, section: re.Pattern[str]) -> list[str]:
        found = section.search(await _get(self.client, WORK))
        return TO_OPEN.findall(found[0]) if found else []


PAGES = {"accept": "text/html", "sec-fetch-site": "same-origin"}


async def play_letters(
    seekers: httpx.AsyncClient,
    listeners: Sequence[httpx.AsyncClient],
    texts: Sequence[str],
    answer: str,
) -> dict[str, int]:
    """Write a letter of each text, answer all that wait, come back for the answers; count them.

    `seekers` asks contacts without a token, each of `listeners` with that of a listener who is
    admitted for e-mail and no trainee: they take turns until no letter waits. Return how many
    letters were `written`, `answered` and registered, and `read` by who came back. One letter in
    ten has its writer write on before the answer is there; one in ten is deleted after it.
    """
    seeker = LetterWriter(seekers)
    at_list = [LetterListener(client) for client in listeners]
    phrases = [await _begin(seeker, text) for text in texts]
    for phrase in phrases[::10]:
        await seeker.write_on(phrase, answer)
    answered = await _answer_all(at_list, answer)
    read = 0
    for phrase in phrases:
        read += ("listener", answer) in await seeker.read(phrase)
    for phrase in phrases[::10]:
        await seeker.delete(phrase)
    return {"written": len(phrases), "answered": answered, "read": read}


async def _begin(seeker: LetterWriter, text: str) -> str:
    """Write a first letter, and again where its words were lost with a process that ended."""
    while True:
        try:
            return await seeker.write(text)
        except FormFailed as failed:
            if not str(failed).startswith(SENT_BEFORE):
                raise


async def _answer_all(listeners: Sequence[LetterListener], answer: str) -> int:
    """Let listeners finish what they have, and take turns until no letter waits; return how many.

    A listener may have a letter already, whose answer was not sent when the demo was interrupted.
    """
    answered = 0
    for listener in listeners:
        for kept in await listener.mine():
            await listener.finish(kept, answer)
            answered += 1
    while (path := await (listener := listeners[answered % len(listeners)]).take()) is not None:
        await listener.finish(path, answer)
        answered += 1
    return answered


def letters_on(page: str) -> list[tuple[str, str]]:
    """Return the letters on a page: by seeker or listener, and its text."""
    return [(by, unescape(text)) for by, text in TEXTS.findall(page)]


def _hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the form on a page in which something is written."""
    main = page[page.index("<main") :]
    return {name: unescape(value) for name, value in HIDDEN.findall(main) if name != "to"}


async def _get(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path, headers=PAGES)
    if not answer.is_success:
        raise FormFailed(f"{answer.status_code} {path}")
    return answer.text


async def _post(client: httpx.AsyncClient, path: str, form: Mapping[str, str]) -> str:
    """Send a form, and return the page that it leads to."""
    answer = await client.post(path, data=dict(form), headers=PAGES)
    if answer.is_redirect:
        return await _get(client, answer.headers["location"])
    if not answer.is_success:
        raise FormFailed(f"{answer.status_code} {path}")
    return answer.text
