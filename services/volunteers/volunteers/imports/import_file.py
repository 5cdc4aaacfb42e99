"""Import a file: all of its rows in one commit, or none; or try it, and keep nothing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from shared.database import Connection, Database
from shared.http import View
from shared.pages.forms import MESSAGES, message, told
from shared.pages.language import language
from shared.reach import Reach

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.imports.import_shift import import_shift, lock_known_shifts
from volunteers.imports.import_volunteer import import_volunteer
from volunteers.imports.importing import Importing
from volunteers.imports.rows import ShiftRow, VolunteerRow
from volunteers.imports.rules import RowRefused, RowsRefused, read_rows, several
from volunteers.imports.views import ImportView, RefusedRow
from volunteers.imports.vocabulary import ImportKind
from volunteers.people.keys import Keys


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of file holds: its rows, which columns hold several words, and what is done."""

    row: type[View]
    lists: frozenset[str]
    act: Callable[[Any, Importing], Awaitable[bool]]

    @property
    def columns(self) -> list[str]:
        """Return the names of the columns."""
        return [about.alias or name for name, about in self.row.model_fields.items()]

    @property
    def required(self) -> list[str]:
        """Return the names of the columns that a file must have."""
        fields = self.row.model_fields.items()
        return [about.alias or name for name, about in fields if about.is_required()]


KINDS: Mapping[ImportKind, Kind] = {
    "volunteers": Kind(VolunteerRow, frozenset({"channels", "lines"}), import_volunteer),
    "shifts": Kind(ShiftRow, frozenset({"channels", "volunteers"}), import_shift),
}


class _Tried(Exception):
    """Ends a trial's transaction, which is rolled back, with what it would have done."""

    def __init__(self, view: ImportView) -> None:
        super().__init__()
        self.view = view


async def try_file(
    database: Database, kind: ImportKind, content: bytes, *, reach: Reach, keys: Keys, now: datetime
) -> ImportView:
    """Do all that an import does, and roll it back: nobody is told, nothing is kept."""
    try:
        async with database.commit() as connection:
            raise _Tried(await _import(Importing(connection, reach, keys, now), kind, content))
    except _Tried as tried:
        return tried.view.model_copy(update={"dry_run": True})


async def import_file(
    connection: Connection, kind: ImportKind, content: bytes, *,
    reach: Reach, keys: Keys, now: datetime,
) -> ImportView:  # fmt: skip
    """Import a file whose every row is possible; raises `RowsRefused` for any other."""
    view = await _import(Importing(connection, reach, keys, now), kind, content)
    if view.refused:
        first, rows = view.refused[0], {each.row for each in view.refused}
        raise RowsRefused(
            f"{len(rows)} of {view.rows} rows are refused, the first is row {first.row} "
            f"({first.field or 'the whole row'}): ask with dryRun=true for all, and mend them"
        )
    return view


async def _import(importing: Importing, kind: ImportKind, content: bytes) -> ImportView:
    """Import the rows one after another; those that are refused leave nothing behind."""
    of = KINDS[kind]
    cells = read_rows(content, of.columns, of.required)
    rows = {number: _read(of, row) for number, row in cells.items()}
    await importing.prepare([each for row in rows.values() for each in _references(row)])
    # All that is locked later is locked now, in the order of the whole service.
    await lock_volunteers(importing.connection, importing.known.values())
    shifts = [row for row in rows.values() if isinstance(row, ShiftRow)]
    if shifts:
        await lock_known_shifts(shifts, importing)
    refused: list[RefusedRow] = []
    created = changed = 0
    for number, row in rows.items():
        if not isinstance(row, View):
            refused += [RefusedRow(row=number, field=name, reason=why) for name, why in row]
            continue
        try:
            async with importing.connection.transaction():
                is_new = await of.act(row, importing)
        except RowRefused as error:
            why = told(error.refusal)
            refused.append(RefusedRow(row=number, field=error.field, reason=why))
        else:
            created, changed = created + is_new, changed + (not is_new)
    return ImportView(
        dry_run=False, rows=len(rows), created=created, changed=changed, refused=refused
    )


def _read(of: Kind, cells: Mapping[str, str]) -> View | list[tuple[str, str]]:
    """Return a row, or what is wrong with which of its cells: one thing of each."""
    given = {name: several(cell) if name in of.lists else cell for name, cell in cells.items()}
    try:
        return of.row.model_validate(given)
    except ValidationError as wrong:
        return list({_column(one["loc"]): _why(one) for one in wrong.errors()}.items())


def _column(place: Sequence[int | str]) -> str:
    return str(place[0]) if place else ""


def _why(error: Any) -> str:
    """Return what to write instead, never what stood there."""
    kind = error["type"]
    if language() == "en" and kind in ("literal_error", "email", "phone", "one_line", "twice"):
        return str(error["msg"])
    return message(kind if kind in MESSAGES else "", error.get("ctx", {}))


def _references(row: View | list[tuple[str, str]]) -> list[str]:
    if isinstance(row, VolunteerRow):
        return [row.reference]
    return row.volunteers if isinstance(row, ShiftRow) else []
