"""The clock of the queue: real, unless development sets it."""
