"""What Kamailio asks and tells, and what it is told to do."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Digits = Annotated[str, Field(pattern=r"^\+?[0-9]{0,20}$", repr=False)]


class Message(BaseModel):
    """A message of Kamailio; an error about it never quotes what it holds."""

    model_config = ConfigDict(hide_input_in_errors=True, frozen=True)


class Ask(Message):
    """A question about a call; `index` and `label` name the transaction that waits for the word."""

    call: UUID
    index: int
    label: int


class AskForCall(Ask):
    """A call came in: on which number of ours, from whom, diverted by whom. Empty: not known."""

    ask: Literal["call"]
    number: Digits
    caller: Digits
    diverted: Digits


class AskNext(Ask):
    """What comes next for a call that waits?"""

    ask: Literal["next"]


class AskNotAnswered(Ask):
    """Nobody answered at the extension: what comes next?"""

    ask: Literal["not_answered"]
    extension: str
    n: int


class Tell(Message):
    """Something happened to a call, as its number `n`."""

    tell: Literal["answered", "hung_up", "transferred"]
    call: UUID
    n: int
    extension: str | None = None
    by: Literal["caller", "listener"] | None = None


class Alive(Message):
    """The calls that Kamailio has now."""

    alive: list[UUID]


class Instruction(BaseModel):
    """What Kamailio does with a call. `fallback`: there is no word, the fixed list is rung."""

    action: Literal["ring", "wait", "message", "none", "fallback"]
    extension: str | None = None
    seconds: int | None = None
    message: str | None = None


WAIT = Instruction(action="wait")
FALLBACK = Instruction(action="fallback")

Asked = Annotated[AskForCall | AskNext | AskNotAnswered, Field(discriminator="ask")]
Heard: TypeAdapter[AskForCall | AskNext | AskNotAnswered | Tell | Alive] = TypeAdapter(
    Asked | Tell | Alive, config=ConfigDict(hide_input_in_errors=True)
)
