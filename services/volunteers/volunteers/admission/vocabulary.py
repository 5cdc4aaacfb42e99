"""Words that only volunteers uses, beside the vocabulary that all services share."""

from typing import Literal, get_args

VolunteerLine = Literal["national", "local"]
Status = Literal["applied", "admitted"]
# The volunteer's way; which step leads where: admission/rules/way.py.
State = Literal[
    "applied", "interviewed", "in_training", "in_practice", "active", "paused", "suspended", "left",
]  # fmt: skip
Step = Literal[
    "apply", "interview", "decline", "withdraw", "attend", "complete_modules", "admit",
    "admit_channel", "pause", "resume", "suspend", "reinstate", "leave",
]  # fmt: skip
# How a volunteer stands for other services, which do not learn a pause from a suspension.
Standing = Literal["applicant", "admitted", "suspended", "left"]
SelectionOutcome = Literal["accepted", "declined"]
# What a volunteer has, or can acquire: the same for the whole nation.
Competency = Literal[
    "listening", "empathy", "self_reflection", "boundaries", "openness", "resilience", "clarity",
    "cooperation",
]  # fmt: skip
COMPETENCIES: tuple[Competency, ...] = get_args(Competency)
