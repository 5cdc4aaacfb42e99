"""What is imported."""

from typing import Literal

ImportKind = Literal["volunteers", "shifts"]
