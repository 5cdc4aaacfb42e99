"""The rules of the queue: what an attempt may do, who gets it, and what a wait is told to be."""
