"""Volunteers: the way from applicant to listener, and the shifts they fill."""
