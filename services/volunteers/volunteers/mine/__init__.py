"""Mine: the pages of a volunteer's own shifts, training and half-days."""
