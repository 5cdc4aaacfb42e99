"""Quality: the quality file of a year, every norm with its evidence."""
