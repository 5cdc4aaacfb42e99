"""What the books keep. No projections: a rebuild leaves them alone."""

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from reporting.tables import Time, Word, WordKey


class Kept(SQLModel, registry=registry()):
    """The base of these tables."""


class Closing(Kept, table=True):
    """A period that was closed or corrected: what was counted, and what of it is hidden.

    `number` is the order of the closings. `counts` are exact, and of months only: a quarter and a
    year are the sums of the newest revisions of their months before them. Only the books read
    them, to decide on later periods. `seen` says which events were counted.
    """

    __tablename__: ClassVar[Any] = "closing"

    number: int = Field(unique=True)
    period: WordKey
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    closed_at: Time
    seen: Annotated[dict[str, Any], Field(sa_type=JSONB)]
    counts: Annotated[dict[str, Any] | None, Field(sa_type=JSONB)]
    hidden: Annotated[list[str], Field(sa_type=JSONB)]


class PublishedReport(Kept, table=True):
    """A report as it was published: the bytes of its JSON, which never change."""

    __tablename__: ClassVar[Any] = "published_report"
    __table_args__: ClassVar[Any] = (
        Index("published_report_of", "place", "kind", "begins", "revision", unique=True),
    )

    report_id: UUID = Field(primary_key=True)
    period: Word
    kind: Word
    begins: date
    place: Word
    revision: int
    published_at: Time
    content: bytes
    sha256: Word
