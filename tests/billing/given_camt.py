"""Bank files as a bank makes them. The account and whoever pays are invented."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

# The example IBAN of the banks, as `kept_parties` gives it to the seller.
SELLER_IBAN = "NL91ABNA0417164300"
# Invented; it passes the check of an IBAN.
OTHER_IBAN = "NL86INGB0002445588"
DAY = "2016-03-01"


@dataclass(frozen=True)
class Paid:
    """An entry; a negative amount went out. Without `bank_reference` the bank gave none."""

    amount: str
    reference: str | None = None
    bank_reference: str | None = None
    name: str = "Gemeente Ergens"
    day: str = DAY
    currency: str = "EUR"
    status: str = "BOOK"
    transactions: int = 1


def statement(
    entries: Sequence[Paid], *, version: str = "02", bank_id: str = "2016-042",
    iban: str = SELLER_IBAN, opening: str = "1000.00", closing: str | None = None,
    currency: str = "EUR",
) -> str:  # fmt: skip
    """Return one `Stmt`; it closes by its entries unless told otherwise."""
    closes = Decimal(opening) + sum((Decimal(one.amount) for one in entries), Decimal(0))
    return (
        f"<Stmt><Id>{bank_id}</Id><CreDtTm>2016-03-02T06:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>{currency}</Ccy></Acct>"
        + balance("OPBD", opening)
        + balance("CLBD", closing or f"{closes:.2f}")
        + "".join(entry(one, place, version) for place, one in enumerate(entries, start=1))
        + "</Stmt>"
    )


def balance(kind: str, amount: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{money(amount)}"
        f"<Dt><Dt>{DAY}</Dt></Dt></Bal>"
    )


def money(amount: str, currency: str = "EUR") -> str:
    sign = "DBIT" if amount.startswith("-") else "CRDT"
    return f'<Amt Ccy="{currency}">{amount.lstrip("-")}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'


def entry(one: Paid, place: int, version: str) -> str:
    later = version == "08"
    status = f"<Cd>{one.status}</Cd>" if later else one.status
    name = f"<Nm>{escape(one.name)}</Nm>"
    party = f"<Pty>{name}</Pty>" if later else name
    role = "Cdtr" if one.amount.startswith("-") else "Dbtr"
    structured = (
        f"<Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
        f"<Ref>{one.reference}</Ref></CdtrRefInf></Strd>"
        if one.reference
        else "<Ustrd>zie bijlage</Ustrd>"
    )
    of_bank = f"<AcctSvcrRef>{one.bank_reference}</AcctSvcrRef>" if one.bank_reference else ""
    amounts = '<Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>' if later else ""
    transaction = (
        f"<TxDtls><Refs><EndToEndId>{place}</EndToEndId></Refs>{amounts}"
        f"<RltdPties><{role}>{party}</{role}></RltdPties><RmtInf>{structured}</RmtInf></TxDtls>"
    )
    return (
        f"<Ntry>{money(one.amount, one.currency)}<Sts>{status}</Sts>"
        f"<BookgDt><Dt>{one.day}</Dt></BookgDt>{of_bank}"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>"
        f"</BkTxCd><NtryDtls>{transaction * one.transactions}</NtryDtls></Ntry>"
    )


def camt(*statements: str, version: str = "02") -> bytes:
    """Return a file with these statements."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        "<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2016-03-02T06:00:00</CreDtTm></GrpHdr>"
        + "".join(statements)
        + "</BkToCstmrStmt></Document>"
    ).encode()


def bank_file(entries: Iterable[Paid], **changes: str) -> bytes:
    """Return a file with one statement."""
    version = changes.get("version", "02")
    return camt(statement(list(entries), **changes), version=version)
