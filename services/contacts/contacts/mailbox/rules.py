"""Letters: how long they may be, who has one, when it is late, and what a wrong phrase costs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from shared.events.vocabulary import Role
from shared.refusals import BadInput, NotFound, Refusal

from contacts.queue.rules.lifecycle import Attempt, end, waited_seconds
from contacts.registration.rules import LONGEST

Author = Literal["seeker", "listener"]
Review = Literal["asked", "given_back"]
Age = Literal["new", "near", "late"]

LONGEST_LETTER = 8_000
MOST_LETTERS = 200
MOST_NOTE = 2_000
TARGET = timedelta(hours=72)
NEAR = timedelta(hours=60)
HELD_FOR = timedelta(hours=24)

# What wrong pass-phrases cost: see `delay_seconds`, `may_wait`.
SLOTS = 2
LONGEST_DELAY = 8.0
WRONG_HALF_LIFE = 600.0
DOUBLES_EVERY = 10
CHECK_SECONDS = 0.2
LONGEST_WAIT = 20.0


class LetterEmpty(BadInput):
    """There is nothing in the letter."""


class LetterTooLong(BadInput):
    """The letter is longer than `LONGEST_LETTER` characters."""


class LettersFull(Refusal):
    """There are `MOST_LETTERS` letters in the mailbox."""


class MailboxGone(NotFound):
    """The mailbox was deleted."""


class PhraseUnknown(NotFound):
    """No mailbox is opened by this pass-phrase."""


class MailboxBusy(Refusal):
    """So many pass-phrases are tried that this one must wait."""

    status = 503


class NotAdmittedForLetters(Refusal):
    """The volunteer is not admitted for the channel email."""


class LetterTaken(Refusal):
    """Another listener has the letter."""


class NotYourLetter(Refusal):
    """The letter is not this listener's now."""


class LetterNotToReview(Refusal):
    """No answer to this letter waits for a colleague."""


class ReviewOfOneself(Refusal):
    """An answer is reviewed by another than who wrote it."""


class NewLetterCame(Refusal):
    """The help seeker wrote on since the page was opened."""


class AnswerUnderReview(Refusal):
    """A colleague is reading the answer."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A listener as letters know one: admitted for them or not, as what, and where."""

    volunteer_id: UUID
    admitted: bool
    role: Role | None
    location_id: UUID | None


def check_text(text: str) -> str:
    """Return a letter's text; raises LetterEmpty, LetterTooLong."""
    if not text:
        raise LetterEmpty("there is nothing in the letter yet: write it, then send it")
    if len(text) > LONGEST_LETTER:
        raise LetterTooLong(
            f"the letter has {len(text)} characters, and at most {LONGEST_LETTER} are taken: send"
            " it in parts"
        )
    return text


def check_writer(writer: Writer) -> None:
    """Refuse whoever is not admitted for letters, or whose location is not known."""
    if not writer.admitted or writer.role is None or writer.location_id is None:
        raise NotAdmittedForLetters(
            "you are not admitted for e-mail, or it is not known here yet: ask your coordinator"
        )


def check_waits(attempt: Attempt) -> None:
    """Refuse to take a letter that somebody has, or that is over."""
    if attempt.state != "waiting":
        raise LetterTaken("this letter is with another listener, or is over: take another one")


def check_held(attempt: Attempt, volunteer_id: UUID, review: Review | None) -> None:
    """Refuse to write in a letter that is not this listener's, or is with a colleague."""
    if attempt.state != "answered" or attempt.answered_by != volunteer_id:
        raise NotYourLetter("this letter is not yours now: it was released, answered or deleted")
    if review == "asked":
        raise AnswerUnderReview("a colleague is reading your answer: wait for what they say")


def check_may_read(attempt: Attempt, writer: Writer, review: Review | None) -> None:
    """Refuse a letter to whoever neither has it, nor has to register it, nor reviews its answer."""
    own = attempt.answered_by == writer.volunteer_id
    if own and attempt.state in ("answered", "ended"):
        return
    reviews = attempt.state == "answered" and review == "asked" and writer.role != "trainee"
    if not reviews:
        raise NotYourLetter("this letter is not yours now: take it from the list first")


def check_review(attempt: Attempt, writer: Writer, review: Review | None) -> None:
    """Refuse to review what waits for no review, one's own answer, or as a trainee."""
    if attempt.state != "answered" or review != "asked":
        raise LetterNotToReview("no answer to this letter waits for a colleague: it is done")
    if attempt.answered_by == writer.volunteer_id or writer.role == "trainee":
        raise ReviewOfOneself("a colleague who is no trainee reviews it: leave it to one")


def check_seen(letters: Sequence[UUID], seen: str) -> None:
    """Refuse to send an answer by whoever has not seen the help seeker's last letter."""
    if letters and str(letters[-1]) != seen:
        raise NewLetterCame("the help seeker has written on: read it, then send your answer")


def age_of(arrived_at: datetime, now: datetime) -> Age:
    """Return whether the three-day target is far, near (from 60 hours on) or missed."""
    if now - arrived_at >= TARGET:
        return "late"
    return "near" if now - arrived_at >= NEAR else "new"


def is_stale(
    taken_at: datetime, saved_at: datetime | None, review: Review | None, now: datetime
) -> bool:
    """Return whether a letter goes back to the list: held for a day in which no draft was saved.

    One that a colleague is to review does not.
    """
    held_since = max(taken_at, saved_at) if saved_at else taken_at
    return review != "asked" and now - held_since >= HELD_FOR


def answered(attempt: Attempt, now: datetime) -> Attempt:
    """Return the attempt of a letter as answered now.

    The help seeker waited until the answer. The contact began when the letter was taken last, at
    the earliest a day ago: no contact lasts longer.
    """
    ended = end(attempt, "listener", now)
    assert attempt.answered_at is not None
    return replace(
        ended, answered_at=max(attempt.answered_at, now - LONGEST),
        wait_seconds=waited_seconds(attempt, now),
    )  # fmt: skip


def delay_seconds(wrong: float) -> float:
    """Return how long each try waits while `wrong` (decayed) wrong ones came lately, by anybody."""
    doublings: float = min(wrong, 1_000.0) / DOUBLES_EVERY
    return float(min(LONGEST_DELAY, 0.5 * (2**doublings - 1)))


def still_wrong(wrong: float, seconds: float) -> float:
    """Return what is left of a number of wrong tries after so many seconds: half in ten minutes."""
    return float(wrong * 0.5 ** (seconds / WRONG_HALF_LIFE))


def may_wait(waiting: int, delay: float) -> bool:
    """Return whether one more try has its turn within `LONGEST_WAIT` seconds."""
    return (waiting + 1) * (delay + CHECK_SECONDS) / SLOTS <= LONGEST_WAIT


def enumeration_seconds(tries: int, check_seconds: float, processes: int = 1) -> float:
    """Return how long so many wrong tries take, at the least, where a check takes so long."""
    return tries * (LONGEST_DELAY + check_seconds) / (SLOTS * processes)
