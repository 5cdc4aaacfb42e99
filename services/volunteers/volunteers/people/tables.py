"""The tables of people: what reaches somebody is sealed with a key of that person's own.

Without a row of `person_key` what was sealed with it is unreadable, in every backup as well
(docs/decisions/0022).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, SmallInteger, Text
from sqlmodel import Field

from volunteers.people.vocabulary import Language
from volunteers.persistence import Table


class Person(Table, table=True):
    """How to reach a volunteer or a supervisor: name and addresses as one sealed JSON object."""

    person_id: UUID = Field(primary_key=True)
    sealed: bytes = Field(sa_type=LargeBinary)
    language: Language = Field(sa_type=Text)
    by_mail: bool = True
    by_push: bool = False
    reminder_hours: int = Field(default=24, sa_type=SmallInteger)
    changed_at: datetime
    version: int = 1


class PersonKey(Table, table=True):
    """A person's data key, sealed with the key of the setting; deleting it erases the person.

    `wrapped_with` is the first eight hexadecimal digits of the SHA-256 of that key.
    """

    __tablename__ = "person_key"
    person_id: UUID = Field(primary_key=True)
    wrapped: bytes = Field(sa_type=LargeBinary)
    wrapped_with: str = Field(sa_type=Text)


class Erasure(Table, table=True):
    """Somebody's personal data was erased; counts of them stay by this id."""

    person_id: UUID = Field(primary_key=True)
    erased_at: datetime
