"""What the platform costs: each benchmark prints its ratios and writes them as JSON."""
