"""Answers about people, for who may know them."""

from uuid import UUID

from shared.http import View

from volunteers.people.open_people import Reached
from volunteers.people.vocabulary import Language


class PersonView(View):
    """How somebody is reached. `version` is what a change names in `If-Match`."""

    person_id: UUID
    name: str
    email: str | None
    phone: str | None
    street: str | None
    postal_code: str | None
    city: str | None
    language: Language
    by_mail: bool
    by_push: bool
    reminder_hours: int
    version: int


def view_of_person(person_id: UUID, reached: Reached) -> PersonView:
    """Return how somebody is reached, as clients see it."""
    return PersonView(
        person_id=person_id,
        **{field: getattr(reached, field) for field in Reached.__dataclass_fields__},
    )
