"""Who may work at a desk, and whose chat or call it is."""

from datetime import timedelta
from uuid import UUID

from shared.refusals import Refusal

from contacts.queue.rules.lifecycle import Attempt

HEAVY_FOR = timedelta(minutes=30)
HEAVY_SHOWN_FOR = timedelta(hours=1)


class NotOnThisShift(Refusal):
    """The volunteer has no place in the shift, or it does not run now."""


class NotAdmitted(Refusal):
    """The volunteer is not admitted, or contacts has not been told yet."""


class ChatsOpen(Refusal):
    """There are open chats or a call at the desk."""


class OfferGone(Refusal):
    """The attempt is not offered to this listener any more."""


class AnsweredByTelephone(Refusal):
    """A call is answered by picking up the telephone."""


class ExtensionTaken(Refusal):
    """Another listener is at a desk with this extension."""


class NotYourChat(Refusal):
    """The chat or call is not this listener's, or it is over."""


class ChatNotEnded(Refusal):
    """A chat or a call is registered when it has ended."""


def check_may_work(*, admitted: bool, on_shift: bool) -> None:
    """Refuse a desk to who is not admitted, or has no place in a shift that runs now."""
    if not admitted:
        raise NotAdmitted("you are not admitted yet, or it is not known here: ask your coordinator")
    if not on_shift:
        raise NotOnThisShift(
            "you have no place in this shift, or it does not run now (half an hour before and"
            " after count): choose another, or let your coordinator fill it"
        )


def check_may_change_shift(shift_id: UUID, working_on: UUID | None, open_chats: int) -> None:
    """Refuse another shift while anything is open: it belongs to the location of this one."""
    if working_on is not None and shift_id != working_on and open_chats:
        raise ChatsOpen("end the chats or the call that are open, then choose another shift")


def check_offered(attempt: Attempt, volunteer_id: UUID) -> None:
    """Refuse to take what is not offered to this listener."""
    if attempt.state != "offered" or attempt.offered_to != volunteer_id:
        raise OfferGone("this is not offered to you any more: it went to another listener, or left")


def check_no_call(attempt: Attempt) -> None:
    """Refuse to take a call by the desk: the exchange says who picked up."""
    if attempt.channel == "telephone":
        raise AnsweredByTelephone("this is a call: pick up the telephone that rings")


def check_extension_free(*, taken: bool) -> None:
    """Refuse an extension that another listener has at a desk: one of them would not be rung."""
    if taken:
        raise ExtensionTaken(
            "another listener is at a desk with this extension: give that of your own telephone"
        )


def check_open(attempt: Attempt, volunteer_id: UUID) -> None:
    """Refuse what may be done in an open chat or call of one's own only."""
    if attempt.state != "answered" or attempt.answered_by != volunteer_id:
        raise NotYourChat("this is no open chat or call of yours")


def check_own(attempt: Attempt, volunteer_id: UUID) -> None:
    """Refuse a chat or call that another listener has, or had last."""
    if attempt.answered_by != volunteer_id:
        raise NotYourChat("this chat or call was answered by another listener")


def check_ended(attempt: Attempt) -> None:
    """Refuse to register what has not ended."""
    if attempt.state not in ("ended", "registered"):
        raise ChatNotEnded("this chat or call has not ended: end it, then register it")
