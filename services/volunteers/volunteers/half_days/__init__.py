"""Half-days: intervision and training, at least ten a year for each volunteer."""
