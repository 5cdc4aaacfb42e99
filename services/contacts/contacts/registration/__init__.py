"""Attempts that were answered and those that were missed: registered, corrected, shown, cut."""
