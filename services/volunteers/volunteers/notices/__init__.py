"""Notices: reminders and questions to volunteers, by mail and web push."""
