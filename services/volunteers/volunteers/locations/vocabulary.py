"""Words of the organisation: what institutions are, and how locations change."""

from typing import Literal

InstitutionForm = Literal["association_member", "foundation"]
LocationChangeKind = Literal["merge", "move"]
