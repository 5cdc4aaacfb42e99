"""Exact counts of a month, and of its roster and money; nothing of them passes here to a reader."""
