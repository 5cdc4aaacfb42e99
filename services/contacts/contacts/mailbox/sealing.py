"""Sealing letters: ChaCha20-Poly1305 (RFC 8439), and for the listeners X25519 before it.

What is sealed is a random nonce of 12 bytes and the ciphertext with its tag; `purpose` is
authenticated with it, so that what was sealed for one letter opens for no other.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES, NONCE_BYTES = 32, 12


class SealBroken(Exception):
    """It was sealed with another key or for another purpose, or it was changed."""


def new_key() -> bytes:
    """Return a random key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, purpose: str) -> bytes:
    """Return `plain` sealed for a purpose."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, plain, purpose.encode())


def unseal(key: bytes, sealed: bytes, purpose: str) -> bytes:
    """Return what was sealed for a purpose; raises `SealBroken`."""
    nonce, ciphertext = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, purpose.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None


def seal_for(public: X25519PublicKey, plain: bytes, purpose: str) -> bytes:
    """Return `plain` sealed for whoever has the private key: a key pair is made for it alone."""
    own = X25519PrivateKey.generate()
    ours, theirs = raw(own.public_key()), raw(public)
    return ours + seal(_between(own.exchange(public), ours, theirs), plain, purpose)


def unseal_with(private: X25519PrivateKey, sealed: bytes, purpose: str) -> bytes:
    """Return what was sealed for the public half of a key; raises `SealBroken`."""
    ours, ciphertext = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    shared = private.exchange(X25519PublicKey.from_public_bytes(ours))
    return unseal(_between(shared, ours, raw(private.public_key())), ciphertext, purpose)


def raw(public: X25519PublicKey) -> bytes:
    """Return the 32 bytes of a public key."""
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _between(shared: bytes, ours: bytes, theirs: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"sensoor letters" + ours + theirs).derive(
        shared
    )
