"""Closed vocabularies: the only words that may stand on the bus. There is no free text."""

from typing import Annotated, Literal

from shared.strict import Whole

Channel = Literal["telephone", "chat", "email"]
Line = Literal["national", "local", "partner"]
Organisation = Literal["113online"]
Kind = Literal["conversation", "silent", "hang_up", "misuse", "test"]
MissedReason = Literal["abandoned", "no_listener", "closed"]
# In what way a line was misused; `repeated_silent` is the same silent caller again and again.
MisuseKind = Literal["sexual", "abusive", "prank", "repeated_silent", "other"]

# After the topics that the Luisterlijn (2018) and Samaritans Ireland (2016) report, and those
# that Sensoor's offer to the municipalities (2014) names.
Topic = Literal[
    "loneliness",
    "mental_health",
    "relationships",
    "family",
    "bereavement",
    "informal_care",
    "physical_health",
    "suicidal_thoughts",
    "domestic_violence",
    "addiction",
    "debts",
    "work_or_unemployment",
    "study",
    "sexuality",
    "meaning_of_life",
    "other",
]

# How a conversation ended; `no_conversation` is the outcome of every other kind of attempt.
Outcome = Literal[
    "helped_by_talk", "thought_along", "referred", "needs_more_support", "broken_off",
    "no_conversation",
]  # fmt: skip

# 113Online: suicide prevention. Veilig Thuis: domestic violence and child abuse (Wmo 2015,
# article 4.1.1).
Partner = Literal["113online", "veiligthuis"]
ReferralMode = Literal["information", "warm_handover", "emergency"]
HandoverAnswer = Literal["accepted", "declined"]
HandoverOutcome = Literal["connected", "declined", "timed_out"]
Urgency = Literal["low", "normal", "high"]
Role = Literal["trainee", "listener", "mentor"]
# Who may read a report: everybody with a role, or the organisation itself.
Audience = Literal["public", "organisation"]
AttendanceKind = Literal["module", "intervision", "training"]
# So long before a shift begins a hole in it is told.
RiskHours = Annotated[Literal[72, 24, 4], Whole]
Province = Literal[
    "Drenthe", "Flevoland", "Fryslân", "Gelderland", "Groningen", "Limburg",
    "Noord-Brabant", "Noord-Holland", "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
]  # fmt: skip

# Why a contract ends before its last day: a beneficiary leaves it, it is ended on one of its break
# dates, or both sides agree.
ContractEndReason = Literal["opted_out", "break", "agreed"]
# The yearly round, what was owed otherwise afterwards, a course, and a credit that was agreed.
DocumentReason = Literal["year", "correction", "course", "agreed"]
# Article 11-1-f Wet OB 1968; a subsidy; 21%.
VatCategory = Literal["exempt", "outside_scope", "standard"]
