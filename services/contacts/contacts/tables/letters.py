"""The secure mailbox: ciphertext, and the keys that make it readable."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from contacts.tables.base import MOMENT, Table


class Mailbox(Table, table=True):
    """A help seeker's letters and their answers; `last_at` is when the last one was written."""

    box_id: UUID = Field(primary_key=True)
    last_at: datetime = Field(sa_type=MOMENT)


class MailboxKey(Table, table=True):
    """A mailbox's key, wrapped twice; without this row nothing of the box can be read.

    `lookup` finds it by the pass-phrase, `by_phrase` opens with it; `for_listeners` with the key of
    the setting whose fingerprint is `wrapped_with`.
    """

    __tablename__ = "mailbox_key"

    box_id: UUID = Field(primary_key=True)
    lookup: bytes
    by_phrase: bytes
    for_listeners: bytes
    wrapped_with: str


class Letter(Table, table=True):
    """A letter of a mailbox as ciphertext; `author` is seeker or listener, never who."""

    letter_id: UUID = Field(primary_key=True)
    box_id: UUID
    attempt_id: UUID
    author: str
    written_at: datetime = Field(sa_type=MOMENT)
    sealed: bytes


class LetterAnswer(Table, table=True):
    """The answer that is being written, as ciphertext; `review` of a trainee's: asked, given_back.

    `letter_id` is what the answer will be known by; `note` is the colleague's, sealed as well.
    """

    __tablename__ = "letter_answer"

    attempt_id: UUID = Field(primary_key=True)
    box_id: UUID
    letter_id: UUID
    draft: bytes
    saved_at: datetime = Field(sa_type=MOMENT)
    review: str | None
    note: bytes | None


class MailboxDeletion(Table, table=True):
    """How many mailboxes and letters were deleted on a day (UTC): the proof is a count."""

    __tablename__ = "mailbox_deletion"

    day: date = Field(primary_key=True)
    boxes: int
    letters: int
