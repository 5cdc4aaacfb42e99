"""Training: the attendance lists of the thirteen modules of the basic training."""
