"""What a quality file says of a norm."""

from typing import Literal

Verdict = Literal["kept", "not_kept", "no_evidence", "counted"]
