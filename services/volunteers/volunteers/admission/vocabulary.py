"""Words that only volunteers uses, beside the vocabulary that all services share."""

from typing import Literal

VolunteerLine = Literal["national", "local"]
Status = Literal["applied", "admitted"]
