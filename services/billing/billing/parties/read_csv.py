"""Read parties from a CSV, one version a line."""

from pydantic import ValidationError

from billing.csv_rows import CsvWrong, read_rows, refuse_wrong, told
from billing.parties.commands import GivenParty, ImportedParty
from billing.parties.rules.details import DETAILS, PartyWrong, check_details
from billing.parties.rules.versions import Given

MOST_PARTIES = 100_000
COLUMNS = {field.alias or name: field for name, field in GivenParty.model_fields.items()}
NEEDED = ("party", *(name for name, field in COLUMNS.items() if field.is_required()))
POSSIBLE = tuple(name for name, field in COLUMNS.items() if not field.is_required())


def read_csv(content: bytes) -> list[Given]:
    """Read the columns of an `ImportedParty` by their names on the wire, in any order.

    An empty value is none. Wrong lines are named by their number in the file. Raises `CsvWrong`.
    """
    found: dict[tuple[str, str], tuple[int, Given]] = {}
    wrong: list[str] = []
    for line, row in read_rows(content, NEEDED, POSSIBLE):
        if row is None:
            wrong.append(f"line {line}: give as many columns as the first line names")
            continue
        key = (row["party"], row["validFrom"])
        if key in found:
            wrong.append(f"line {line}: line {found[key][0]} has this party and validFrom too")
            continue
        try:
            read = ImportedParty.model_validate({name: row[name] for name in row if row[name]})
            found[key] = (line, given(read.party, read))
        except ValidationError as error:
            wrong += told(line, error)
        except PartyWrong as refusal:
            wrong += [f"line {line}, {name}: {right}" for name, right in refusal.fields.items()]
    refuse_wrong(wrong)
    if not 0 < len(found) <= MOST_PARTIES:
        raise CsvWrong(f"Give 1 to {MOST_PARTIES} parties.")
    return [each for _line, each in found.values()]


def given(party: str, command: GivenParty) -> Given:
    """Return what a request gives of a party; raises `PartyWrong`."""
    details = check_details(party, command.model_dump(include=set(DETAILS)))
    return Given(party, command.valid_from, details)
