"""Cut exact times to the quarter hour once nobody needs them: after 90 days."""

from shared.database import Connection

STATEMENTS = (
    """
    UPDATE contact SET
        started_at = date_bin('15 min', started_at, 'epoch'),
        ended_at = date_bin('15 min', started_at, 'epoch')
            + make_interval(mins => (extract(epoch FROM ended_at - started_at)::int + 30) / 60)
    WHERE started_at < now() - interval '90 days'
        AND started_at <> date_bin('15 min', started_at, 'epoch')
    """,
    """
    UPDATE missed_attempt SET offered_at = date_bin('15 min', offered_at, 'epoch')
    WHERE offered_at < now() - interval '90 days'
        AND offered_at <> date_bin('15 min', offered_at, 'epoch')
    """,
    """
    UPDATE referral SET made_at = date_bin('15 min', made_at, 'epoch')
    WHERE made_at < now() - interval '90 days'
        AND made_at <> date_bin('15 min', made_at, 'epoch')
    """,
    """
    UPDATE referral SET settled_at = date_bin('15 min', settled_at, 'epoch')
    WHERE settled_at < now() - interval '90 days'
        AND settled_at <> date_bin('15 min', settled_at, 'epoch')
    """,
)


async def cut_old_times(connection: Connection) -> None:
    """Leave of contacts, missed attempts and referrals older than 90 days what the bus knows."""
    for statement in STATEMENTS:
        await connection.execute(statement)
