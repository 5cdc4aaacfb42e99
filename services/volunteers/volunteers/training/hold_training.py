"""Take the attendance list of one module of the basic training."""

from datetime import datetime
from uuid import UUID, uuid4

from shared.database import Connection
from shared.outbox import record

from volunteers.admission.lock_volunteer import lock_volunteers
from volunteers.admission.rules.completion import UnknownVolunteer, check_selected
from volunteers.admission.tables import Volunteer
from volunteers.admission.take_step import advance
from volunteers.amsterdam import day_of
from volunteers.persistence import insert
from volunteers.training.commands import HoldTraining
from volunteers.training.events import training_attended
from volunteers.training.rules import check_held_on, with_module
from volunteers.training.tables import Training
from volunteers.training.views import TrainingView, view_of_training

NAMED_AT_MOST = 5


async def hold_training(
    connection: Connection, command: HoldTraining, now: datetime
) -> TrainingView:
    """Record the module for all on the list; admit those who lacked nothing else.

    Raises `UnknownVolunteer`, `NotSelected`, `NoLongerThere`, `TrainingInTheFuture`.
    """
    check_held_on(command.held_on, day_of(now))
    training = Training(
        training_id=uuid4(),
        module=command.module,
        held_on=command.held_on,
        volunteer_ids=sorted(set(command.volunteer_ids)),
    )
    attendants = await _attendants(connection, training.volunteer_ids)
    learned = [one for one in attendants if command.module not in one.modules_done]
    for volunteer in learned:
        volunteer.modules_done = with_module(volunteer.modules_done, command.module)
    await advance(connection, learned, now, command.held_on)
    await insert(connection, training)
    await record(connection, *(training_attended(training, one, now) for one in attendants))
    return view_of_training(training)


async def _attendants(connection: Connection, volunteer_ids: list[UUID]) -> list[Volunteer]:
    """Return all of them, locked in the order of their ids so that two lists never deadlock."""
    volunteers = await lock_volunteers(connection, volunteer_ids)
    unknown = sorted(set(volunteer_ids) - set(volunteers))
    if unknown:
        named = ", ".join(map(str, unknown[:NAMED_AT_MOST]))
        raise UnknownVolunteer(
            f"{len(unknown)} of volunteerIds never applied, among them {named}: leave them out"
        )
    for one in volunteers.values():
        check_selected(one.volunteer_id, one.state)
    return list(volunteers.values())
