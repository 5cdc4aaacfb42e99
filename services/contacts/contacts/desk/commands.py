"""What a listener's desk asks for."""

from typing import Annotated, Literal

from pydantic import Field
from shared.events.vocabulary import Kind, MisuseKind, Organisation, Outcome, Topic
from shared.http import Command
from shared.strict import Id


class SetDesk(Command):
    """The shift that a listener works, and how: `leaving` takes nothing new.

    `mostChats` is how many chats may be open at once. `extension` is where the exchange rings the
    listener, 3 to 6 digits; null: no call is offered.
    """

    shift_id: Id
    state: Literal["present", "paused", "leaving"]
    most_chats: Annotated[int, Field(ge=1, le=5)] = 3
    extension: Annotated[str, Field(pattern=r"^[0-9]{3,6}$")] | None = None


class RegisterChat(Command):
    """What only the listener knows of a chat: the rest is known to the house."""

    kind: Kind
    topics: list[Topic] = Field(default_factory=list, max_length=16)
    outcome: Outcome
    diverted_from: Organisation | None = None
    heavy: bool = False
    misuse_kind: MisuseKind | None = None
