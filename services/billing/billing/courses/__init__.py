"""Courses for third parties, and their prices."""
