"""Supervisors: their competencies and certificates."""
