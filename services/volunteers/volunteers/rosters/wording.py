"""How pages name the state of a proposal and what keeps people out of a place."""

from shared.pages.language import N_, gettext

from volunteers.rosters.vocabulary import GapReason, ProposalState

STATES: dict[ProposalState, str] = {
    "waiting": N_("waits for a worker"),
    "running": N_("is being made"),
    "done": N_("is done"),
    "failed": N_("could not be made"),
}
REASONS: dict[GapReason, str] = {
    "channel": N_("not admitted for the channel"),
    "absent": N_("absent"),
    "wish": N_("cannot at this time"),
    "overlap": N_("in another shift then"),
    "rest": N_("rest after a night"),
    "week": N_("enough shifts this week"),
    "nights": N_("enough nights"),
    "experience": N_("the place is for somebody experienced"),
    "free": N_("free, not placed yet"),
}


def state_name(state: ProposalState) -> str:
    """Return how far a proposal is, in the language of the request."""
    return gettext(STATES[state])


def reasons(excluded: dict[GapReason, int]) -> list[tuple[str, int]]:
    """Return the rules that keep people out with how many, the most first."""
    counted = sorted(excluded.items(), key=lambda one: (-one[1], one[0]))
    return [(gettext(REASONS[reason]), count) for reason, count in counted if count]
