"""Board: the coordinator's roster board, with its holes."""
