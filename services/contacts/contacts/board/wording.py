"""How the board says what it shows, in the language of the request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.events.vocabulary import Channel, MissedReason, Role
from shared.pages.formats import number, percent, time
from shared.pages.language import N_, gettext, ngettext

from contacts.board.queries import Board, Hole
from contacts.board.rules import AtDesk, ChannelNow, Comparison, Headline, Rate
from contacts.desk.wording import PARTNERS
from contacts.queue.rules.routing import Reason
from contacts.referrals.rules import Step
from contacts.surges.wording import name as surge

ROLES: Mapping[Role, str] = {
    "mentor": N_("Mentor"), "listener": N_("Listener"), "trainee": N_("Trainee"),
}  # fmt: skip
# Of one listener. `free`: is there, and may get the first that waits, or the next one.
FREE = N_("free")
REASONS: Mapping[Reason, str] = {
    "absent": N_("absent"),
    "gone": N_("browser gone"),
    "paused": N_("in a pause"),
    "leaving": N_("leaving"),
    "not_on_shift": N_("not on shift"),
    "no_mentor": N_("without a mentor"),
    "no_extension": N_("without an extension"),
    "on_the_telephone": N_("on the telephone"),
    "full": N_("full"),
    "not_admitted_for_channel": N_("not for this channel"),
    "not_admitted_for_line": N_("not for this line"),
    "chats_open": N_("has chats open"),
    "seeker_gone": N_("help seeker gone"),
    "bus_away": N_("servers apart"),
}
STEPS: Mapping[Step, str] = {
    "offered": N_("not answered yet"), "accepted": N_("accepted: to be connected"),
}  # fmt: skip
HEADLINES: Mapping[Headline, tuple[str, str]] = {
    "nobody_can": ("wrong", ""),
    "offered": ("warn", ""),
    "closed": ("warn", ""),
    "nobody_on": ("wrong", N_("Nobody is on: whoever comes now is not answered")),
    "nobody_free": ("warn", N_("Nobody waits, and nobody is free for the next one")),
    "calm": ("done", N_("Nobody waits")),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a channel is called where it is counted, closed and opened."""

    waiting: str
    talking: str
    closed: str
    closed_since: str
    close: str
    warning: str
    close_now: str
    open_again: str
    is_open: str
    told: tuple[str, str]


WORDS: Mapping[Channel, Words] = {
    "chat": Words(
        N_("Waiting for a chat"), N_("In a chat"), N_("The chat is closed"),
        N_("The chat is closed since %(time)s. Who comes is told so."), N_("Close the chat"),
        N_("Whoever comes from now on is told that the chat is closed, and so is whoever waits."
           " Chats that are open go on."),
        N_("Close the chat now"), N_("Open the chat again"), N_("The chat is open again."),
        (N_("The chat is closed. %(num)s who waited was told so."),
         N_("The chat is closed. %(num)s who waited were told so.")),
    ),
    "telephone": Words(
        N_("Callers waiting"), N_("In a call"), N_("The telephone is closed"),
        N_("The telephone is closed since %(time)s. Who calls is told so."),
        N_("Close the telephone"),
        N_("Whoever calls from now on is told that the line is closed, and so is whoever waits."
           " Calls that are answered go on."),
        N_("Close the telephone now"), N_("Open the telephone again"),
        N_("The telephone is open again."),
        (N_("The telephone is closed. %(num)s who waited was told so."),
         N_("The telephone is closed. %(num)s who waited were told so.")),
    ),
}  # fmt: skip
COMPARISONS: Mapping[Comparison, str] = {
    "lower": N_("lower than today"), "same": N_("as today"), "higher": N_("higher than today"),
}  # fmt: skip
MISSED: Mapping[MissedReason, str] = {
    "abandoned": N_("left the queue"), "no_listener": N_("nobody on"), "closed": N_("closed"),
}  # fmt: skip
SECONDS = 60
__all__ = ["PARTNERS", "STEPS", "surge", "time"]


def kind(headline: Headline) -> str:
    """Return how a headline is coloured: `wrong`, `warn` or `done`."""
    return HEADLINES[headline][0]


def said(headline: Headline, channels: Sequence[ChannelNow], free: int) -> str:
    """Return a headline in words: `3 wait, and nobody can take them`."""
    waiting = sum(channel.waiting for channel in channels)
    if headline == "closed":
        closed = [WORDS[one.channel].closed for one in channels if one.closed_at]
        return ", ".join(gettext(one) for one in closed)
    if headline == "nobody_can":
        return ngettext(
            "%(num)s waits, and nobody can take it", "%(num)s wait, and nobody can take them",
            waiting,
        )  # fmt: skip
    if headline == "offered":
        return ngettext(
            "%(num)s waits, and is being offered", "%(num)s wait, and are being offered", waiting
        )
    if headline == "calm":
        free_ones = ngettext("%(num)s listener is free", "%(num)s listeners are free", free)
        return f"{gettext(HEADLINES[headline][1])}, {free_ones}"
    return gettext(HEADLINES[headline][1])


def told(channel: Channel, waited: int) -> str:
    """Return that a channel is closed, and how many were told so."""
    one, several = WORDS[channel].told
    return gettext(one if waited == 1 else several, num=number(waited))


def wait(seconds: int) -> str:
    """Return a length of time as minutes and seconds: `4:10`."""
    return f"{seconds // SECONDS}:{seconds % SECONDS:02d}"


def why(reason: Reason, count: int) -> str:
    """Return a reason and for how many it holds: `2 full`."""
    return f"{number(count)} {gettext(REASONS[reason])}"


def name(one: AtDesk) -> str:
    """Return who it is: `Listener 2`, or `Mentor` where there is one."""
    return " ".join([gettext(ROLES[one.role]), *([str(one.number)] if one.number else [])])


def state(one: AtDesk) -> str:
    """Return how a listener is: `free`, or the reason why not: `full`, `in a pause`."""
    return gettext(FREE if one.why is None else REASONS[one.why])


def mark(one: AtDesk) -> str:
    """Return how a listener is coloured: `done` free, `wrong` something to mend, `warn` away."""
    if one.why is None:
        return "done"
    return {"full": "busy", "paused": "warn", "leaving": "warn"}.get(one.why, "wrong")


def idle(one: AtDesk, now: datetime) -> str:
    """Return for how many minutes somebody who is free has had nothing: `idle 4 min`."""
    if one.idle_since is None or one.why is not None:
        return ""
    minutes = max(0, int((now - one.idle_since).total_seconds())) // SECONDS
    return gettext("idle %(minutes)s min", minutes=minutes)


def missed(board: Board) -> str:
    """Return why attempts were missed today: `3 left the queue, 1 nobody on`."""
    counted = [(reason, count) for reason, count in board.missed.items() if count]
    return ", ".join(f"{number(count)} {gettext(MISSED[reason])}" for reason, count in counted)


def share(rate: Rate) -> str:
    """Return an answer rate: `84%`, or a dash where too little was measured."""
    return "–" if rate.share is None else percent(rate.share)


def counted(rate: Rate) -> str:
    """Return what an answer rate was measured of: `21 of 25`, or that it is too little."""
    if rate.share is None:
        return ngettext("too little: %(num)s attempt", "too little: %(num)s attempts", rate.all)
    return gettext("%(answered)s of %(all)s", answered=rate.answered, all=rate.all)


def compared(comparison: Comparison) -> str:
    """Return how the hour is to the day: `lower than today`."""
    return gettext(COMPARISONS[comparison])


def times(hole: Hole) -> str:
    """Return when a part of the day begins and ends in Amsterdam: `20:00–24:00`."""
    ends = time(hole.ends_at)
    return f"{time(hole.starts_at)}–{'24:00' if ends == '00:00' else ends}"
