"""Calls in a house without an exchange: each is known by its token, and answered at once."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from contacts.desk.commands import RegisterChat
from contacts.desk.register_chat import register_chat
from contacts.misuse.know_caller import Caller, know_caller

from tests.contacts.given import LOCATION
from tests.contacts.house import House

INSERT_CALL = """
INSERT INTO attempt (attempt_id, channel, line, state, arrived_at, answered_by, answered_at,
    answered_at_location_id, wait_seconds, ended_at, ended_by, contact_id, redial)
VALUES ($1, 'telephone', 'national', $2, $3, $4, $5, $6, 5, $5, 'listener', $7, $8)
"""


def new_token() -> bytes:
    """Return a token as the exchange makes them."""
    return secrets.token_bytes(32)


async def known(house: House, token: bytes, call_id: UUID | None = None) -> Caller:
    """Let a call come in; return what is known of its caller."""
    found: Caller = await house.do(know_caller, token, call_id or uuid4(), house.now)
    return found


async def call(
    house: House, token: bytes, by: UUID, *, at: UUID = LOCATION, state: str = "ended"
) -> UUID:
    """Let a call be answered and end, or wait; return it."""
    call_id = uuid4()
    caller = await known(house, token, call_id)
    answered: datetime | None = house.now if state == "ended" else None
    await house.execute(
        INSERT_CALL, call_id, state, house.now, by if answered else None, answered, at, uuid4(),
        caller.redial,
    )  # fmt: skip
    return call_id


def misused(**said: object) -> RegisterChat:
    """Return a registration as misuse with a cool-down of an hour."""
    words = {"kind": "misuse", "outcome": "no_conversation", "misuse_kind": "sexual"}
    return RegisterChat.model_validate({**words, "cool_down": "one_hour", **said})


async def register(house: House, call_id: UUID, by: UUID, command: RegisterChat) -> None:
    """Let the listener register a call."""
    await house.do(register_chat, call_id, by, command, house.now)
