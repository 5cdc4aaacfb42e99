"""The telephone: the exchange asks whom to ring, and tells what happened."""
