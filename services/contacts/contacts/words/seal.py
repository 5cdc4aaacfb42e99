"""Words sealed between the processes of one conversation.

Each process makes a key pair (X25519) for a conversation. Its public half goes out with an
authentication code (HMAC-SHA256) whose key, the conversation's seal, stands in the database: who
has only the bus can introduce no key of their own, who has only the database can read nothing. Two
processes derive a key for each direction (HKDF) and seal with ChaCha20-Poly1305 (RFC 8439); the
nonce counts, so that nothing is opened twice.
"""

import hmac
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ID_BYTES, KEY_BYTES, MAC_BYTES, NONCE_BYTES = 16, 32, 32, 12


@dataclass
class Peer:
    """Another process of the conversation: its public key, a cipher each way, and the counts."""

    public: bytes
    sending: ChaCha20Poly1305
    receiving: ChaCha20Poly1305
    sent: int = 0
    received: int = 0


class Seal:
    """The keys of this process for one conversation; they are gone with this object."""

    def __init__(self, conversation_id: UUID, process_id: UUID, secret: bytes) -> None:
        self.conversation, self.me, self.secret = conversation_id.bytes, process_id.bytes, secret
        self._private = X25519PrivateKey.generate()
        self._public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.peers: dict[bytes, Peer] = {}

    def introduction(self, more: bytes) -> bytes:
        """Return what introduces this process to the others; `more` is told with it."""
        told = self.me + self._public + more
        return told + self._code(told)

    def meet(self, introduction: bytes) -> tuple[bytes, bytes] | None:
        """Take in another process; return its id and what it told more.

        None: it is this process itself, or nobody who knows the secret.
        """
        told, code = introduction[:-MAC_BYTES], introduction[-MAC_BYTES:]
        peer_id, public = told[:ID_BYTES], told[ID_BYTES : ID_BYTES + KEY_BYTES]
        if peer_id == self.me or not hmac.compare_digest(self._code(told), code):
            return None
        known = self.peers.get(peer_id)
        if known is None or known.public != public:
            shared = self._private.exchange(X25519PublicKey.from_public_bytes(public))
            self.peers[peer_id] = Peer(
                public,
                sending=self._cipher(shared, self.me + self._public + peer_id + public),
                receiving=self._cipher(shared, peer_id + public + self.me + self._public),
            )
        return peer_id, told[ID_BYTES + KEY_BYTES :]

    def close(self, peer_id: bytes, words: bytes) -> bytes:
        """Return words sealed for another process: its id, ours, the count, the sealed words."""
        peer = self.peers[peer_id]
        peer.sent += 1
        nonce = peer.sent.to_bytes(NONCE_BYTES, "big")
        return peer_id + self.me + nonce + peer.sending.encrypt(nonce, words, self.conversation)

    def open(self, sealed: bytes) -> bytes | None:
        """Return the words; None if they are not for us, of a stranger, or opened before."""
        to, by = sealed[:ID_BYTES], sealed[ID_BYTES : 2 * ID_BYTES]
        nonce = sealed[2 * ID_BYTES : 2 * ID_BYTES + NONCE_BYTES]
        peer, count = self.peers.get(by), int.from_bytes(nonce, "big")
        if to != self.me or peer is None or count <= peer.received:
            return None
        try:
            closed = sealed[2 * ID_BYTES + NONCE_BYTES :]
            words: bytes = peer.receiving.decrypt(nonce, closed, self.conversation)
        except InvalidTag:
            return None
        peer.received = count
        return words

    def _code(self, told: bytes) -> bytes:
        return hmac.digest(self.secret, self.conversation + told, "sha256")

    def _cipher(self, shared: bytes, direction: bytes) -> ChaCha20Poly1305:
        derived = HKDF(SHA256(), KEY_BYTES, salt=self.secret, info=direction).derive(shared)
        return ChaCha20Poly1305(derived)
