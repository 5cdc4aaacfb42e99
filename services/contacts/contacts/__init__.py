"""Contacts: who called when nobody knows who called."""
