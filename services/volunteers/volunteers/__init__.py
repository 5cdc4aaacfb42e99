"""Volunteers: locations, applications, basic training, admissions, and the shifts they fill."""
