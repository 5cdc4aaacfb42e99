"""How the page names what is imported, and what each column takes."""

from shared.pages.language import N_

from volunteers.imports.vocabulary import ImportKind

KIND_NAMES: dict[ImportKind, str] = {"volunteers": N_("Volunteers"), "shifts": N_("Shifts")}
COLUMN_NAMES: dict[str, str] = {
    "reference": N_("their number until now: at most 4 letters and 8 digits, such as V-1203"),
    "location": N_("the name of the location, as on the page of the organisation"),
    "channels": N_("telephone, chat, email; several apart by spaces"),
    "lines": N_("national, local; both apart by a space"),
    "role": N_("trainee, listener or mentor"),
    "appliedOn": N_("the day, such as 2026-01-31"),
    "admittedOn": N_("the day, for who was trained and admitted before; else they apply here"),
    "name": N_("the whole name"),
    "email": N_("one address, as name@example.org"),
    "phone": N_("in digits, as +31 6 12345678"),
    "street": N_("street and number"),
    "postalCode": N_("as 1234 AB"),
    "city": N_("the town"),
    "language": N_("nl or en"),
    "date": N_("the day, such as 2026-01-31; a night belongs to the day on which it ends"),
    "dayPart": N_("night, early_morning, morning, afternoon, early_evening or evening"),
    "needed": N_("how many places, 1 to 20"),
    "experiencedNeeded": N_("how many of them are to be experienced"),
    "teamOnly": N_("yes: for volunteers of the location only; or no"),
    "homeAllowed": N_("yes: others may take part from home; or no"),
    "volunteers": N_("the numbers of who is in it, apart by spaces; import them first"),
}
