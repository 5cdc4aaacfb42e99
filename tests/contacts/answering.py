"""The partners, as the tests of contacts play them: what they are told, and how they answer."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prometheus_client import REGISTRY
from shared.events.partners import (
    HandoverAnswered,
    HandoverAnsweredBy113Online,
    HandoverAnsweredByVeiligThuis,
    HandoverSettledFor113Online,
    HandoverSettledForVeiligThuis,
    ReferralMadeFor113Online,
    ReferralMadeForVeiligThuis,
)

from tests.platform import Platform

MADE = {"113online": ReferralMadeFor113Online, "veiligthuis": ReferralMadeForVeiligThuis}
ANSWERED = {
    "113online": HandoverAnsweredBy113Online,
    "veiligthuis": HandoverAnsweredByVeiligThuis,
}
SETTLED = {
    "113online": HandoverSettledFor113Online,
    "veiligthuis": HandoverSettledForVeiligThuis,
}
LONG_AGO = datetime(1999, 1, 1, 12, tzinfo=UTC)


async def answers(platform: Platform, partner: str, copy_id: UUID, answer: Any) -> None:
    """Let a partner answer, with a clock of its own."""
    event: HandoverAnswered = ANSWERED[partner](
        referral_id=copy_id, answer=answer, answered_at=LONG_AGO
    )
    await platform.publish(event, aggregate_id=copy_id, version=2, time=LONG_AGO)


def ignored(partner: str, reason: str) -> float:
    """Return how many answers of a partner had no effect for this reason."""
    labels = {"partner": partner, "reason": reason}
    return REGISTRY.get_sample_value("handover_answers_ignored_total", labels) or 0.0
