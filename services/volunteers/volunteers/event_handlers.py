"""When X, do Y: volunteers handles no event yet.

Handled and missed contacts, surges and forecasts will tell which shifts are wanted.
"""

from shared.handlers import Handlers

handlers = Handlers(service="volunteers")
