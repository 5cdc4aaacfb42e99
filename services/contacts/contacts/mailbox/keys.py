"""The listeners' side of the letters' keys: private keys and the pepper, of settings."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from shared.refusals import Refusal

from contacts.mailbox.sealing import KEY_BYTES, raw, seal, seal_for, unseal, unseal_with
from contacts.settings import KeySettings

FINGERPRINT_DIGITS = 8


class LettersClosed(Refusal):
    """The service was started without the keys of letters, or without the one that is asked for."""

    status = 503


@dataclass(frozen=True, slots=True)
class LetterKeys:
    """The private keys, the one that is sealed for first, and the pepper of pass-phrases."""

    private: tuple[X25519PrivateKey, ...]
    pepper: bytes

    @property
    def current(self) -> str:
        """Return the fingerprint of the key that is sealed for."""
        return fingerprint(self.private[0])

    @property
    def for_tickets(self) -> bytes:
        """Return the key that seals what a page carries; the same in every process."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"sensoor letters tickets").derive(
            self.pepper
        )


def keys_of(settings: KeySettings) -> LetterKeys:
    """Return the keys of the settings; raises `LettersClosed`."""
    if settings.letter_keys is None or settings.letter_pepper is None:
        raise LettersClosed("letters cannot be sealed or opened: set LETTER_KEYS and LETTER_PEPPER")
    given = settings.letter_keys.get_secret_value().split()
    return LetterKeys(
        tuple(X25519PrivateKey.from_private_bytes(base64.b64decode(one)) for one in given),
        base64.b64decode(settings.letter_pepper.get_secret_value()),
    )


def fingerprint(private: X25519PrivateKey) -> str:
    """Return by which name a key is known: the first digits of its public half's SHA-256."""
    return hashlib.sha256(raw(private.public_key())).hexdigest()[:FINGERPRINT_DIGITS]


def wrap_for_listeners(keys: LetterKeys, box_id: UUID, box_key: bytes) -> tuple[bytes, str]:
    """Return a box's key as listeners open it, and for which key it is sealed."""
    return seal_for(keys.private[0].public_key(), box_key, _for_listeners(box_id)), keys.current


def unwrap_for_listeners(keys: LetterKeys, row: Mapping[str, object]) -> bytes:
    """Return the key of a row of `mailbox_key`; raises `LettersClosed`, `SealBroken`."""
    box_id, wrapped, wanted = row["box_id"], row["for_listeners"], row["wrapped_with"]
    assert isinstance(box_id, UUID)
    assert isinstance(wrapped, bytes)
    for private in keys.private:
        if fingerprint(private) == wanted:
            return unseal_with(private, wrapped, _for_listeners(box_id))
    raise LettersClosed(
        f"a letter is sealed for the key {wanted}: give it as a further one of LETTER_KEYS, and run"
        " `python -m contacts rewrap-letters`"
    )


def wrap_by_phrase(phrase_key: bytes, box_id: UUID, box_key: bytes) -> bytes:
    """Return a box's key as its pass-phrase opens it."""
    return seal(phrase_key, box_key, f"{box_id}:phrase")


def unwrap_by_phrase(phrase_key: bytes, box_id: UUID, wrapped: bytes) -> bytes:
    """Return a box's key; raises `SealBroken`."""
    return unseal(phrase_key, wrapped, f"{box_id}:phrase")


def _for_listeners(box_id: UUID) -> str:
    return f"{box_id}:listeners"
