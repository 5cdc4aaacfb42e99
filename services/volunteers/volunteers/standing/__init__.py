"""Standing: pauses, suspensions and departures, with what becomes of places and offers."""
