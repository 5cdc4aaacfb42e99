"""Who reads which month, what a month counts, and how the answer rate is computed."""
