"""How a page names what an erasure deletes and what it leaves, table by table."""

from collections.abc import Mapping

from shared.pages.language import N_, gettext

# By the names of `rules.ERASED`.
GOES: Mapping[str, str] = {
    "person": N_("name, addresses and telephone number, and how they wanted to be told"),
    "person_key": N_("the key with which this is sealed, in backups too"),
    "selection_interview": N_("the selection interview, with its scores"),
    "availability": N_("when they could and wanted to work"),
    "absence": N_("their absences"),
    "waiting_place": N_("waiting lists on which they stand"),
    "standby": N_("shifts for which they stand by"),
    "notice": N_("reminders and messages to them"),
    "push_subscription": N_("the devices that show their messages"),
    "calendar_feed": N_("the address of their calendar"),
}
# By the names of `rules.TOLD` that are not erased.
STAYS: Mapping[str, str] = {
    "volunteer": N_("the location, role, channels and state; not the number of an import"),
    "volunteer_step": N_("the steps of their way, with the days"),
    "evaluation": N_("the days of evaluation interviews; what was written in them goes"),
    "half_day": N_("half-days and modules that they attended"),
    "supervisor": N_("their work as a supervisor, with certificates"),
    "place": N_("the shifts that they had"),
    "fixed_shift": N_("their fixed shifts"),
    "swap_leg": N_("swaps in which they were"),
    "offer": N_("what they were asked, and whether they said yes"),
    "proposed_place": N_("places that were proposed for them"),
    "presence": N_("when they were at the desk"),
    "after_care": N_("the days of calls after heavy contacts"),
    "mandate": N_("mandates: the fingerprint of their account, and the days"),
}


def told(names: Mapping[str, str]) -> list[str]:
    """Return what is in a table of these, in the language that is spoken now."""
    return [gettext(name) for name in names.values()]
