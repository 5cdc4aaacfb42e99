"""The bodies of requests about push."""

import base64
import binascii
from typing import Annotated

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from shared.http import Command

SECRET_BYTES = 16


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError):
        raise PydanticCustomError("key", "write it in base64url, as the browser gives it") from None


def _point(text: str) -> str:
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _decoded(text))
    except ValueError:
        raise PydanticCustomError(
            "key", "write the point of P-256 that the browser gives"
        ) from None
    return text


def _secret(text: str) -> str:
    if len(_decoded(text)) != SECRET_BYTES:
        raise PydanticCustomError("key", "write 16 bytes, as the browser gives them")
    return text


class TakePush(Command):
    """A browser that takes push, as it says itself (`PushSubscription.toJSON` of the Push API)."""

    endpoint: str = Field(max_length=1000)
    # Its alias would be p256Dh.
    p256dh: Annotated[str, Field(max_length=100, alias="p256dh"), AfterValidator(_point)]
    auth: Annotated[str, Field(max_length=40), AfterValidator(_secret)]
