"""Reporting: what happened, folded from all events, told by month and by location."""
