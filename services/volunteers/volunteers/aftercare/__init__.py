"""After-care: heavy contacts, and whether a mentor has called."""
