"""The tables of billing, and the offer of April 2014 as data."""

import sqlalchemy as sa
from alembic import op
from shared.migrations import create_plumbing
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
# The oldest revision whose code works with this schema.
works_with = "0001"


def upgrade() -> None:
    create_plumbing()
    _create_municipalities()
    _create_tariffs()
    _create_contracts()
    _create_settlement()
    _create_invoices()
    _seed_tariff()


def _create_municipalities() -> None:
    op.create_table(
        "municipality",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("province", sa.Text, nullable=False),
        sa.Column("excluded", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "municipality_figure",
        sa.Column("code", sa.Text, sa.ForeignKey("municipality.code"), primary_key=True),
        sa.Column("as_of", sa.Date, primary_key=True),
        sa.Column("inhabitants", sa.Integer, nullable=False),
        sa.CheckConstraint("inhabitants > 0"),
    )
    op.create_index("ix_municipality_figure_as_of", "municipality_figure", ["as_of"])


def _create_tariffs() -> None:
    op.create_table(
        "tariff",
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("reference_population", sa.Integer, nullable=False),
        sa.Column("minimum_participation", sa.Integer, nullable=False),
    )
    op.create_table(
        "tariff_period",
        sa.Column("tariff_version", sa.Text, sa.ForeignKey("tariff.version"), primary_key=True),
        sa.Column("first_year", sa.Integer, primary_key=True),
        sa.Column("last_year", sa.Integer, nullable=False),
        sa.Column("yearly_budget", sa.Integer, nullable=False),
        sa.CheckConstraint("first_year <= last_year AND yearly_budget > 0"),
    )


def _create_contracts() -> None:
    op.create_table(
        "contract",
        sa.Column("contract_id", sa.Uuid, primary_key=True),
        sa.Column("payer", sa.Text, nullable=False),
        sa.Column("signed_on", sa.Date, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("tariff_version", sa.Text, sa.ForeignKey("tariff.version"), nullable=False),
        sa.CheckConstraint("signed_on <= first_day AND first_day <= last_day"),
    )
    op.create_table(
        "contract_beneficiary",
        sa.Column("contract_id", sa.Uuid, sa.ForeignKey("contract.contract_id"), primary_key=True),
        sa.Column("code", sa.Text, sa.ForeignKey("municipality.code"), primary_key=True),
    )
    op.create_index("ix_contract_beneficiary_code", "contract_beneficiary", ["code"])


def _create_settlement() -> None:
    op.create_table(
        "settlement",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("tariff_version", sa.Text, sa.ForeignKey("tariff.version"), nullable=False),
        sa.Column("budget", sa.Integer, nullable=False),
        sa.Column("participating", sa.Integer, nullable=False),
        sa.Column("eligible", sa.Integer, nullable=False),
        sa.Column("participants", sa.Integer, nullable=False),
        sa.Column("below_offer", sa.Boolean, nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
    )


def _create_invoices() -> None:
    op.create_table(
        "invoice",
        sa.Column("invoice_id", sa.Uuid, primary_key=True),
        sa.Column("contract_id", sa.Uuid, sa.ForeignKey("contract.contract_id"), nullable=False),
        sa.Column("year", sa.Integer, sa.ForeignKey("settlement.year"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False, unique=True),
        sa.Column("payer", sa.Text, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("budget", sa.Integer, nullable=False),
        sa.Column("participating", sa.Integer, nullable=False),
        sa.Column("lines", postgresql.JSONB, nullable=False),
        sa.Column("vat", sa.Numeric(14, 2), nullable=False),
        sa.Column("total", sa.Numeric(14, 2), nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.UniqueConstraint("year", "place"),
        sa.UniqueConstraint("contract_id", "year"),
    )
    op.create_table(
        "invoice_obligation",
        sa.Column("contract_id", sa.Uuid, sa.ForeignKey("contract.contract_id"), primary_key=True),
        sa.Column(
            "year",
            sa.Integer,
            sa.ForeignKey("settlement.year"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("invoice_id", sa.Uuid, sa.ForeignKey("invoice.invoice_id"), unique=True),
    )
    op.create_table(
        "invoice_counter",
        sa.Column("series", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )


def _seed_tariff() -> None:
    # Offer to all Dutch municipalities, 16 April 2014. It prints prices per inhabitant; these
    # budgets reproduce all nine of them and both of Zutphen's yearly amounts. 14.6 million is
    # the country's 16.8 million inhabitants less those of the four big cities.
    op.execute("INSERT INTO tariff VALUES ('2015-2018', 14600000, 70)")
    op.execute(
        "INSERT INTO tariff_period VALUES"
        " ('2015-2018', 2015, 2016, 3810000), ('2015-2018', 2017, 2018, 3524800)"
    )
