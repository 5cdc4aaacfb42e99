"""Misuse without identity: redials and cool-downs by the day's token."""
