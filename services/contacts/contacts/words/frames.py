"""The frames of the sockets (docs/chat.md): closed, bounded, and checked before they go on."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError, from_json
from shared.http import Command
from shared.refusals import BadInput

# The address of an accident or disaster line (surges/rules.py makes them).
SLUG = r"^[a-z]+(-[a-z]+)?-[1-9][0-9]{0,4}$"
Side = Literal["seeker", "listener"]
OTHER: dict[Side, Side] = {"seeker": "listener", "listener": "seeker"}
MOST_BYTES = 64 * 1024
LONGEST_TEXT = 4000
MOST_WORDS_A_FRAME = 200
NO_FRAME = "this is no frame that is taken here (docs/chat.md)"
# Controls but tab and line end, and what turns the direction of what follows (Unicode TR 9).
NOT_SHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class FrameWrong(BadInput):
    """What came by a socket is no frame that is taken there."""


class FrameTooLarge(BadInput):
    """A frame has at most 64 KiB."""


class TextNotShown(BadInput):
    """The text holds characters that cannot be shown."""


def _shown(text: str) -> str:
    if NOT_SHOWN.search(text):
        raise PydanticCustomError("not_shown", "control characters")
    return text


Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_shown)]
Number = Annotated[int, Field(ge=1, le=1_000_000)]
# Random, made when a page is loaded: it tells nothing of whose page it is.
Page = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[0-9a-zA-Z_-]+$")]
Head = Annotated[int, Field(ge=0, le=1_000_000, description="the last without a gap; 0: none")]


class Work(Command):
    """A proof of work: its hash begins with as many zero bits as the challenge asks."""

    challenge: Annotated[str, Field(max_length=200)]
    nonce: Annotated[str, Field(max_length=32)]


class Join(Command):
    """A help seeker asks for somebody; `line` is the address of an accident or disaster line."""

    type: Literal["join"]
    work: Work | None = None
    line: Annotated[str | None, Field(pattern=SLUG)] = None


class Resume(Command):
    """A help seeker comes back."""

    type: Literal["resume"]
    token: Annotated[str, Field(min_length=20, max_length=100)]


class Kept(Command):
    """The browser keeps the new token."""

    type: Literal["kept"]


class End(Command):
    """The help seeker leaves the queue, or ends the chat."""

    type: Literal["end"]


class Say(Command):
    """The n-th message of a side."""

    type: Literal["say"]
    n: Number
    text: Text


class Got(Command):
    """All messages of the other side up to the n-th have arrived."""

    type: Literal["got"]
    n: Number


class Seen(Command):
    """All messages of the other side up to the n-th were in view."""

    type: Literal["seen"]
    n: Number


class Typing(Command):
    """Somebody types."""

    type: Literal["typing"]


class Want(Command):
    """What a browser has of each side: the other one sends what is missing."""

    type: Literal["want"]
    page: Page
    seeker: Head
    listener: Head


class Word(Command):
    """A message, said again."""

    by: Side
    n: Number
    text: Text


class Again(Command):
    """The answer to a page's `want`: what the browser has of each side, and what misses there."""

    type: Literal["again"]
    page: Page
    seeker: Head
    listener: Head
    words: Annotated[list[Word], Field(max_length=MOST_WORDS_A_FRAME)]


Words = Say | Got | Seen | Typing | Want | Again
WORDS = (Say, Got, Seen, Typing, Want, Again)
FromSeeker = Join | Resume | Kept | End | Words
_FROM_SEEKER: TypeAdapter[FromSeeker] = TypeAdapter(
    Annotated[FromSeeker, Field(discriminator="type")]
)


_WORDS: TypeAdapter[Words] = TypeAdapter(Annotated[Words, Field(discriminator="type")])
_CHAT: TypeAdapter[UUID] = TypeAdapter(UUID)


def from_seeker(data: str) -> FromSeeker:
    """Return a help seeker's frame; raises FrameTooLarge, TextNotShown, FrameWrong."""
    _check_size(data)
    try:
        return _FROM_SEEKER.validate_json(data)
    except ValidationError as error:
        raise _told(error) from None


def from_desk(data: str) -> tuple[UUID, Words]:
    """Return the chat and the words of a desk's frame; raises as `from_seeker` does."""
    _check_size(data)
    try:
        found = from_json(data)
        if not isinstance(found, dict):
            raise FrameWrong(NO_FRAME)
        chat = _CHAT.validate_python(found.pop("chat", None))
        return chat, _WORDS.validate_python(found)
    except ValidationError as error:
        raise _told(error) from None
    except ValueError:
        raise FrameWrong(NO_FRAME) from None


def _check_size(data: str) -> None:
    if len(data.encode(errors="replace")) > MOST_BYTES:
        raise FrameTooLarge(f"a frame has at most {MOST_BYTES} bytes: send it in parts")


def _told(error: ValidationError) -> BadInput:
    """Return what is wrong, with nothing of what was sent in it."""
    found: list[Any] = error.errors(include_input=False, include_url=False, include_context=False)
    kinds = {each["type"] for each in found}
    if "not_shown" in kinds:
        return TextNotShown(
            "the text holds control characters or direction overrides: leave them out"
        )
    if "string_too_long" in kinds:
        return FrameWrong(f"a message has at most {LONGEST_TEXT} characters: send it in parts")
    return FrameWrong(NO_FRAME)
