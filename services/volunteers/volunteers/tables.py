"""All tables of volunteers, as Alembic compares them; each is declared in its room."""

from volunteers.admission.tables import Volunteer
from volunteers.courses.tables import CourseDelivery
from volunteers.locations.tables import Location
from volunteers.persistence import Table
from volunteers.shifts.tables import Place, Shift
from volunteers.training.tables import Training

__all__ = ["CourseDelivery", "Location", "Place", "Shift", "Training", "Volunteer", "metadata"]

metadata = Table.metadata
