"""The rules of the way: its steps, and when it is complete."""
