"""Which days a council sees, and whether the projections lag behind."""
