"""Calendars: iCalendar feeds of a volunteer or a location."""
