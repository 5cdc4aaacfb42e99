"""Which days may be asked, and what is estimated of holes in the roster and of redials."""
