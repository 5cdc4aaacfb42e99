"""Accountability to the VNG over a year: each criterion of the tender with its evidence."""
