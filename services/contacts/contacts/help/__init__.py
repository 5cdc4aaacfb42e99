"""The help seeker's page: public, without sign-in, and without a trace."""
