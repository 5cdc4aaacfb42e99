"""Credit notes beside invoices, and invoices without a contract."""

from alembic import op

revision = "0004"
down_revision = "0003"
works_with = "0001"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE invoice ALTER contract_id DROP NOT NULL, ADD reason text COLLATE "C",
        ADD credits text COLLATE "C"
    """)
