"""The chapters of the annual report, one file each."""
