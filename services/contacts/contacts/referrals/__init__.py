"""A help seeker is pointed or handed to a partner, and the partner answers."""
