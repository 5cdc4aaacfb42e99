"""Answers about parties."""

from datetime import date

from pydantic import Field
from shared.http import View


class VersionView(View):
    """What stands on a party's documents from `validFrom` on."""

    version: int
    valid_from: date
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    kvk: str | None
    vat_number: str | None
    oin: str | None
    endpoint_scheme: str | None
    endpoint_id: str | None
    buyer_reference: str | None
    email: str | None
    route: str
    iban: str | None
    bic: str | None


class PartyView(View):
    """A party; `current` holds today, null where its first version is still to come."""

    party: str
    kind: str
    name: str
    current: VersionView | None


class PartyWithVersions(PartyView):
    """A party with all of its versions, in order of their days."""

    versions: list[VersionView]


class PartyImportView(View):
    """What an import does, or would do where `dryRun` is true."""

    dry_run: bool
    added: int = Field(description="parties that were not known")
    changed: int = Field(description="parties that were known and have a new version")
    unchanged: int = Field(description="parties that are already as given")


class Unnamed(View):
    """A payer under contract, or the seller, without an address for documents."""

    party: str
    name: str | None
