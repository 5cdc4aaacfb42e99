"""The live dashboard: today at a glance, for the control room; and closed days, for a council."""
