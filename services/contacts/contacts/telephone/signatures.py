"""The signatures of the exchange, as Standard Webhooks has them (standardwebhooks.com).

`webhook-signature` holds `v1,` and base64 of the HMAC-SHA256 over `<id>.<timestamp>.<body>`;
several with spaces, so that a secret can be replaced by another. A message is as old as it says: at
most five minutes, before or after now.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence

from shared.refusals import Refusal

TOLERATED_SECONDS = 300
VERSION = "v1,"
MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class NoExchange(Refusal):
    """No exchange is known here: calls cannot be taken."""

    status = 503


class SignatureWrong(Refusal):
    """The message is not signed with a secret that is known here."""

    status = 401


class MessageTooOld(Refusal):
    """The message says that it is older than five minutes, or from the future."""

    status = 401


class MessageReplayed(Refusal):
    """The message was taken before."""


def check_signature(
    headers: Mapping[str, str], body: bytes, keys: Sequence[bytes], seconds: float
) -> str:
    """Return the id of a message that is signed; raises NoExchange, SignatureWrong, MessageTooOld.

    `seconds` is now, since 1970.
    """
    if not keys:
        raise NoExchange("no exchange is known here: set EXCHANGE_SECRETS")
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    named = MESSAGE_ID.fullmatch(message_id) and timestamp.isascii() and timestamp.isdecimal()
    given = headers.get("webhook-signature", "").split()
    known = [sign(message_id, timestamp, body, key) for key in keys]
    if not named or not any(
        hmac.compare_digest(one.encode(), other.encode()) for one in given for other in known
    ):
        raise SignatureWrong(
            "sign the message: webhook-id, webhook-timestamp, webhook-signature, as Standard"
            " Webhooks has them, with a secret of EXCHANGE_SECRETS"
        )
    if abs(seconds - int(timestamp)) > TOLERATED_SECONDS:
        raise MessageTooOld("a message is at most five minutes old: set the clock of the exchange")
    return message_id


def sign(message_id: str, timestamp: str, body: bytes, key: bytes) -> str:
    """Return the signature of a message."""
    said = f"{message_id}.{timestamp}.".encode() + body
    return VERSION + base64.b64encode(hmac.digest(key, said, hashlib.sha256)).decode()
