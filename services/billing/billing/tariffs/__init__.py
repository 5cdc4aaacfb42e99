"""The tariff: a yearly budget, and the exact price per inhabitant."""
