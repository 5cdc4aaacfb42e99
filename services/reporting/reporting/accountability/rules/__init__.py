"""How volunteers come, stay and leave, and whether the norm of ten half-days was kept."""
