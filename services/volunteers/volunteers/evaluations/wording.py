"""How pages name the standing of an interview."""

from shared.pages.language import N_, gettext

from volunteers.evaluations.vocabulary import Standing

STANDINGS: dict[Standing, str] = {
    "later": N_("later"),
    "due": N_("due soon"),
    "overdue": N_("overdue"),
    "planned": N_("planned"),
    "held": N_("held"),
}


def standing_names() -> dict[Standing, str]:
    """Return the names of the standings in the language that is spoken now."""
    return {standing: gettext(name) for standing, name in STANDINGS.items()}
