"""The words of a chat as one browser keeps them: in order, each once, whatever the line does.

The same as `static/words.js`, for whoever is a browser in Python: the help seeker's page without
script, and the clients of the demo and the tests. Pure: no socket, no clock. The frames are those
of docs/chat.md.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from contacts.words.frames import MOST_WORDS_A_FRAME, NOT_SHOWN, Side

Frame = dict[str, Any]

SIDES: tuple[Side, Side] = ("seeker", "listener")
MOST_BYTES = 24 * 1024  # of words in a frame: it is sealed, and has at most 64 KiB
MOST_ANSWERS = 8  # frames of `again` between two retries


def clean(text: str) -> str:
    """Return a text without control characters and direction overrides, and trimmed."""
    return NOT_SHOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


@dataclass(frozen=True, slots=True)
class Word:
    """A message: whose, which of theirs from 1 on, and its text."""

    by: Side
    n: int
    text: str


@dataclass(slots=True)
class Transcript:
    """The words of both sides. `send` is called with each frame; it may drop it.

    Call `connect` when the chat is answered on a new socket, and when the service says `there`;
    `receive` with what the other sends; `say` with a message; `look` when what the other said is in
    view; `retry` every few seconds. `log` is what to show, in order; it only grows, at its end.
    `unsent` are texts without a number yet. `got` and `seen` are how many of one's own the other
    has, and has had in view. `in_step` says whether it is known what was said before.
    """

    own: Side
    send: Callable[[Frame], None]
    log: list[Word] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    in_step: bool = False
    got: int = 0
    seen: int = 0
    _page: str = field(default_factory=lambda: uuid4().hex)
    _asker: str | None = None
    _held: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SIDES, 0))
    _looked: int = 0
    _behind: bool = False
    _asked: bool = False
    _answers: int = 0

    @property
    def other(self) -> Side:
        """Return the side that is not ours."""
        return "listener" if self.own == "seeker" else "seeker"

    @property
    def knows_all(self) -> bool:
        """Return whether nothing that was said before is known to be missing here."""
        return self.in_step and not self._behind

    def connect(self) -> None:
        """Ask what the other has: the line, or the other's browser, is a new one."""
        self._asked = False
        self._want()

    def retry(self) -> None:
        """Ask again if anything is missing on either side."""
        self._asked, self._answers = False, 0
        if not self.in_step or self._behind or self.got < self._held[self.own]:
            self._want()

    def say(self, text: str) -> None:
        """Say a message; it waits in `unsent` until it is known what was said before."""
        if not self.in_step:
            self.unsent.append(text)
            return
        word = self._append(self.own, text)
        self.send({"type": "say", "n": word.n, "text": text})

    def look(self) -> None:
        """Tell that what the other said was in view."""
        if self._held[self.other] > self._looked:
            self._looked = self._held[self.other]
            self.send({"type": "seen", "n": self._looked})

    def receive(self, frame: Mapping[str, Any]) -> None:
        """Take a frame of the other; what is not about words is left alone."""
        match frame["type"]:
            case "say":
                self._on_say(frame)
            case "got":
                self._on_got(frame["n"])
            case "seen":
                self.seen = max(self.seen, min(frame["n"], self._held[self.own]))
                self._on_got(frame["n"])
            case "want":
                self._on_want(frame)
            case "again" if frame["page"] == self._page:
                self._on_again(frame)

    def _on_say(self, frame: Mapping[str, Any]) -> None:
        self._keep(self.other, frame["n"], frame["text"])
        self._compare({**self._held, self.own: self.got, self.other: frame["n"]})
        self._say_got()

    def _on_got(self, n: int) -> None:
        self._compare({**self._held, self.own: max(self.got, n)})

    def _on_want(self, frame: Mapping[str, Any]) -> None:
        self._asker = frame["page"]
        self._tell(frame)
        self._compare(frame)
        if self._looked:
            self.send({"type": "seen", "n": self._looked})

    def _on_again(self, frame: Mapping[str, Any]) -> None:
        for word in frame["words"]:
            self._keep(word["by"], word["n"], word["text"])
        self._compare(frame)
        if self._asker and self.got < self._held[self.own]:
            self._tell(frame)
        if frame["words"]:
            self._say_got()
        if not self._behind:
            self.in_step = True
            waiting, self.unsent[:] = list(self.unsent), []
            for text in waiting:
                self.say(text)

    def _compare(self, theirs: Mapping[str, Any]) -> None:
        """Compare with what the other has; ask for what is missing here."""
        self.got = min(theirs[self.own], self._held[self.own])
        self._behind = any(self._held[by] < theirs[by] for by in SIDES)
        if self._behind:
            self._want()

    def _want(self) -> None:
        if not self._asked:
            self.send({"type": "want", "page": self._page, **self._held})
        self._asked = True

    def _say_got(self) -> None:
        if self._held[self.other]:
            self.send({"type": "got", "n": self._held[self.other]})

    def _append(self, by: Side, text: str) -> Word:
        self._held[by] += 1
        word = Word(by, self._held[by], text)
        self.log.append(word)
        return word

    def _keep(self, by: Side, n: int, text: str) -> None:
        """Keep a word that is the next one. What is behind a gap may be of a page that is gone."""
        if n == self._held[by] + 1:
            self._append(by, text)

    def _tell(self, theirs: Mapping[str, Any]) -> None:
        """Tell the words beyond what the other has, in as many frames as they need and it gets."""
        missing = [word for word in self.log if word.n > theirs[word.by]]
        for part in _parts(missing)[: MOST_ANSWERS - self._answers]:
            self._answers += 1
            self.send({"type": "again", "page": self._asker, **self._held, "words": part})


def _parts(words: list[Word]) -> list[list[Frame]]:
    """Return the words in parts that a frame can hold, at least one part."""
    parts: list[list[Frame]] = [[]]
    size = 0
    for word in words:
        frame = {"by": word.by, "n": word.n, "text": word.text}
        more = len(json.dumps(frame, ensure_ascii=False).encode())
        if parts[-1] and (size + more > MOST_BYTES or len(parts[-1]) == MOST_WORDS_A_FRAME):
            parts.append([])
            size = 0
        parts[-1].append(frame)
        size += more
    return parts
