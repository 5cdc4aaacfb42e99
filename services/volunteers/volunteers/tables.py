"""All tables of volunteers, as Alembic compares them; each is declared in its room."""

from volunteers.admission.tables import SelectionInterview, Volunteer, VolunteerStep
from volunteers.aftercare.tables import AfterCare
from volunteers.availability.tables import Absence, Availability
from volunteers.calendars.tables import CalendarFeed
from volunteers.courses.tables import CourseDelivery
from volunteers.demand.tables import ForecastDay
from volunteers.evaluations.tables import Evaluation
from volunteers.fixed_shifts.tables import FixedShift
from volunteers.half_days.tables import HalfDay, HalfDaySession
from volunteers.locations.tables import Institution, Location, LocationChange, LocationMembership
from volunteers.mandates.tables import Mandate
from volunteers.notices.tables import Notice, PushSubscription
from volunteers.offers.tables import Offer
from volunteers.people.tables import Erasure, Person, PersonKey
from volunteers.persistence import Table
from volunteers.presence.tables import Presence
from volunteers.risks.tables import Risk
from volunteers.rosters.tables import ProposedPlace, RosterProposal
from volunteers.shifts.tables import Place, Shift, Standby, WaitingPlace
from volunteers.supervisors.tables import Certificate, Supervisor
from volunteers.surges.tables import Surge
from volunteers.swaps.tables import Swap, SwapLeg
from volunteers.training.tables import Cohort, Training

__all__ = [
    "Absence", "AfterCare", "Availability", "CalendarFeed", "Certificate", "Cohort",
    "CourseDelivery", "Erasure", "Evaluation", "FixedShift", "ForecastDay", "HalfDay",
    "HalfDaySession", "Institution", "Location", "LocationChange", "LocationMembership", "Mandate",
    "Notice", "Offer", "Person", "PersonKey", "Place", "Presence", "ProposedPlace",
    "PushSubscription", "Risk", "RosterProposal", "SelectionInterview", "Shift", "Standby",
    "Supervisor", "Surge", "Swap", "SwapLeg", "Training", "Volunteer", "VolunteerStep",
    "WaitingPlace", "metadata",
]  # fmt: skip

metadata = Table.metadata
