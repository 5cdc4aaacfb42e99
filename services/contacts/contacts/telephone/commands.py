"""What the exchange asks and tells: numbers of ours, ids and closed words, nothing of a caller."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from shared.events.vocabulary import Organisation
from shared.http import Command
from shared.strict import Id, Whole

from contacts.telephone.rules import Happened

Extension = Annotated[str, Field(pattern=r"^[0-9]{3,6}$")]


class AskForCall(Command):
    """A call that came in.

    `callId` is made by the exchange. `number` is the one of ours that was called, in digits;
    `caller` the day's token of whoever called, 64 hexadecimal digits, which the exchange forgets at
    the end of the day. `divertedFrom` is who sent the call on.
    """

    call_id: Id
    number: Annotated[str, Field(pattern=r"^[0-9]{2,15}$")]
    caller: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    diverted_from: Organisation | None = None


class AskNext(Command):
    """What comes next for a call: nothing has to be said."""


class TellEvent(Command):
    """Something happened to a call.

    `extension` is the one that was rung, that answered, or that the call was transferred to; `by`
    who hung up. `n` numbers what happened to this call: 1, 2, ...
    """

    happened: Happened
    extension: Extension | None = None
    by: Literal["caller", "listener"] = "caller"
    n: Annotated[int, Field(ge=1, le=1_000_000), Whole]


class TellAlive(Command):
    """All calls that the exchange has now."""

    call_ids: list[Id] = Field(max_length=1_000)

    @property
    def calls(self) -> list[UUID]:
        """Return the calls, each once."""
        return list(dict.fromkeys(self.call_ids))
