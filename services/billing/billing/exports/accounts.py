"""The accounts of the ledger and its journals, as an accountant names them."""

from dataclasses import dataclass
from typing import Literal

from billing.ledger.rules import Account, Source


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """An account: `kind` is B of the balance sheet, or P of profit and loss."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal: `kind` is S of sales, B of the bank, or M for memoranda."""

    code: str
    name: str
    kind: str


# Codes of four digits as Dutch ledgers have them; names in the language of who reads the file.
# Revenue of the years before is what an opening balance has as their result.
ACCOUNTS: dict[Account | Literal["result"], LedgerAccount] = {
    "result": LedgerAccount("0500", "Resultaat van voorgaande jaren", "B"),
    "bank": LedgerAccount("1100", "Bank", "B"),
    "receivable": LedgerAccount("1300", "Debiteuren", "B"),
    "vat": LedgerAccount("1500", "Af te dragen omzetbelasting", "B"),
    "unallocated": LedgerAccount("2000", "Nog toe te wijzen ontvangsten", "B"),
    "revenue": LedgerAccount("8000", "Opbrengsten", "P"),
}
JOURNALS: dict[Source, Journal] = {
    "invoice": Journal("VRK", "Verkoopfacturen", "S"),
    "credit_note": Journal("CRE", "Creditnota's", "S"),
    "payment": Journal("BNK", "Bank", "B"),
    "allocation": Journal("MEM", "Toegewezen ontvangsten", "M"),
}
