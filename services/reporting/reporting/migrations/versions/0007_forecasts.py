"""Forecasts, the runs that made them, and how they came out by the week."""

from shared.migrations import execute

revision = "0007"
down_revision = "0006"
works_with = "0001"

FORECASTS = """
CREATE TABLE forecast_run (
    made_on date PRIMARY KEY,
    began_at timestamptz NOT NULL,
    ended_at timestamptz,
    history_days int,
    held_back_days int,
    trials jsonb
);
CREATE TABLE forecast (
    day date NOT NULL,
    channel text NOT NULL,
    made_on date NOT NULL,
    version int NOT NULL,
    hours double precision[] NOT NULL,
    expected double precision NOT NULL,
    low int NOT NULL,
    high int NOT NULL,
    PRIMARY KEY (day, channel, made_on)
);
CREATE INDEX forecast_made_on ON forecast (made_on);
CREATE TABLE forecast_week (
    week date NOT NULL,
    channel text NOT NULL,
    made_on date NOT NULL,
    expected double precision NOT NULL,
    came int,
    mase double precision,
    days_inside int,
    PRIMARY KEY (week, channel)
);
"""


def upgrade() -> None:
    execute(FORECASTS)
