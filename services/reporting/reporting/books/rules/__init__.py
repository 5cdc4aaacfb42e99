"""Which period is due, and how the tables of several periods make one."""
