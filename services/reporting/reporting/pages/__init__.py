"""The report as a page: in Dutch, for a municipal officer, without scripts or outside parts."""
