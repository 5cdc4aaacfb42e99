"""The tables of notices and of browsers that take them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, SmallInteger, Text
from sqlmodel import Field

from volunteers.notices.vocabulary import NoticeKind, NoticeState
from volunteers.persistence import Table


class Notice(Table, table=True):
    """Something that a person is to be told at a moment; its text is made when it is sent.

    `about_id` is what it is about: a shift, an offer, a swap, an evaluation. `problem` is a code.
    """

    notice_id: UUID = Field(primary_key=True)
    person_id: UUID
    kind: NoticeKind = Field(sa_type=Text)
    about_id: UUID
    due_at: datetime
    expires_at: datetime
    state: NoticeState = Field(default="waiting", sa_type=Text)
    attempts: int = Field(default=0, sa_type=SmallInteger)
    next_at: datetime
    sent_at: datetime | None = None
    problem: str | None = Field(default=None, sa_type=Text)


class PushSubscription(Table, table=True):
    """A browser of a person that takes web push; its address and keys are sealed."""

    __tablename__ = "push_subscription"
    subscription_id: UUID = Field(primary_key=True)
    person_id: UUID
    sealed: bytes = Field(sa_type=LargeBinary)
    made_at: datetime
