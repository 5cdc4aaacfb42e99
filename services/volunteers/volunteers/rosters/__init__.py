"""Rosters: proposals that a solver makes in a job of its own, and their acceptance."""
