"""Totals: the counts of what all rooms of volunteers hold."""
