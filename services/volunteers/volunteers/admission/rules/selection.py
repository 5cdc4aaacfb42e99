"""Selection against the national competencies: a score of 1 to 4 on each of the eight.

1: cannot be learnt in the training, 2: can be learnt, 3: has it, 4: an example to others.
"""

from collections.abc import Mapping
from datetime import date

from shared.refusals import BadInput, Refusal

from volunteers.admission.vocabulary import Competency, SelectionOutcome

CAN_BE_LEARNT = 2


class InterviewInTheFuture(BadInput):
    """An interview is recorded once it was held."""


class CompetencyMissing(Refusal):
    """Nobody is accepted who lacks a competency that the training does not give."""


def check_interview(
    scores: Mapping[Competency, int], outcome: SelectionOutcome, held_on: date, today: date
) -> None:
    """Refuse an interview still to come, and to accept somebody with a score of 1.

    The dates are in Amsterdam.
    """
    if held_on > today:
        raise InterviewInTheFuture(
            f"heldOn is {held_on}, but today is {today}: record the interview once it was held"
        )
    lacking = [competency for competency, score in scores.items() if score < CAN_BE_LEARNT]
    if outcome == "accepted" and lacking:
        raise CompetencyMissing(
            f"accepted needs a score of {CAN_BE_LEARNT} or more on each competency, but "
            f"{', '.join(lacking)} has less: decline, or correct the score"
        )
