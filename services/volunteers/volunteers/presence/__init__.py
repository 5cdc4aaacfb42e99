"""Presence: who was really there, against the shift."""
