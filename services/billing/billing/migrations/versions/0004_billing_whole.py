"""From the offer to the paid invoice: the tables, and what never changes in them."""

import re

from alembic import op

# One statement at a time is prepared; those within a function are indented, or end it.
NEXT_STATEMENT = re.compile(r";\n(?=(?!END )[A-Z-])")

revision = "0004"
down_revision = "0003"
# Invoices are documents now; the code of before knows them as invoices.
works_with = "0004"

# An invoice of before has no address of its seller and its buyer, which a document must have.
REFUSE_OLD_INVOICES = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM invoice) THEN
        RAISE 'Invoices of before cannot become documents. Begin with a new database.';
    END IF;
END $$
"""
TARIFFS = """
ALTER TABLE tariff
    ADD rounding text NOT NULL DEFAULT 'cent' CHECK (rounding IN ('cent', 'euro')),
    ADD part_of_year text NOT NULL DEFAULT 'whole_year'
        CHECK (part_of_year IN ('whole_year', 'by_days')),
    ADD excluded_join text NOT NULL DEFAULT 'refused'
        CHECK (excluded_join IN ('refused', 'same_budget', 'same_price')),
    ADD revision int NOT NULL DEFAULT 1,
    ADD published_at timestamptz;
ALTER TABLE tariff ALTER rounding DROP DEFAULT, ALTER part_of_year DROP DEFAULT,
    ALTER excluded_join DROP DEFAULT, ALTER revision DROP DEFAULT;
UPDATE tariff SET published_at = '2014-04-15 22:00Z';
CREATE TABLE tariff_exclusion (
    tariff_version text NOT NULL REFERENCES tariff, code text NOT NULL,
    PRIMARY KEY (tariff_version, code)
);
-- The four big cities, by their CBS codes, are outside the offer of April 2014.
INSERT INTO tariff_exclusion SELECT version, code FROM tariff,
    unnest(ARRAY['GM0344', 'GM0363', 'GM0518', 'GM0599']) AS code;
"""
PARTIES = """
CREATE TABLE party (
    party text PRIMARY KEY,
    kind text NOT NULL
        CHECK (kind IN ('municipality', 'national', 'region', 'client', 'seller')),
    name text NOT NULL
);
CREATE TABLE party_version (
    party text NOT NULL REFERENCES party, version int NOT NULL, valid_from date NOT NULL,
    name text NOT NULL, street text NOT NULL, postal_code text NOT NULL, city text NOT NULL,
    country text NOT NULL, kvk text, vat_number text, oin text,
    endpoint_scheme text, endpoint_id text, buyer_reference text, email text,
    route text NOT NULL CHECK (route IN ('folder', 'email', 'peppol')),
    iban text, bic text, made_at timestamptz NOT NULL,
    PRIMARY KEY (party, version)
);
"""
MUNICIPALITIES = """
ALTER TABLE municipality ADD abolished_on date;
CREATE TABLE figure_correction (
    code text NOT NULL, as_of date NOT NULL, correction int NOT NULL,
    inhabitants int NOT NULL CHECK (inhabitants > 0), corrected_at timestamptz NOT NULL,
    PRIMARY KEY (code, as_of, correction)
);
CREATE TABLE reorganisation (
    reorganisation_id uuid PRIMARY KEY, on_day date NOT NULL, made_at timestamptz NOT NULL
);
CREATE TABLE reorganisation_move (
    reorganisation_id uuid NOT NULL REFERENCES reorganisation,
    from_code text NOT NULL REFERENCES municipality,
    to_code text NOT NULL REFERENCES municipality,
    share_numerator numeric NOT NULL CHECK (share_numerator > 0),
    share_denominator numeric NOT NULL CHECK (share_denominator >= share_numerator),
    PRIMARY KEY (reorganisation_id, from_code, to_code)
);
"""
CONTRACTS = """
ALTER TABLE contract
    ADD vat text NOT NULL DEFAULT 'exempt'
        CHECK (vat IN ('exempt', 'outside_scope', 'standard')),
    ADD order_reference text,
    ADD break_dates date[] NOT NULL DEFAULT '{}',
    ADD ended_on date,
    ADD ended_because text,
    ADD follows uuid REFERENCES contract,
    ADD version int NOT NULL DEFAULT 1;
ALTER TABLE contract ALTER vat DROP DEFAULT, ALTER break_dates DROP DEFAULT,
    ALTER version DROP DEFAULT;
CREATE TABLE contract_payer (
    contract_id uuid NOT NULL REFERENCES contract, first_day date NOT NULL, payer text NOT NULL,
    PRIMARY KEY (contract_id, first_day)
);
INSERT INTO contract_payer SELECT contract_id, first_day, payer FROM contract;
ALTER TABLE contract_beneficiary
    ADD first_day date, ADD last_day date,
    ADD part_from numeric NOT NULL DEFAULT 0,
    ADD part_until numeric NOT NULL DEFAULT 1,
    ADD part_of numeric NOT NULL DEFAULT 1,
    ADD came_from text, ADD left_because text,
    ADD CHECK (0 <= part_from AND part_from < part_until AND part_until <= part_of);
UPDATE contract_beneficiary b SET first_day = c.first_day, last_day = c.last_day
    FROM contract c WHERE c.contract_id = b.contract_id;
ALTER TABLE contract_beneficiary
    ALTER part_from DROP DEFAULT, ALTER part_until DROP DEFAULT, ALTER part_of DROP DEFAULT,
    ALTER first_day SET NOT NULL, ALTER last_day SET NOT NULL,
    ADD CHECK (first_day <= last_day),
    DROP CONSTRAINT contract_beneficiary_pkey,
    ADD PRIMARY KEY (contract_id, code, first_day, part_from, part_of);
"""
COURSES = """
CREATE TABLE course_price (
    course text NOT NULL, valid_from date NOT NULL,
    price numeric(14, 2) NOT NULL CHECK (price > 0), PRIMARY KEY (course, valid_from)
);
CREATE TABLE course_delivery (
    delivery_id uuid PRIMARY KEY, course text NOT NULL, client text NOT NULL,
    on_day date NOT NULL, number text
);
CREATE INDEX course_delivery_open ON course_delivery (delivery_id) WHERE number IS NULL;
"""
DOCUMENTS = """
DROP TABLE invoice_obligation, invoice, invoice_counter;
CREATE TABLE document (
    document_id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    series text NOT NULL, place int NOT NULL CHECK (place > 0), number text NOT NULL UNIQUE,
    reason text NOT NULL CHECK (reason IN ('year', 'correction', 'course', 'agreed')),
    credits text, contract_id uuid, year int NOT NULL, payer text NOT NULL,
    issued_at timestamptz NOT NULL, issued_on date NOT NULL, due_on date NOT NULL,
    budget int, participating int, lines jsonb NOT NULL,
    vat_category text NOT NULL CHECK (vat_category IN ('exempt', 'outside_scope', 'standard')),
    vat_percent numeric(5, 2) NOT NULL, net numeric(14, 2) NOT NULL CHECK (net > 0),
    vat numeric(14, 2) NOT NULL CHECK (vat >= 0), total numeric(14, 2) NOT NULL,
    currency text NOT NULL, seller jsonb NOT NULL, buyer jsonb NOT NULL, order_reference text,
    payment_reference text NOT NULL, previous_hash text NOT NULL, hash text NOT NULL,
    UNIQUE (series, place),
    CHECK (total = net + vat),
    CHECK ((kind = 'credit_note') = (credits IS NOT NULL))
);
CREATE INDEX ix_document_credits ON document (credits);
CREATE INDEX ix_document_contract_id ON document (contract_id);
CREATE INDEX ix_document_year ON document (year);
CREATE INDEX ix_document_payer ON document (payer);
CREATE INDEX ix_document_payment_reference ON document (payment_reference);
CREATE TABLE document_counter (
    series text PRIMARY KEY, last int NOT NULL, last_hash text NOT NULL
);
CREATE TABLE invoice_obligation (
    contract_id uuid NOT NULL REFERENCES contract, year int NOT NULL REFERENCES settlement,
    PRIMARY KEY (contract_id, year)
);
CREATE INDEX ix_invoice_obligation_year ON invoice_obligation (year);
CREATE TABLE invoice_run (
    run_id uuid PRIMARY KEY, year int NOT NULL, started_at timestamptz NOT NULL,
    finished_at timestamptz
);
CREATE INDEX ix_invoice_run_year ON invoice_run (year);
-- One round of a year at a time.
CREATE UNIQUE INDEX invoice_run_open ON invoice_run (year) WHERE finished_at IS NULL;
CREATE TABLE invoice_run_item (
    run_id uuid NOT NULL REFERENCES invoice_run, contract_id uuid NOT NULL, place int NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'issued', 'nothing_owed', 'refused')),
    refusal text, detail text, numbers jsonb NOT NULL, PRIMARY KEY (run_id, contract_id)
);
CREATE INDEX invoice_run_item_open ON invoice_run_item (run_id, place) WHERE state = 'open';
CREATE TABLE document_file (
    number text NOT NULL, format text NOT NULL CHECK (format IN ('pdf', 'peppol', 'nlcius')),
    sha256 text NOT NULL, content bytea NOT NULL, made_at timestamptz NOT NULL,
    PRIMARY KEY (number, format)
);
CREATE TABLE delivery (
    number text PRIMARY KEY, route text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')), attempts int NOT NULL,
    next_at timestamptz NOT NULL, sent_at timestamptz, receipt text, problem text
);
CREATE INDEX ix_delivery_state ON delivery (state);
"""
LEDGER = """
CREATE TABLE ledger_entry (
    entry_id uuid PRIMARY KEY,
    source text NOT NULL CHECK (source IN ('invoice', 'credit_note', 'payment', 'allocation')),
    source_id text NOT NULL, day date NOT NULL, posted_at timestamptz NOT NULL,
    UNIQUE (source, source_id)
);
CREATE INDEX ix_ledger_entry_day ON ledger_entry (day);
CREATE TABLE ledger_posting (
    entry_id uuid NOT NULL, place int NOT NULL,
    account text NOT NULL
        CHECK (account IN ('receivable', 'revenue', 'vat', 'bank', 'unallocated')),
    number text, amount numeric(14, 2) NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (entry_id, place),
    CHECK ((account = 'receivable') = (number IS NOT NULL))
);
CREATE INDEX ix_ledger_posting_account ON ledger_posting (account);
CREATE INDEX ix_ledger_posting_number ON ledger_posting (number);
CREATE TABLE bank_statement (
    statement_id uuid PRIMARY KEY, iban text NOT NULL, bank_id text NOT NULL,
    from_day date NOT NULL, until_day date NOT NULL, opening numeric(14, 2) NOT NULL,
    closing numeric(14, 2) NOT NULL, sha256 text NOT NULL, imported_at timestamptz NOT NULL,
    UNIQUE (iban, bank_id)
);
CREATE TABLE bank_entry (
    bank_entry_id uuid PRIMARY KEY,
    statement_id uuid NOT NULL REFERENCES bank_statement, place int NOT NULL,
    iban text NOT NULL, bank_reference text NOT NULL, booked_on date NOT NULL,
    amount numeric(14, 2) NOT NULL, open numeric(14, 2) NOT NULL,
    reference text, remittance text, counterparty text,
    UNIQUE (iban, bank_reference)
);
CREATE INDEX ix_bank_entry_statement_id ON bank_entry (statement_id);
CREATE INDEX bank_entry_open ON bank_entry (booked_on) WHERE open <> 0;
CREATE TABLE allocation (
    allocation_id uuid PRIMARY KEY, bank_entry_id uuid NOT NULL REFERENCES bank_entry,
    number text NOT NULL, amount numeric(14, 2) NOT NULL CHECK (amount <> 0),
    by text NOT NULL CHECK (by IN ('reference', 'person')), allocated_at timestamptz NOT NULL
);
CREATE INDEX ix_allocation_bank_entry_id ON allocation (bank_entry_id);
CREATE INDEX ix_allocation_number ON allocation (number);
CREATE TABLE reminder (
    number text NOT NULL, step int NOT NULL CHECK (step > 0), released_at timestamptz NOT NULL,
    released_on date NOT NULL, days_overdue int NOT NULL, open numeric(14, 2) NOT NULL,
    interest numeric(14, 2) NOT NULL, costs numeric(14, 2) NOT NULL, PRIMARY KEY (number, step)
);
CREATE TABLE interest_rate (from_day date PRIMARY KEY, percent numeric(5, 2) NOT NULL);
"""
# Statutory interest of commercial transactions (article 6:119a and 6:119b BW): the rate of the
# European Central Bank's last main refinancing operation before 1 January or 1 July, and 8
# percentage points (7 until 16 March 2013). As rijksoverheid.nl tells them; that of 1 July 2026
# (10.4%) as it stood there in July 2026. A half year that is not here has the rate before it.
INTEREST = """
INSERT INTO interest_rate (from_day, percent) VALUES
    ('2012-01-01', 8.00), ('2012-07-01', 8.00), ('2013-01-01', 7.75), ('2013-03-16', 8.75),
    ('2013-07-01', 8.50), ('2014-01-01', 8.25), ('2014-07-01', 8.15), ('2015-01-01', 8.05),
    ('2015-07-01', 8.05), ('2016-01-01', 8.05), ('2016-07-01', 8.00), ('2017-01-01', 8.00),
    ('2017-07-01', 8.00), ('2018-01-01', 8.00), ('2018-07-01', 8.00), ('2019-01-01', 8.00),
    ('2019-07-01', 8.00), ('2020-01-01', 8.00), ('2020-07-01', 8.00), ('2021-01-01', 8.00),
    ('2021-07-01', 8.00), ('2022-01-01', 8.00), ('2022-07-01', 8.00), ('2023-01-01', 10.50),
    ('2023-07-01', 12.00), ('2024-01-01', 12.50), ('2024-07-01', 12.25), ('2025-01-01', 11.15),
    ('2025-07-01', 10.15), ('2026-01-01', 10.15), ('2026-07-01', 10.40);
"""
# The owner gave itself these rights with the tables. Who takes them back, or disables a trigger,
# does it on purpose, and `sensoor audit invoices` finds what was changed.
UNCHANGED = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE 'What was issued or posted is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION check_balance() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM posted GROUP BY entry_id HAVING sum(amount) <> 0) THEN
        RAISE 'An entry of the ledger does not sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
-- An entry is posted by one statement: the sum of all is zero after each, and 100,000 movements
-- of a bank file are one check.
CREATE TRIGGER balance AFTER INSERT ON ledger_posting
    REFERENCING NEW TABLE AS posted FOR EACH STATEMENT EXECUTE FUNCTION check_balance();
"""
UNCHANGED_TABLE = """
CREATE TRIGGER unchanged BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM CURRENT_USER;
"""


def upgrade() -> None:
    steps = [REFUSE_OLD_INVOICES, TARIFFS, PARTIES, MUNICIPALITIES, CONTRACTS, COURSES, DOCUMENTS,
             LEDGER, INTEREST, UNCHANGED]  # fmt: skip
    unchanged = [
        UNCHANGED_TABLE.format(table=table)
        for table in (
            "document",
            "document_file",
            "ledger_entry",
            "ledger_posting",
            "allocation",
            "reminder",
        )
    ]
    for step in [*steps, *unchanged]:
        for statement in NEXT_STATEMENT.split(step):
            op.execute(statement)
