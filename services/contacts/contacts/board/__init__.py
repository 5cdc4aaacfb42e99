"""The coordinator's board: who waits, who is on, what was missed, and what is not filled yet."""
