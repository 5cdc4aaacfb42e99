"""Fixed shifts: the same weekday and day part, every one, two or four weeks."""
