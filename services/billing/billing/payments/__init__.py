"""Money that came in: statements of the bank, and what they pay."""
