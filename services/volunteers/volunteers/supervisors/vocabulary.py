"""What supervisors must be able to do, nationally set, what certificates say, and standings."""

from typing import Literal

SupervisorCompetency = Literal["training", "intervision", "evaluation", "selection", "crisis"]
CertificateKind = Literal["trainer", "supervisor", "refresher"]
# Whether somebody may supervise on a day: out of service comes before what is said of certificates.
SupervisorStanding = Literal["certified", "lapsed", "uncertified", "later", "ended"]
