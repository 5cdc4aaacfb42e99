"""Admission: from the application to the mentor's sign-off, and who is admitted."""
