"""Contacts, reached by signed messages."""

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from edge.messages import Instruction
from edge.signing import sign

TOO_MANY_REQUESTS = 429
SERVER_ERROR = 500
REPLAYED = 409


class Away(Exception):
    """Contacts cannot be reached, or fails: the message may be sent again."""


class Refused(Exception):
    """Contacts takes no such message; it says the status, and again would be no better."""


class Replayed(Exception):
    """The message was taken before: the answer was lost on the way."""


def message_id() -> str:
    """Return the id of a new message."""
    return f"msg_{uuid.uuid4().hex}"


@dataclass(frozen=True)
class Contacts:
    """Contacts as the edge reaches it."""

    client: httpx.AsyncClient
    keys: tuple[bytes, ...]

    async def send(self, path: str, said: Mapping[str, Any], known_as: str) -> httpx.Response:
        """Send a message, signed at this moment; raises Away, Refused, Replayed.

        The same message again has the same id, `known_as`.
        """
        body = json.dumps(said).encode()
        headers = sign(known_as, int(time.time()), body, self.keys)
        headers["content-type"] = "application/json"
        try:
            answer = await self.client.post(f"/v1/exchange/{path}", content=body, headers=headers)
        except httpx.HTTPError as error:
            raise Away(type(error).__name__) from None
        if answer.status_code == REPLAYED:
            raise Replayed
        if answer.status_code >= SERVER_ERROR or answer.status_code == TOO_MANY_REQUESTS:
            raise Away(str(answer.status_code))
        if not answer.is_success:
            raise Refused(str(answer.status_code))
        return answer

    async def ask(self, path: str, said: Mapping[str, Any]) -> Instruction:
        """Send a message that is a question; return the answer."""
        answer = await self.send(path, said, message_id())
        return Instruction.model_validate_json(answer.content)
