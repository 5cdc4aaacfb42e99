"""The foundation of pages, proved on pages of the tests' own."""
