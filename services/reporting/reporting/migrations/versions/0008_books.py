"""The books: periods that were closed, and the reports that were published."""

from shared.migrations import execute

revision = "0008"
down_revision = "0007"
works_with = "0001"


def upgrade() -> None:
    execute("""
        CREATE TABLE closing (
            number integer NOT NULL UNIQUE,
            period text COLLATE "C" NOT NULL,
            revision integer NOT NULL,
            closed_at timestamptz NOT NULL,
            seen jsonb NOT NULL,
            counts jsonb,
            hidden jsonb NOT NULL,
            PRIMARY KEY (period, revision)
        );
        CREATE TABLE published_report (
            report_id uuid PRIMARY KEY,
            period text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL,
            begins date NOT NULL,
            place text COLLATE "C" NOT NULL,
            revision integer NOT NULL,
            published_at timestamptz NOT NULL,
            content bytea NOT NULL,
            sha256 text COLLATE "C" NOT NULL
        );
        CREATE UNIQUE INDEX published_report_of
            ON published_report (place, kind, begins, revision);
    """)
