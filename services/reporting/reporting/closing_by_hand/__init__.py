"""Closing by hand: the periods that the clock leaves, once all events are projected."""
