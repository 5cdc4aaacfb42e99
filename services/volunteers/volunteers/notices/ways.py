"""The ways by which people are told: mail and web push, each as a function that sends."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, TypeAlias
from uuid import UUID

from shared.database import Connection
from shared.pages.language import Catalogues

from volunteers.notices.tables import Notice
from volunteers.notices.vocabulary import NoticeKind
from volunteers.notices.wording import Words
from volunteers.people.keys import Keys


class NotTold(Exception):
    """The other side did not take a message. The text has its code; no address and no words."""


class WayNotSet(NotTold):
    """The way is not set: what is to be told by it waits."""


class BrowserGone(NotTold):
    """The browser takes no push any more."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a browser takes push, and its keys in base64url (RFC 8291); never written to a log."""

    endpoint: str
    p256dh: str
    auth: str

    def __repr__(self) -> str:
        """Return nothing of the browser."""
        return "Browser(...)"


# Mails words to an address, for the notice of this id.
ByMail: TypeAlias = Callable[[UUID, str, Words], Awaitable[None]]
# Pushes the kind of a notice to a browser, which is to have it within so many seconds.
ByPush: TypeAlias = Callable[[Browser, NoticeKind, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a notice is about, in the language that is spoken, and when its first shift begins."""

    what: str
    starts_at: datetime | None = None


# Reads what a notice is about; None: its reason is gone.
About: TypeAlias = Callable[[Connection, Notice], Awaitable[Reason | None]]


@dataclass(frozen=True, slots=True)
class Ways:
    """What it takes to tell people; `address` is where the pages are."""

    mail: ByMail
    push: ByPush
    about: About
    keys: Keys
    words: Catalogues
    address: str


def not_set(setting: str) -> Callable[..., Awaitable[None]]:
    """Return the way of a setting that is missing: it raises `WayNotSet`."""

    async def refuse(*_: Any) -> NoReturn:
        raise WayNotSet(f"{setting} is not set")

    return refuse
