"""Refusals as a volunteer reads them about oneself: the rule, and what would be allowed."""

from collections.abc import Mapping

from shared.pages.forms import told
from shared.pages.language import N_, gettext
from shared.refusals import PreconditionFailed, Refusal

from volunteers.admission.rules.way import StepNotPossible
from volunteers.fixed_shifts.rules import FixedAlready, FixedShiftNotFound
from volunteers.mine.propose import NobodyToSwapWith
from volunteers.notices.rules import UnknownPushService
from volunteers.offers.rules import OfferIsClosed, OfferNotFound
from volunteers.people.keys import PersonErased
from volunteers.personal_data.rules import StillThere
from volunteers.sealing import PersonalDataLocked
from volunteers.shifts.rules.company import ExperiencedNeeded, MentorNeeded, TraineeAlone
from volunteers.shifts.rules.places import (
    AlreadyInShift,
    NotInShiftBefore,
    PlaceIsFree,
    ShiftHasEnded,
    ShiftHasStarted,
    ShiftIsCancelled,
    ShiftIsFull,
    ShiftNotFound,
)
from volunteers.shifts.rules.release import NotInShift, TooLateToRelease
from volunteers.shifts.rules.rest import RestAfterNight, ShiftsOverlap
from volunteers.shifts.rules.standing import NotAdmitted, NotAdmittedForChannel, OnPause, Suspended
from volunteers.shifts.rules.week_limit import WeekFull
from volunteers.shifts.rules.where import NotFromHome, OtherLocation
from volunteers.standing.rules import PauseInThePast
from volunteers.swaps.rules import (
    ChainByCoordinator,
    PlaceIsGone,
    SwapIsSettled,
    SwapNotFound,
    SwapUnclear,
    TooLateToSwap,
)

SAID: Mapping[type[Refusal], str] = {
    AlreadyInShift: N_("You are in this shift already."),
    ExperiencedNeeded: N_(
        "The last places of this shift are kept for people with a year's experience. Choose a shift"
        " with more places open."
    ),
    ChainByCoordinator: N_("Nobody gives that shift: take a place in it under “Open shifts”."),
    FixedAlready: N_(
        "You have a fixed shift at that time of the week: end it first, or begin after its last"
        " day."
    ),
    FixedShiftNotFound: N_("This fixed shift is not there any more: choose another."),
    MentorNeeded: N_(
        "A trainee would be alone without you: ask the coordinator to find another mentor first."
    ),
    NobodyToSwapWith: N_("Nobody else is in that shift: take a place in it, or choose another."),
    NotAdmitted: N_(
        "You take shifts once you are admitted, or in practice beside a mentor. “Training” shows"
        " what is still to be done."
    ),
    NotAdmittedForChannel: N_(
        "You are not admitted for every channel of this shift: choose one on your own channels."
    ),
    NotFromHome: N_("This shift cannot be worked from home: choose one at your own location."),
    NotInShift: N_("You are not in this shift any more."),
    NotInShiftBefore: N_(
        "Who stays on is in the shift just before: take a place in it, or stand by for this one."
    ),
    OfferIsClosed: N_(
        "This question is no longer open. Places that are still free stand under “Open shifts”."
    ),
    OfferNotFound: N_(
        "This question is no longer open. Places that are still free stand under “Open shifts”."
    ),
    OnPause: N_("You are on pause then: choose a shift after it, or end your pause first."),
    OtherLocation: N_(
        "This shift is at another location: choose one at your own, or one that may be worked from"
        " home."
    ),
    PauseInThePast: N_("The last day of a pause is today or later. Or leave it empty."),
    PersonErased: N_("Your data was erased: nothing is kept of you under this account any more."),
    PersonalDataLocked: N_("Names cannot be opened just now: try it again later."),
    PlaceIsFree: N_("A place is free now: take it instead of waiting."),
    PlaceIsGone: N_("Somebody in this swap is no longer in that shift: propose a new swap."),
    PreconditionFailed: N_(
        "This was changed elsewhere meanwhile, on another device or by your coordinator. Look at"
        " it, and save it once more."
    ),
    RestAfterNight: N_(
        "Between a night shift and the next shift there are 14 hours of rest: choose one that"
        " begins later."
    ),
    ShiftHasEnded: N_("This shift is over: choose one that is still to come."),
    ShiftHasStarted: N_("This shift has begun: call the location if you can still come."),
    ShiftIsCancelled: N_("This shift is cancelled: choose another."),
    ShiftIsFull: N_("All places are taken: wait for one, or choose another shift."),
    ShiftNotFound: N_("This shift is not there any more: choose another."),
    ShiftsOverlap: N_(
        "You have another shift at that time: give that one back, or choose another."
    ),
    StepNotPossible: N_(
        "This is not possible as you stand now. The page “Today” shows whether you pause."
    ),
    StillThere: N_("Your data is needed as long as you are a volunteer: leave first."),
    Suspended: N_("You cannot take shifts at present: speak with your coordinator."),
    SwapIsSettled: N_("This swap was settled already: see what holds now under “My shifts”."),
    SwapNotFound: N_("This swap is not there any more: propose a new one."),
    SwapUnclear: N_("Choose a shift that you give, and another one that you take, or none."),
    TooLateToRelease: N_(
        "A shift is given back until 48 hours before it begins. Propose a swap, let somebody take"
        " it over, or call your coordinator."
    ),
    TooLateToSwap: N_(
        "Everybody agrees until an hour before the first shift: swap a later one, or call your"
        " coordinator."
    ),
    TraineeAlone: N_(
        "Every mentor of this shift has a trainee beside them, or there is none: choose a shift"
        " with a mentor."
    ),
    UnknownPushService: N_(
        "Messages cannot be shown by this browser: use Chrome, Edge, Firefox or Safari."
    ),
    WeekFull: N_("You have five shifts in that week, the most there may be: choose another week."),
}  # fmt: skip


def said(refusal: Refusal) -> str:
    """Return what a refusal says to the volunteer whom it concerns, in the language spoken now."""
    words = SAID.get(type(refusal))
    return gettext(words) if words else told(refusal)
