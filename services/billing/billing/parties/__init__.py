"""The seller and the buyers, as they stand on documents."""
