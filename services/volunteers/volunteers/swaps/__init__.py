"""Swaps: two or three volunteers exchange shifts, or one takes over another's."""
