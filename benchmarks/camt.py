"""How long does a bank file with 100,000 entries take, as a ratio to parsing it?

*Parsing* reads the file and checks it by its schema, which an import does too. *Import* is all that
the API does with it: parsing, statement, entries, ledger, allocations, and an event of each. Every
entry pays an invoice of its own by its reference: no entry could ask for more. Each round has a
database of its own.
"""

import argparse
import asyncio
import time
from datetime import UTC, datetime
from typing import Any

from billing.invoices.rules.documents import payment_reference
from billing.payments.import_statements import import_statements
from billing.payments.read_camt import read_camt
from shared.database import Database

from benchmarks.results import console, median_and_spread, show, write
from benchmarks.surroundings import surroundings

AIM = 5.0
ENTRIES = 100_000
NOW = datetime.now(UTC)
IBAN = "NL91ABNA0417164300"  # the example of the banks
PUT_SELLER = """
WITH seller AS (INSERT INTO party (party, kind, name) VALUES ('SELLER', 'seller', 'Voorbeeld'))
INSERT INTO party_version (party, version, valid_from, name, street, postal_code, city, country,
    route, iban, made_at)
VALUES ('SELLER', 1, '2010-01-01', 'Voorbeeld', 'Straat 1', '1234 AB', 'Stad', 'NL', 'folder',
    $1, now())
"""
PUT_INVOICES = """
INSERT INTO document (document_id, kind, series, place, number, reason, year, payer, issued_at,
    issued_on, due_on, lines, vat_category, vat_percent, net, vat, total, currency, seller, buyer,
    payment_reference, previous_hash, hash)
SELECT gen_random_uuid(), 'invoice', '2016', place, number, 'year', 2016, 'GM1001', now(),
    '2016-01-15', '2016-02-14', '[]', 'exempt', 0, 100, 0, 100, 'EUR', '{}', '{}', reference, '', ''
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (number, reference, place)
"""
PUT_ENTRIES = """
INSERT INTO ledger_entry SELECT document_id, 'invoice', number, issued_on, issued_at FROM document
"""
PUT_POSTINGS = """
INSERT INTO ledger_posting
SELECT document_id, 1, 'receivable', number, total FROM document
UNION ALL SELECT document_id, 2, 'revenue', NULL, -total FROM document
"""
ENTRY = (
    '<Ntry><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
    "<BookgDt><Dt>2016-02-01</Dt></BookgDt><ValDt><Dt>2016-02-01</Dt></ValDt>"
    "<AcctSvcrRef>B{place}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
    "<SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs>"
    "<EndToEndId>E{place}</EndToEndId></Refs><RltdPties><Dbtr><Nm>Gemeente Ergens</Nm></Dbtr>"
    "</RltdPties><RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp>"
    "<Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>"
)
BALANCE = (
    '<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}.00</Amt>'
    "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2016-02-01</Dt></Dt></Bal>"
)


def bank_file(references: list[str]) -> bytes:
    """Return a file in which EUR 100 comes with each of these references."""
    total = 100 * len(references)
    entries = (ENTRY.format(place=place, reference=one) for place, one in enumerate(references))
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr>'
        "<MsgId>M</MsgId><CreDtTm>2016-02-02T06:00:00</CreDtTm></GrpHdr><Stmt><Id>1</Id>"
        f"<CreDtTm>2016-02-02T06:00:00</CreDtTm><Acct><Id><IBAN>{IBAN}</IBAN></Id></Acct>"
        + BALANCE.format(kind="OPBD", amount=0)
        + BALANCE.format(kind="CLBD", amount=total)
        + "".join(entries)
        + "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


async def one_round(url: str, numbers: list[str]) -> tuple[float, float]:
    """Return the seconds of parsing alone, and of the import with its parsing."""
    references = [payment_reference(number) for number in numbers]
    content = bank_file(references)
    database = Database(url)
    async with database.commit() as connection:
        await connection.execute(PUT_SELLER, IBAN)
        await connection.execute(PUT_INVOICES, numbers, references)
        await connection.execute(PUT_ENTRIES)
        await connection.execute(PUT_POSTINGS)
    async with database.commit() as connection:
        await connection.execute("ANALYZE")
    began = time.perf_counter()
    read_camt(content)
    parsed = time.perf_counter()
    statements = read_camt(content)
    async with database.commit() as connection:
        answer = await import_statements(connection, statements, NOW)
    ended = time.perf_counter()
    assert (answer.posted, answer.statements[0].open_entries) == (1, 0)
    await database.close()
    return parsed - began, ended - parsed


async def measure(entries: int, rounds: int) -> dict[str, Any]:
    """Measure some rounds; return the result as it is written."""
    numbers = [f"2016-{place:06d}" for place in range(1, entries + 1)]
    found = []
    async with surroundings() as here:
        for _ in range(rounds):
            url = await here.create_service_database("billing")
            found.append(await one_round(url, numbers))
    return {
        "entries": entries,
        "parsing_seconds": median_and_spread([parsing for parsing, _ in found]),
        "import_seconds": median_and_spread([whole for _, whole in found]),
        "import_to_parsing": median_and_spread([whole / parsing for parsing, whole in found]),
        "aim": AIM,
    }


def main() -> None:
    """Measure, tell and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    result = asyncio.run(measure(given.entries, given.rounds))
    rows = [
        [name, result[name]["median"], result[name]["lowest"], result[name]["highest"]]
        for name in ("parsing_seconds", "import_seconds", "import_to_parsing")
    ]
    show(f"A bank file with {given.entries} entries", ["what", "median", "lowest", "highest"], rows)
    console.print(
        f"import to parsing: {result['import_to_parsing']['median']:.1f} (aim < {AIM:.0f})"
    )
    console.print(f"written to {write('camt', result)}")


if __name__ == "__main__":
    main()
