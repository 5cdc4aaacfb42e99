"""What supervisors must be able to do, nationally set, and what certificates say."""

from typing import Literal

SupervisorCompetency = Literal["training", "intervision", "evaluation", "selection", "crisis"]
CertificateKind = Literal["trainer", "supervisor", "refresher"]
