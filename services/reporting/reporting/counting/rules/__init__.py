"""The counts of a month as one table of all places, with the equations between its cells."""
