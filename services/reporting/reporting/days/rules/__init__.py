"""The hours of a local day, what is shown of its counts, and the places of its shifts."""
