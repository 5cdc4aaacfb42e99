"""What volunteers are told, by which ways, and how far a notice is."""

from typing import Literal, get_args

NoticeKind = Literal[
    "shift_reminder", "place_given", "place_released", "place_free", "shift_cancelled",
    "shift_changed", "fixed_refused", "offer", "swap_proposed", "swap_settled", "evaluation_due",
    "half_days_short", "after_care", "surge",
]  # fmt: skip
NoticeState = Literal["waiting", "sent", "dropped", "failed"]
NOTICE_KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
