"""The numbers that can be called: whose they are, their hours, and what a caller hears."""
