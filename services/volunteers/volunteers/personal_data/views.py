"""Answers with all that is kept of a person."""

from typing import Any
from uuid import UUID

from pydantic import Field
from shared.http import View

from volunteers.people.views import PersonView


class PersonalDataView(View):
    """All that is kept of a person: how they are reached, and the records by table."""

    person_id: UUID
    contact: PersonView | None = Field(description="null where nothing was told, or erased")
    records: dict[str, list[dict[str, Any]]]


class ErasureView(View):
    """Somebody's personal data was erased; counts of them stay by the id."""

    person_id: UUID
    erased: bool
