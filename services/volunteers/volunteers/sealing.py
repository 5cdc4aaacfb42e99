"""Sealing with a key: AES-256-GCM. What is sealed for one purpose opens for no other.

A blob is a version (1), a random nonce of 12 bytes, and the ciphertext with its tag. `purpose` is
authenticated with it: `<person id>:<field>`.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from shared.refusals import Refusal

KEY_BYTES = 32
NONCE_BYTES = 12
VERSION = b"\x01"


class SealBroken(Exception):
    """The blob was sealed with another key or for another purpose, or it was changed."""


class PersonalDataLocked(Refusal):
    """The service was started without the key of personal data."""

    status = 503


def new_key() -> bytes:
    """Return a random key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, purpose: str) -> bytes:
    """Return the blob that holds `plain` for a purpose."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, purpose.encode())


def unseal(key: bytes, blob: bytes, purpose: str) -> bytes:
    """Return what a blob holds; raises `SealBroken`."""
    nonce, ciphertext = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    if blob[:1] != VERSION:
        raise SealBroken
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, purpose.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None
