"""The signature of a message, as Standard Webhooks has it (standardwebhooks.com)."""

import base64
import hashlib
import hmac

PREFIX = "whsec_"


def read_secret(text: str) -> bytes:
    """Return the key in a secret, `whsec_` and base64; raises ValueError when it is none."""
    if not text.startswith(PREFIX):
        raise ValueError(f"a secret begins with {PREFIX}")
    return base64.b64decode(text.removeprefix(PREFIX), validate=True)


def sign(message_id: str, timestamp: int, body: bytes, keys: tuple[bytes, ...]) -> dict[str, str]:
    """Return the headers that sign a message with each key; `timestamp` in seconds since 1970."""
    said = f"{message_id}.{timestamp}.".encode() + body
    signatures = (base64.b64encode(hmac.digest(key, said, hashlib.sha256)).decode() for key in keys)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
