"""The start page in Dutch and English."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Who are you today?",
        "about": "This is the development issuer of Sensoor: it asks for no password and believes"
        " you. It is no part of a production system.",
        "now": "You are now:",
        "else": "To be somebody else, choose another person.",
        "missing": "The page of this person does not run here yet. Wait until sensoor up says that"
        " it is ready, and choose again.",
        "nation": "For the whole country",
        "places": "At a location",
        "nobody": "No location is known yet. Run sensoor demo, which opens 25 of them, or open one"
        " as the coordinator. Then reload this page.",
        "other": "Somebody else",
        "role": "Role",
        "volunteer": "Id of the volunteer",
        "volunteer_hint": "for a role that a volunteer has; otherwise leave it empty",
        "locations": "Ids of the locations",
        "locations_hint": "with commas between them; leave it empty for the whole country",
        "continue": "Continue",
        "listener": "listener",
        "listener_at": "listener in {}",
        "coordinator": "coordinator",
        "coordinator_at": "coordinator in {}",
        "coordinator_of": "coordinator of {}",
        "trainer": "trainer",
        "trainer_at": "trainer in {}",
        "finance": "finance officer",
        "analyst": "analyst",
        "partner": "partner (113Online)",
        "operator": "operator",
        "council": "council of Zutphen",
    },
    "nl": {
        "title": "Wie bent u vandaag?",
        "about": "Dit is de aanmeldpagina voor ontwikkelaars van Sensoor: zij vraagt geen"
        " wachtwoord en gelooft u. In productie bestaat zij niet.",
        "now": "U bent nu:",
        "else": "Kies een andere persoon om iemand anders te zijn.",
        "missing": "De pagina van deze persoon draait hier nog niet. Wacht tot sensoor up meldt dat"
        " alles gereed is, en kies opnieuw.",
        "nation": "Voor het hele land",
        "places": "Op een locatie",
        "nobody": "Er is nog geen locatie bekend. Start sensoor demo, die er 25 opent, of open er"
        " zelf een als coördinator. Laad daarna deze pagina opnieuw.",
        "other": "Iemand anders",
        "role": "Rol",
        "volunteer": "Id van de vrijwilliger",
        "volunteer_hint": "voor een rol die een vrijwilliger heeft; anders leeg laten",
        "locations": "Id's van de locaties",
        "locations_hint": "met komma's ertussen; leeg voor het hele land",
        "continue": "Verder",
        "listener": "luisteraar",
        "listener_at": "luisteraar in {}",
        "coordinator": "coördinator",
        "coordinator_at": "coördinator in {}",
        "coordinator_of": "coördinator van {}",
        "trainer": "trainer",
        "trainer_at": "trainer in {}",
        "finance": "financieel medewerker",
        "analyst": "analist",
        "partner": "partner (113Online)",
        "operator": "beheerder",
        "council": "raad van Zutphen",
    },
}


def language_of(accepted: str) -> str:
    """Return `nl` or `en` by an `Accept-Language` header; English when it names neither."""
    preferred: list[tuple[float, str]] = []
    for part in accepted.split(","):
        name, _, quality = part.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        preferred.append((weight, name.strip().partition("-")[0].lower()))
    ranked = sorted(preferred, key=lambda one: -one[0])
    return next((name for weight, name in ranked if weight > 0 and name in WORDS), "en")
