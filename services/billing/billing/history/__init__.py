"""All that happened with a municipality, and what is open."""
