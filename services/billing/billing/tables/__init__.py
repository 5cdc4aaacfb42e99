"""The tables that billing owns. Amounts are in euros, populations in inhabitants."""

from billing.tables.base import Table, metadata
from billing.tables.contracts import (
    Contract,
    ContractBeneficiary,
    ContractPayer,
    Reorganisation,
    ReorganisationMove,
    Settlement,
)
from billing.tables.courses import CourseDelivery, CoursePrice
from billing.tables.documents import (
    Delivery,
    Document,
    DocumentCounter,
    DocumentFile,
    InvoiceObligation,
    InvoiceRun,
    InvoiceRunItem,
)
from billing.tables.ledger import (
    Allocation,
    BankEntry,
    BankStatement,
    InterestRate,
    LedgerEntry,
    LedgerPosting,
    Reminder,
)
from billing.tables.municipalities import FigureCorrection, Municipality, MunicipalityFigure
from billing.tables.parties import Party, PartyVersion
from billing.tables.tariffs import Tariff, TariffExclusion, TariffPeriod

__all__ = [
    "Allocation",
    "BankEntry",
    "BankStatement",
    "Contract",
    "ContractBeneficiary",
    "ContractPayer",
    "CourseDelivery",
    "CoursePrice",
    "Delivery",
    "Document",
    "DocumentCounter",
    "DocumentFile",
    "FigureCorrection",
    "InterestRate",
    "InvoiceObligation",
    "InvoiceRun",
    "InvoiceRunItem",
    "LedgerEntry",
    "LedgerPosting",
    "Municipality",
    "MunicipalityFigure",
    "Party",
    "PartyVersion",
    "Reminder",
    "Reorganisation",
    "ReorganisationMove",
    "Settlement",
    "Table",
    "Tariff",
    "TariffExclusion",
    "TariffPeriod",
    "metadata",
]
